"""How far an extension may go, and how many counted days it adds (kernel §6.2). 「延期」"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from wolaiban.workdays import ExtensionError, due, extension_days

from .acts import Act
from .given import Given
from .wrong import Wrong

if TYPE_CHECKING:
    from .machine import Life


def requests(life: Life, code: str, task: int) -> list[Act]:
    """The requests to extend a running promise that nobody has decided; one undecided at its due instant has lapsed."""
    given, found = life.promise(code, task), list[Act]()
    if given is None or not given.is_running:
        return []
    for act in life.acts:
        if act.seq <= given.seq or act.task != task or act.fields.get("promise") != code:
            continue
        if act.verb == "extend":
            found.append(act)
        elif act.verb in ("grant_extension", "refuse_extension"):
            found = []
    return found


def against_extension(life: Life, code: str, task: int, seq: int = 0) -> Wrong | None:
    """Why the promise cannot be extended now, to whatever day, or None."""
    given = life.promise(code, task)
    if given is None or not given.is_running:
        return Wrong(seq, "not_running", {"promise": code}, "promise")
    extendable = given.rule.extendable
    if extendable is None:
        return Wrong(seq, "not_extendable", {"promise": code}, "promise")
    if given.due_at is None:
        return Wrong(seq, "paused_now", {"promise": code}, "promise")
    if extendable.times is not None and given.extensions >= extendable.times:
        return Wrong(seq, "extended_already", {"promise": code, "times": str(extendable.times)}, "promise")
    return None


def days_to_add(life: Life, given: Given, until: date) -> int | None:
    """Counted days from the present due day to `until`, or None where the arithmetic refuses `until`."""
    timetable = life.timetable(given)
    try:
        return extension_days(given.count(timetable, life.spans), until)
    except ExtensionError:
        return None


def ceiling(life: Life, given: Given) -> date | None:
    """The last day that any extension may reach: `by` from the present due day, `to` from the start."""
    extendable = given.rule.extendable
    timetable = life.timetable(given)
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
