"""Only the due instant of one promise without pauses, for those who ask often. 「仅求到期时刻」"""

from __future__ import annotations

from datetime import datetime, timedelta

from .calendars import DAY
from .due import due
from .periods import Period
from .question import too_far
from .spans import utc
from .timetables import Timetable


def due_at(period: Period, start: datetime, timetable: Timetable, ends: str = "close") -> datetime:
    """What `due(period, start, timetable, ends=ends).due_at` says, some five times as fast and without its working.

    A promise in days depends on its start day alone, so the timetable remembers the answer; minutes walk its frames.
    Raises DueError as `due` does.
    """
    begun = utc(start)
    if not period.is_minutes:
        local = begun.astimezone(timetable.zone)
        key = period.count, period.unit, ends, local.toordinal()
        found = timetable.answers.get(key)
        if found is None:
            found = timetable.answers[key] = _ask(period, start, timetable, ends)
        return found
    try:
        left = timedelta(minutes=period.count)
        if not period.needs_calendar:
            return (begun + left).astimezone(timetable.zone)
        return _in_frames(left, begun, timetable).astimezone(timetable.zone)
    except OverflowError:
        raise too_far() from None


def _ask(period: Period, start: datetime, timetable: Timetable, ends: str) -> datetime:
    found = due(period, start, timetable, ends=ends).due_at
    assert found is not None, "nothing pauses it"
    return found


def _in_frames(left: timedelta, begun: datetime, timetable: Timetable) -> datetime:
    day = begun.astimezone(timetable.zone).date()
    while True:
        for opens, closes in timetable.frames(day):
            if closes > begun:
                since = max(opens, begun)
                if left <= closes - since:
                    return since + left
                left -= closes - since
        day += DAY
