"""Somebody asks for every public figure after every freeze, keeps all answers, and still finds nobody (ADR 0026)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import shipped
from wolaiban.lib import clock
from wolaiban.promises.town import serve
from wolaiban.statistics.cells import OTHERS
from wolaiban.statistics.figures import Account
from wolaiban.statistics.freezing import frozen_row
from wolaiban.statistics.models import FrozenMonth
from wolaiban.statistics.public_table import PublicTable
from wolaiban.statistics.scope import Scope
from wolaiban.statistics.tally import Tallies, Tally

LIMIT = 10
MONTHS = ["2024-05", "2024-06", "2024-07"]
UNITS = ["water", "planning", "ecology"]
CELLS = [(month, unit) for month in MONTHS for unit in UNITS]
SIZES = st.fixed_dictionaries({cell: st.integers(0, 22) for cell in CELLS})
Cell = tuple[str, str]
Answer = tuple[frozenset[Cell], int]
"""Of which cells a sum was told, and the sum."""


def counted(sizes: dict[Cell, int], rated: dict[Cell, int]) -> Tallies:
    found: Tallies = defaultdict(Tally)
    for cell, size in sizes.items():
        said = min(size, rated[cell])
        found[cell].counts.update(received=size, finished=size, answered=size, rated=said, satisfied=said // 2)
    return found


def answers(account: Account, code: str, span: list[str]) -> Iterator[Answer]:
    """What the answers say of the cells of a span: the total, and the names."""
    told = [one for one in account.shown if one.code == code and one.value is not None]
    named = {one.by["unit"] for one in told if one.by} - {OTHERS}
    for one in told:
        months = [month for month in span if month not in one.left_out]
        units = [one.by["unit"]] if one.by and one.by["unit"] != OTHERS else [u for u in UNITS if u not in named]
        cells = frozenset((month, unit) for month in months for unit in (units if one.by else UNITS))
        yield cells, one.denominator if one.denominator is not None else one.numerator or 0


def polled(sizes: dict[Cell, int], rated: dict[Cell, int]) -> tuple[set[Answer], set[Answer]]:
    """Every span of months, and months and years by unit, after each freeze: of the cases, and of the ratings."""
    live, rows = counted(sizes, rated), list[FrozenMonth]()
    scope = Scope(shipped(), "pingfu365", clock.now())
    received, ratings = set[Answer](), set[Answer]()
    for done, month in enumerate(MONTHS):
        rows.append(frozen_row(scope, month, rows, {"unit": live}))
        seen = MONTHS[: done + 2]
        now: Tallies = defaultdict(Tally, {cell: live[cell] for cell in CELLS if cell[0] in seen})
        by_unit, whole = (PublicTable(scope, by, now, ("received", "satisfied_rate"), rows) for by in ("unit", ""))
        for first, last in combinations(range(len(seen) + 1), 2):
            span = seen[first:last]
            table = by_unit if len(span) in (1, len(seen)) else whole
            account = table.account(date.fromisoformat(f"{span[0]}-01"), date.fromisoformat(f"{span[-1]}-28"))
            received |= set(answers(account, "received", span))
            ratings |= set(answers(account, "satisfied_rate", span))
    return received, ratings


def is_known(cells: set[Cell], told: set[Answer], empty: set[Cell]) -> bool:
    """Whether the sum of some cells follows from what was told, for somebody who knows which cells are empty."""
    lines = [[float(cell in there) for cell in CELLS] for there in [*(one for one, _ in told), *({e} for e in empty)]]
    wanted = [float(cell in cells) for cell in CELLS]
    rank = np.linalg.matrix_rank
    return bool(lines) and rank(np.array([*lines, wanted])) == rank(np.array(lines))


@settings(max_examples=4)
@given(SIZES, SIZES)
def test_who_keeps_every_answer_finds_no_few(sizes: dict[Cell, int], rated: dict[Cell, int]):
    serve(shipped())
    with clock.at(datetime(2024, 9, 2, 1, tzinfo=UTC)):
        received, ratings = polled(sizes, rated)
    said = {cell: min(sizes[cell], rated[cell]) for cell in CELLS}
    for told, truth in ((received, sizes), (ratings, said)):
        assert all(sum(truth[cell] for cell in cells) == number for cells, number in told), "what is told is true"
    empty = {cell for cell in CELLS if not said[cell]}
    months = {(cell,) for cell in CELLS} | {tuple(cell for cell in CELLS if cell[0] == month) for month in MONTHS}
    for few in months:
        if 0 < sum(said[cell] for cell in few) < LIMIT:
            assert not is_known(set(few), ratings, empty), f"ratings of {few}"
    empty = {cell for cell in CELLS if not sizes[cell]}
    totals = {(frozenset(cell for cell in CELLS if cell[0] == month), 0) for month in MONTHS}
    for cell in CELLS:
        if 0 < sizes[cell] < LIMIT and not is_known({cell}, totals, empty):
            assert not is_known({cell}, received, empty), f"cases of {cell}"
