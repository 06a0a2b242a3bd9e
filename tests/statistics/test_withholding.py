"""No sum or difference of what is public stands for fewer than the limit, over spans and over names."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wolaiban.statistics.withholding import blocks, is_told, pooled

LIMIT = 10
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(9, 13)]
SIZES = st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 25), max_size=8)
TABLE = st.dictionaries(
    st.tuples(st.sampled_from(["05", "06", "07"]), st.sampled_from("abcde")), st.integers(0, 25), max_size=15
)


def spans() -> list[frozenset[str]]:
    places = range(len(MONTHS))
    return [frozenset(MONTHS[first : last + 1]) for first in places for last in places if first <= last]


def test_a_month_with_few_is_tied_to_the_next_until_there_are_enough():
    assert blocks({"2024-01": 12, "2024-02": 3, "2024-03": 8, "2024-04": 11}, LIMIT) == [
        ("2024-01",), ("2024-02", "2024-03"), ("2024-04",),
    ]  # fmt: skip


def test_what_a_year_has_left_over_joins_its_last_block_and_not_the_next_year():
    sizes = {"2023-11": 12, "2023-12": 3, "2024-01": 11}
    assert blocks(sizes, LIMIT) == [("2023-11", "2023-12"), ("2024-01",)]
    assert is_told({"2024-01"}, sizes, LIMIT) and not is_told({"2023-11"}, sizes, LIMIT)


def test_all_there_is_stays_untold_while_it_is_too_little():
    assert not is_told({"2024-01", "2024-02"}, {"2024-01": 4, "2024-02": 5}, LIMIT)
    assert is_told({"2024-03"}, {"2024-01": 4, "2024-02": 5}, LIMIT), (
        "nothing is behind March: there is nothing to hide"
    )


@given(SIZES)
def test_whatever_spans_are_added_and_taken_away_no_month_below_the_limit_comes_out(sizes: dict[str, int]):
    """Linear algebra, not our rule: in the space of all told spans no vector stands on fewer than `limit` cases."""
    told = [span for span in spans() if is_told(span, sizes, LIMIT)]
    if not told:
        return
    lines = np.array([[int(month in span) for month in MONTHS] for span in told])
    rank = np.linalg.matrix_rank(lines)
    there = [month for month in MONTHS if sizes.get(month)]
    for count in range(1, len(there) + 1):
        for few in combinations(there, count):
            if sum(sizes[month] for month in few) < LIMIT:
                # Empty months may be added to make the span up: they tell nothing.
                empty = [[int(other == month) for other in MONTHS] for month in MONTHS if not sizes.get(month)]
                wanted = [int(month in few) for month in MONTHS]
                space = np.array([*lines.tolist(), *empty])
                assert np.linalg.matrix_rank([*space.tolist(), wanted]) > np.linalg.matrix_rank(space), (few, rank)


@given(TABLE)
def test_each_name_that_is_shown_is_large_in_every_row_and_so_is_every_pool(table: dict[tuple[str, str], int]):
    out = pooled(table, LIMIT)
    assert all(size >= LIMIT or not size for (_, name), size in table.items() if name not in out)
    names = {name for (_, name), size in table.items() if size}
    pools = Counter[str]()
    for (row, name), size in table.items():
        pools[row] += size if name in out else 0
    if out and not names <= out:
        assert len(out & names) >= 2 and all(size >= LIMIT or not size for size in pools.values())


@given(TABLE)
def test_rows_and_the_year_together_give_no_small_name_back(table: dict[tuple[str, str], int]):
    """Rows show names outside the pool and the pool's sum; the year shows more names, each with its sum of rows."""
    whole = Counter[str]()
    for (_, name), size in table.items():
        whole[name] += size
    year = pooled({("", name): size for name, size in whole.items()}, LIMIT)
    months = pooled(table, LIMIT, year)
    assert year <= months, "who is hidden in the year is hidden in its months"
    rows, names = sorted({row for row, _ in table}), sorted(name for name, size in whole.items() if size)
    # A reader does not know which of the hidden cells are empty.
    cells = [(row, name) for row in rows for name in names]
    if not cells:
        return
    known = [[int(cell == (row, name)) for cell in cells] for row in rows for name in names if name not in months]
    known += [[int(cell[0] == row and cell[1] in months) for cell in cells] for row in rows]
    known += [[int(cell[1] == name) for cell in cells] for name in names if name not in year]
    known += [[int(cell[1] in year) for cell in cells]]
    rank = np.linalg.matrix_rank(np.array(known))
    for cell in cells:
        if 0 < table.get(cell, 0) < LIMIT and len(months & set(names)) > 1:
            alone = [int(other == cell) for other in cells]
            found = np.linalg.matrix_rank(np.array([*known, alone])) == rank
            assert not found, f"{cell} can be worked out"
