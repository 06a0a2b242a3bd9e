"""What is published month after month is never taken back, so nothing told later may add up with it to a few."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wolaiban.statistics.over_time import Told, closed_blocks, few_given_away, names_to_tell

LIMIT = 10
MONTHS = ["2024-01", "2024-02", "2024-03"]
TABLE = st.dictionaries(st.tuples(st.sampled_from(MONTHS), st.sampled_from("abcd")), st.integers(0, 25), max_size=12)
Table = dict[tuple[str, str], int]


def published(table: Table) -> list[Told]:
    """A year as it is frozen: each month, and the year so far, month after month."""
    told: list[Told] = []
    for count, month in enumerate(MONTHS, 1):
        known = {cell: size for cell, size in table.items() if cell[0] <= month}
        for span in ([month], MONTHS[:count]):
            told += [(name, frozenset(span)) for name in names_to_tell(span, known, told, LIMIT)]
    return told


def test_a_closed_block_stays_whatever_comes_and_a_left_over_waits():
    sizes = [("2024-01", 12), ("2024-02", 3), ("2024-03", 8), ("2024-04", 4)]
    assert closed_blocks(sizes, LIMIT) == [("2024-01",), ("2024-02", "2024-03")]
    assert closed_blocks([*sizes, ("2024-05", 9)], LIMIT)[:2] == [("2024-01",), ("2024-02", "2024-03")]
    assert closed_blocks([("2024-01", 4)], LIMIT) == []


@given(st.lists(st.integers(0, 25), max_size=12))
def test_the_steps_of_every_running_total_stand_on_enough(sizes: list[int]):
    """Whoever subtracts what was told at one month from what is told at another finds a whole block or nothing."""
    months = [(f"2024-{n:02d}", size) for n, size in enumerate(sizes, 1)]
    before = 0
    for count in range(len(months) + 1):
        known = dict(months[:count])
        now = sum(known[month] for block in closed_blocks(months[:count], LIMIT) for month in block)
        assert now - before == 0 or now - before >= LIMIT
        before = now


def test_a_unit_of_six_and_four_is_named_in_the_year_once_it_has_ten():
    table = {("2024-01", "water"): 4, ("2024-01", "planning"): 20, ("2024-01", "ecology"): 11}
    table |= {("2024-02", "water"): 6, ("2024-02", "planning"): 25, ("2024-02", "ecology"): 12}
    told = published(table)
    assert ("water", frozenset(MONTHS[:2])) in told
    assert not any(name == "water" and len(span) == 1 for name, span in told)


def test_a_name_told_for_the_year_is_not_told_again_with_three_more():
    """Water 12, then 3: the year so far, less what January told, would be the three."""
    table = {(month, name): 20 for month in MONTHS[:2] for name in ("planning", "ecology")}
    table |= {("2024-01", "water"): 12, ("2024-02", "water"): 3}
    told = published(table)
    assert ("water", frozenset(["2024-01"])) in told and ("water", frozenset(MONTHS[:2])) not in told


def test_few_are_found_where_all_the_others_are_told():
    table = {("2024-01", "water"): 3, ("2024-01", "planning"): 20}
    assert few_given_away(table, [], LIMIT) == set()
    assert few_given_away(table, [("planning", frozenset(["2024-01"]))], LIMIT) == {("water", ("2024-01",))}


@settings(max_examples=30)
@given(TABLE)
def test_all_that_a_year_publishes_gives_no_small_cell_back(table: Table):
    """The whole system of equations, one unknown a cell: no small cell is determined that the totals leave open."""
    cells = [cell for cell, size in table.items() if size]
    if not cells:
        return
    totals = [[float(cell[0] == month) for cell in cells] for month in MONTHS]
    told = [[float(cell[1] == name and cell[0] in span) for cell in cells] for name, span in published(table)]
    before, after = np.array(totals), np.array(totals + told)
    for place, cell in enumerate(cells):
        wanted = np.eye(len(cells))[place]
        if table[cell] < LIMIT and not _follows(wanted, before):
            assert not _follows(wanted, after), f"{cell} can be worked out"


def _follows(wanted: np.ndarray, known: np.ndarray) -> bool:
    return np.linalg.matrix_rank(np.vstack([known, wanted])) == np.linalg.matrix_rank(known)
