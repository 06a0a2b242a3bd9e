"""The arithmetic of a period as data, shown to anyone day by day; API and command say the same. 「时限推算」"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wolaiban.catalogue import Town
from wolaiban.lib.words import Refusal
from wolaiban.workdays import Pause, Period, due

EARLIEST, LATEST = 1970, 9000


def instant_of(text: str, zone: ZoneInfo) -> datetime:
    """An instant as ISO 8601 writes it; without an offset it is the town's time. Raises Refusal."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        read = None
    if read is None or not EARLIEST <= read.year <= LATEST:
        raise Refusal(
            f"“{text}”不是可用的时间。请按 ISO 8601 填写，如 2024-09-13T16:50 或 2024-09-13T16:50:00+08:00。",
            f"{text} is no instant that can be used. Write it as in ISO 8601: 2024-09-13T16:50, or with an offset "
            "2024-09-13T16:50:00+08:00.",
        )
    return read.replace(tzinfo=zone) if read.tzinfo is None else read.astimezone(zone)


def pause_of(text: str, zone: ZoneInfo) -> Pause:
    """A pause as ISO/ISO; nothing, or two dots, after the stroke leaves it open. Raises Refusal."""
    begin, stroke, end = text.partition("/")
    if not stroke:
        raise Refusal(
            f"挂起“{text}”应写成“起/止”，如 2024-09-18T17:00/2024-09-18T17:01。",
            f"The pause {text} needs its beginning and its end: 2024-09-18T17:00/2024-09-18T17:01.",
        )
    until = None if end.strip() in ("", "..") else instant_of(end, zone)
    return checked_pause(instant_of(begin, zone), until)


def checked_pause(since: datetime, until: datetime | None) -> Pause:
    """The pause, unless it ends before it begins. Raises Refusal."""
    if until is not None and until < since:
        raise Refusal(
            f"挂起的结束时间 {until.isoformat()} 早于开始时间 {since.isoformat()}，请核对。",
            f"The pause ends at {until.isoformat()}, before it begins at {since.isoformat()}. Compare the two.",
        )
    return since, until


def working(
    town: Town, period: str, start: datetime, *, known_at: datetime, pauses: Iterable[Pause] = (), lang: str = "zh"
) -> dict[str, Any]:
    """When a promise of `period` given at `start` falls due, and how that comes about.

    Counted in the town's usual service hours, on the calendar known at `known_at`. `due_at` is None while a pause is
    open; `counted` holds the days consumed (for minutes those with any minute, none for months); `steps` are the
    working in "zh" or "en". Raises WorkdaysError for a period that cannot be read or ends beyond the
    year 9999.
    """
    calendar = town.calendar_known_at(known_at, town.default_hours)
    timetable = town.timetable(town.default_hours, calendar)
    answer = due(Period.parse(period), start, timetable, pauses=pauses)
    return {
        "period": period.strip(),
        "from": timetable.local(start).isoformat(),
        "due_at": answer.due_at.isoformat() if answer.due_at else None,
        "counted": [day.isoformat() for day in answer.counted],
        "calendar": answer.calendar,
        "provisional": answer.provisional,
        "steps": answer.steps(lang),
    }
