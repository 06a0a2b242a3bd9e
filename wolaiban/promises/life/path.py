"""The critical path: when a package of tasks ends, prerequisites first (kernel §5, field book 1.5). 「关键路径」

The promise is what was told at dispatch; `forecast.py` asks the same arithmetic with what really happened since.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import ByField, Named, Path, PromiseRule, Service
from wolaiban.workdays import Period, Timetable, due
from wolaiban.workdays.timetables import checked_ends

from .acts import Act
from .matching import value
from .owned import newest
from .tasks import DONE, DROPPED, Task, prerequisites
from .values import day_of, period_of

if TYPE_CHECKING:
    from .machine import Life

Ends = Callable[[Task, datetime | None], datetime]
"""When a task ends that starts once all before it are done; None: it waits for nothing."""


def path_end(life: Life, path: Path, act: Act) -> Period | None:
    """The package as so many working days: the latest end over the tasks, each at its promised time.

    Given anew, it counts what is left: nothing of a task that is done, and of one asked again its new promise.
    """
    tasks = on_path(life, path)
    if not tasks:
        return None
    known: dict[int, datetime] = {}
    end = max(end_of(life, task, lambda one, start: _left(life, one, start or act.at, act), known) for task in tasks)
    return Period.parse(f"{max(working_days(life, act, end), 1)} working days")


def _left(life: Life, task: Task, start: datetime, act: Act) -> datetime:
    if task.state == DONE:
        return act.at
    owed = (life.promise(rule.code, task.number) for rule in ending(life.service, task.kind))
    told = max((given.due_at for given in owed if given is not None and given.is_open and given.due_at), default=None)
    return promised(life, task, start, act) if told is None else max(told, act.at)


def on_path(life: Life, path: Path) -> list[Task]:
    """The tasks of the kind that were not given back."""
    return [task for task in life.tasks.values() if task.kind == path.of and task.state != DROPPED]


def working_days(life: Life, act: Act, end: datetime) -> int:
    """Working days from an event to an instant; its own day is not counted."""
    calendar = life.calendars.timetable(life.service.hours, act.calendar).calendar
    first, last = act.at.astimezone(life.zone).date(), day_ended(life, end)
    return calendar.working_days(first, last) - (1 if calendar.is_working(first) else 0)


def day_ended(life: Life, end: datetime) -> date:
    """The day on which something ends; 24:00 belongs to the day that it ends."""
    return (end.astimezone(life.zone) - timedelta(seconds=1)).date()


def end_of(
    life: Life, task: Task, ends: Ends, known: dict[int, datetime], under_way: frozenset[int] = frozenset()
) -> datetime:
    """When a task ends, prerequisites first; `known` holds the ends found so far, by number.

    One that waits for itself round a corner, which a replaced task can bring about, waits for nothing here.
    """
    if task.number not in known:
        before = under_way | {task.number}
        waited = [other for other in prerequisites(task, life.tasks) if other.number not in before]
        starts = [end_of(life, other, ends, known, before) for other in waited]
        known[task.number] = ends(task, max(starts, default=None))
    return known[task.number]


def promised(life: Life, task: Task, start: datetime, act: Act) -> datetime:
    """When a task that starts then is promised to end, as the event sees it; at once if nothing is promised."""
    timetable = life.calendars.timetable(task.hours or life.service.hours, newest(task, act))
    rules = ending(life.service, task.kind) or [rule for rule in life.service.promises if rule.of == task.kind]
    found = (_promised(life, rule, task, start, act, timetable) for rule in rules)
    return next((end for end in found if end is not None), start)


def ending(service: Service, kind: str) -> list[PromiseRule]:
    """The promises of a kind of task that are kept by finishing it: not its signing, nor a wait."""
    finishing = {verb.name for verb in service.verbs.values() if verb.finishes and kind in verb.on}
    owed = [rule for rule in service.promises if rule.of == kind and rule.counts]
    return [rule for rule in owed if any(not finishing.isdisjoint(pattern.do) for pattern in rule.kept_by)]


def _promised(
    life: Life, rule: PromiseRule, task: Task, start: datetime, act: Act, timetable: Timetable
) -> datetime | None:
    if isinstance(rule.due, Named):
        day = day_of(value(life, rule.due.field, act, task.number))
        if day is not None:
            return max(start, timetable.bell(day, checked_ends(rule.ends)))
    period = _period(life, rule, task, act)
    named = day_of(value(life, rule.start, act, task.number)) if rule.start else None
    if named is not None:
        start = datetime.combine(named, time(0), tzinfo=life.zone)
    return due(period, start, timetable, ends=rule.ends).due_at if period is not None else None


def _period(life: Life, rule: PromiseRule, task: Task, act: Act) -> Period | None:
    if isinstance(rule.due, Named):
        return rule.due.otherwise
    if isinstance(rule.within, ByField):
        return rule.within.choices.get(value(life, rule.within.field, act, task.number) or "")
    if isinstance(rule.within, Named):
        return period_of(value(life, rule.within.field, act, task.number))
    return rule.within
