"""The critical path: when a package of tasks ends, prerequisites first (kernel §5, field book 1.5). 「关键路径」"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import ByField, Named, Path, PromiseRule
from wolaiban.workdays import Period, due

from .acts import Act
from .matching import value
from .tasks import DROPPED, Task, prerequisites
from .values import period_of

if TYPE_CHECKING:
    from .machine import Life


def path_end(life: Life, path: Path, act: Act) -> Period | None:
    """The package as so many working days: the latest end over the tasks, each at its promised time."""
    tasks = [task for task in life.tasks.values() if task.kind == path.of and task.state != DROPPED]
    if not tasks:
        return None
    end = max(_end(life, task, act, {}) for task in tasks)
    calendar = life.calendars.timetable(life.service.hours, act.calendar).calendar
    first, last = act.at.astimezone(life.zone).date(), end.astimezone(life.zone).date()
    days = calendar.working_days(first, last) - (1 if calendar.is_working(first) else 0)
    return Period.parse(f"{max(days, 1)} working days")


def _end(life: Life, task: Task, act: Act, known: dict[int, datetime]) -> datetime:
    if task.number not in known:
        before = [_end(life, other, act, known) for other in prerequisites(task, life.tasks)]
        known[task.number] = _promised(life, task, act, max(before, default=act.at))
    return known[task.number]


def _promised(life: Life, task: Task, act: Act, start: datetime) -> datetime:
    """When a task that starts then is promised to end; at once where its file promises nothing of it."""
    timetable = life.calendars.timetable(life.service.hours, act.calendar)
    periods = (_period(life, rule, task, act) for rule in life.service.promises if rule.of == task.kind)
    period = next((period for period in periods if period is not None), None)
    end = due(period, start, timetable).due_at if period is not None else None
    return end or start


def _period(life: Life, rule: PromiseRule, task: Task, act: Act) -> Period | None:
    if isinstance(rule.within, ByField):
        return rule.within.choices.get(value(life, rule.within.field, act, task.number) or "")
    if isinstance(rule.within, Named):
        return period_of(value(life, rule.within.field, act, task.number))
    return rule.within
