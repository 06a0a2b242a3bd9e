"""Promises are given: for the case, or for every task of a kind. 「承诺的产生」"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import ByField, Named, Path, PromiseRule
from wolaiban.workdays import Period

from .acts import Act
from .given import Given
from .matching import Now, happens, holds, value
from .owned import counted_by
from .path import path_end
from .tasks import Task
from .values import day_of, period_of

if TYPE_CHECKING:
    from .machine import Life


def give(life: Life, now: Now, started: list[Task]) -> None:
    """Give what this event gives, in the order of the file."""
    for rule in life.service.promises:
        for task in _tasks_meant(life, rule, now, started):
            running = any(g.code == rule.code and g.task == task and g.is_open for g in life.promises)
            if not running and holds(life, rule.when, now.act, task):
                _give(life, rule, task, now.act)


def _tasks_meant(life: Life, rule: PromiseRule, now: Now, started: list[Task]) -> Iterator[int]:
    if rule.of is None:
        if any(happens(life, pattern, now, 0) for pattern in rule.given_by):
            yield 0
    elif not rule.given_by:
        yield from (task.number for task in started if task.kind == rule.of)
    else:
        for task in life.tasks.values():
            started_before = task.kind == rule.of and not task.is_over and task.opened_at is not None
            if started_before and any(happens(life, pattern, now, task.number) for pattern in rule.given_by):
                yield task.number


def _give(life: Life, rule: PromiseRule, task: int, act: Act) -> None:
    start = _start(life, rule, task, act)
    period, day, graded = _length(life, rule, task, act)
    if period is None and day is None:
        return
    if day is not None and day < start.astimezone(life.zone).date():
        # A task that waited for others may start after the day that was named for it: it is given, and broken.
        start = datetime.combine(day, time(0), tzinfo=life.zone)
    count = sum(1 for g in life.promises if g.code == rule.code and g.task == task)
    hours, calendar = counted_by(life, rule, task, act)
    given = Given(
        rule, task, count + 1, act.seq, act.at, start, calendar, period, day, graded, first_period=period, hours=hours
    )
    timetable = life.timetable(given)
    given.tell(
        given.count(timetable, life.spans),
        given.count(timetable, life.spans, first=True),
        seq=act.seq,
        at=act.at,
        why="given",
    )
    life.promises.append(given)


def _start(life: Life, rule: PromiseRule, task: int, act: Act) -> datetime:
    named = day_of(value(life, rule.start, act, task)) if rule.start else None
    return act.at if named is None else datetime.combine(named, time(0), tzinfo=life.zone)


def _length(life: Life, rule: PromiseRule, task: int, act: Act) -> tuple[Period | None, date | None, bool]:
    """Its period, or its day, and whether the grade it hangs on is final."""
    within, due = rule.within, rule.due
    if isinstance(within, Period):
        return within, None, True
    if isinstance(within, ByField):
        choice = value(life, within.field, act, task)
        of_task = life.tasks[task].fields if task else {}
        is_set = any(within.field in known for known in (act.fields, of_task, life.fields))
        return within.choices.get(choice or ""), None, is_set or within.firm_with is None
    if isinstance(within, Named):
        return period_of(value(life, within.field, act, task)), None, True
    if isinstance(due, Named):
        day = day_of(value(life, due.field, act, task))
        return due.otherwise if day is None else None, day, True
    if isinstance(due, Path):
        return path_end(life, due, act), None, True
    return None, None, True
