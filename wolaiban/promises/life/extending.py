"""How far an extension may go, and how many counted days it adds (kernel §6.2). 「延期」"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from wolaiban.workdays import ExtensionError, due, extension_days

from .given import Given

if TYPE_CHECKING:
    from .machine import Life


def days_to_add(life: Life, given: Given, until: date) -> int | None:
    """Counted days from the present due day to `until`, or None where the arithmetic refuses `until`."""
    timetable = life.calendars.timetable(life.service.hours, given.calendar)
    try:
        return extension_days(given.count(timetable, life.spans), until)
    except ExtensionError:
        return None


def ceiling(life: Life, given: Given) -> date | None:
    """The last day that any extension may reach: `by` from the present due day, `to` from the start."""
    extendable = given.rule.extendable
    timetable = life.calendars.timetable(life.service.hours, given.calendar)
    if extendable is None or given.due_at is None:
        return None
    if extendable.to is not None:
        end = due(extendable.to, given.start, timetable).due_at
    elif extendable.by is not None:
        noon = datetime.combine(given.last_day(timetable), time(12), tzinfo=timetable.zone)
        end = due(extendable.by, noon, timetable).due_at
    else:
        return date.max
    return end.astimezone(timetable.zone).date() if end else None
