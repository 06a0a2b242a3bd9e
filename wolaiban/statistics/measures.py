"""Durations of cases, in one pass that keeps small arrays: working days and minutes. 「时长」"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from wolaiban.promises.models import Case, Task
from wolaiban.workdays import Calendar, to_local, working_days_between

from .scope import Cell, Scope
from .tally import Tallies

WINDOWS = (3, 7, 15)
"""Working days within which an answer is counted: the promise of the ordinary, of the complex, of a letter-box."""
CHUNK = 20_000
SIGNED_FOR = ("lead", "co")
ONE_DAY = np.timedelta64(1, "D")
Days = NDArray[np.datetime64]


def measure_cases(scope: Scope, into: Tallies) -> None:
    """How long cases took: read row by row, worked on in arrays."""
    columns = scope.columns()
    rows = scope.within(Case.objects.all()).annotate(**columns).order_by()
    names = ("registered_on", "registered_at", "responded_at", "answered_at", "finished_at")
    for cells, part in _chunks(rows.values_list(*names, *columns).iterator(CHUNK), len(names)):
        add_cases(scope, into, cells, np.array(part[0], "datetime64[D]"), *map(instants, part[1:]))


def measure_tasks(scope: Scope, into: Tallies) -> None:
    """How long units took to sign; by unit this is the unit of the task, not the one that leads the case."""
    columns = scope.columns("case__", unit=F("unit"))
    rows = scope.within(Task.objects.filter(kind__in=SIGNED_FOR, signed_at__isnull=False), "case__")
    names = ("opened_at", "signed_at")
    listed = rows.filter(opened_at__isnull=False).annotate(**columns).order_by().values_list(*names, *columns)
    for cells, (opened, signed) in _chunks(listed.iterator(CHUNK), len(names)):
        put(into, "sign_minutes", cells, minutes(instants(opened), instants(signed)))


def add_cases(
    scope: Scope, into: Tallies, cells: list[Cell], registered_on: Days, asked: Days, responded: Days, answered: Days,
    finished: Days,
) -> None:  # fmt: skip
    """Take the durations of some cases in; instants in UTC, NaT where there is none yet."""
    zone = scope.town.zone
    there = ~np.isnat(answered)
    inside = within(registered_on[there], local_days(answered[there], zone), scope.calendar)
    here = _some(cells, there)
    for window, flags in inside.items():
        for cell in _some(here, flags):
            into[cell].counts[f"within:{window}"] += 1
    done = ~np.isnat(finished)
    days = working_days_between(registered_on[done], local_days(finished[done], zone), scope.calendar)
    put(into, "handling_days", _some(cells, done), days)
    met = ~np.isnat(responded)
    put(into, "response_minutes", _some(cells, met), minutes(asked[met], responded[met]))


def within(registered_on: Days, answered_on: Days, calendar: Calendar) -> dict[int, NDArray[np.bool_]]:
    """For each window of N: whether the answer's date is no later than that of the Nth working day after the start.

    Counted up to the eve of the answer: an answer on the Sunday after the Nth working day is late, though no
    further working day has begun.
    """
    before = working_days_between(registered_on, answered_on - ONE_DAY, calendar)
    return {window: before < window for window in WINDOWS}


def minutes(since: Days, until: Days) -> NDArray[np.float64]:
    """Elapsed minutes between instants."""
    return (until - since).astype("timedelta64[s]").astype(np.int64) / 60


def local_days(instants: Days, zone: Any) -> Days:
    """The town's date of each instant."""
    return to_local(instants, zone).astype("datetime64[D]")


def instants(values: Iterable[datetime | None]) -> Days:
    """Aware instants as datetime64[s] in UTC; None as NaT."""
    nat = np.iinfo(np.int64).min
    return np.array([nat if v is None else int(v.timestamp() // 1) for v in values], np.int64).astype("datetime64[s]")


def put(into: Tallies, name: str, cells: list[Cell], values: NDArray[Any]) -> None:
    """Add durations to the cells they belong to."""
    if not len(values):
        return
    if len(set(cells)) == 1:
        into[cells[0]].durations[name].append(values)
        return
    places: dict[Cell, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        places[cell].append(place)
    for cell, found in places.items():
        into[cell].durations[name].append(values[found])


def _some(cells: list[Cell], flags: NDArray[np.bool_]) -> list[Cell]:
    return [cell for cell, flag in zip(cells, flags.tolist(), strict=True) if flag]


def _chunks(rows: Iterator[tuple[Any, ...]], width: int) -> Iterator[tuple[list[Cell], list[tuple[Any, ...]]]]:
    """Columns of the first `width` values, and each row's cell made of the rest."""
    while part := list(islice(rows, CHUNK)):
        yield [tuple(map(str, row[width:])) for row in part], list(zip(*(row[:width] for row in part), strict=True))


def registered_days(days: Iterable[date]) -> Days:
    """Dates as an array."""
    return np.array(list(days), "datetime64[D]")
