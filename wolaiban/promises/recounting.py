"""What a new notice would move, shown before it acts; then the acts, one a case. 「日历变更」"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from wolaiban.catalogue import Town
from wolaiban.people.actor import Actor
from wolaiban.workdays import Calendar, Shelf

from .life import Act, Given, Life, life
from .models import Case
from .recording import service_of
from .town import town


@dataclass(frozen=True)
class Shift:
    """One due instant that a recount moves, and the days that are counted otherwise. 「变动」"""

    number: str
    task: int
    code: str
    before: datetime
    after: datetime
    days: tuple[tuple[date, str], ...]


def would_move(shelf: Shelf, at: datetime, *, by: Actor) -> Iterator[tuple[Case, list[Shift]]]:
    """Each open case that a recount on another shelf would move, with every due instant of it.

    By the clock only what was told as provisional moves; by a person (a stop-work notice) all that runs.
    """
    trial = replace(town(), shelf=shelf, _timetables={})
    open_cases = Case.objects.filter(is_over=False, promises__settled_at=None, promises__broken_at=None)
    for case in open_cases.distinct().order_by("registered_at", "pk").iterator(chunk_size=200):
        shifts = list(_shifts(case, trial, at, by))
        if shifts:
            yield case, shifts


def _shifts(case: Case, trial: Town, at: datetime, by: Actor) -> Iterator[Shift]:
    service = service_of(case)
    if "recount" not in service.verbs:
        return
    lived = life(service, [event.act() for event in case.events.order_by("seq")], trial)
    lived.look(at)
    before = {_key(given): (given.due_at, given.calendar) for given in lived.promises if given.is_running}
    version = trial.calendar_known_at(at, service.hours)
    role = "clock" if by.kind == "clock" else "operator"
    lived.step(Act(len(lived.acts) + 1, max(at, lived.acts[-1].at), "recount", role=role, calendar=version))
    for given in lived.promises:
        old = before.get(_key(given))
        if old and old[0] and given.due_at and given.due_at != old[0]:
            days = _otherwise(trial, old[1], version, given, lived)
            yield Shift(case.number, given.task, given.code, old[0], given.due_at, days)


def _key(given: Given) -> tuple[int, str, int]:
    return given.task, given.code, given.round


def _otherwise(town: Town, old: str, new: str, given: Given, lived: Life) -> tuple[tuple[date, str], ...]:
    """The days of the promise's span that the two versions judge differently, with the new reason."""
    before, after = town.shelf.get(old), town.shelf.get(new)
    first = given.start.astimezone(lived.zone).date()
    last = max(instant for instant in (given.due_at, given.moves[0].due_at) if instant).astimezone(lived.zone).date()
    return tuple((day, after.why(day)) for day in _days(first, last) if _differ(before, after, day))


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _differ(before: Calendar, after: Calendar, day: date) -> bool:
    return before.is_working(day) != after.is_working(day)
