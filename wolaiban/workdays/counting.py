"""The two ways a period is used up: by the bells of days, and by the minute. 「计数」

Pure walks over one case; `due.py` asks them, `many.py` has the same rules for arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .calendars import DAY
from .spans import FOREVER, Spans
from .timetables import Ends, Timetable

ZERO = timedelta(0)
INSTANT = timedelta(microseconds=1)


@dataclass(slots=True)
class Walk:
    """What a walk found; `at` is None while an open pause stops it. 「计数结果」"""

    at: datetime | None = None
    day: date | None = None  # the day whose bell settles it (None for minutes, or while stopped)
    counted: list[date] = field(default_factory=list)
    lost: list[date] = field(default_factory=list)
    left_days: int = 0
    left_time: timedelta = ZERO
    reached: date = date.min  # the last day looked at
    pieces: list[tuple[datetime, datetime]] = field(default_factory=list)  # minutes: what was used, in order


@dataclass(frozen=True, slots=True)
class DayRule:
    """How bells count: which days, where the bell hangs, on which day it may end. 「按日计数规则」"""

    timetable: Timetable
    ends: Ends
    working: bool  # only days on which the office opens count

    def may_end(self, day: date) -> bool:
        """Whether a promise may end here: any day, or with "close" a day on which the office opens."""
        return self.ends != "close" or self.timetable.is_open(day)


def walk_days(days: int, start: datetime, start_day: date, rule: DayRule, pauses: Spans) -> Walk:
    """Count the bells after the start day that find the promise running, then go on to a day it may end on."""
    timetable, ends, working, paused = rule.timetable, rule.ends, rule.working, bool(pauses)
    walk = Walk(left_days=days, reached=start_day)
    while walk.left_days:
        walk.reached = day = walk.reached + DAY
        if working and not timetable.is_open(day):
            continue
        held = pauses.holding(timetable.bell(day, ends)) if paused else None
        if held is None:
            walk.counted.append(day)
            walk.left_days -= 1
        elif held[1] == FOREVER:
            return walk
        else:
            walk.lost.append(day)
    return _end(walk, start, rule, pauses)


def walk_minutes(
    length: timedelta, stretches: Iterator[tuple[datetime, datetime]], timetable: Timetable, pauses: Spans
) -> Walk:
    """Use up so much time inside the stretches while nothing is paused."""
    walk = Walk(left_time=length)
    for begin, end in stretches:
        walk.reached = timetable.date_of(begin)
        for free_from, free_until in pauses.free(begin, end):
            used = min(walk.left_time, free_until - free_from)
            walk.left_time -= used
            walk.pieces.append((free_from, free_from + used))
            _add_days(walk, timetable.date_of(free_from), timetable.date_of(free_from + used - INSTANT))
            if not walk.left_time:
                return _settle(walk, free_from + used, timetable, pauses)
        if pauses and pauses.spans[-1][1] == FOREVER and end >= pauses.spans[-1][0]:
            return walk
    raise AssertionError("stretches never end")


def _end(walk: Walk, start: datetime, rule: DayRule, pauses: Spans) -> Walk:
    """From the last counted day on, the first day that may end it and whose bell rings and finds it running."""
    while True:
        bell = rule.timetable.bell(walk.reached, rule.ends)
        if bell >= start and rule.may_end(walk.reached):
            held = pauses.holding(bell)
            if held is None:
                walk.at, walk.day = bell, walk.reached
                return walk
            if held[1] == FOREVER:
                return walk
            walk.lost.append(walk.reached)
        walk.reached += DAY


def _settle(walk: Walk, at: datetime, timetable: Timetable, pauses: Spans) -> Walk:
    """All is used up at `at`; a due instant never lies inside a pause, so a pause beginning just then moves it."""
    held = pauses.holding(at)
    if held is None:
        walk.at = at
    elif held[1] != FOREVER:
        walk.at = held[1]
        walk.reached = timetable.date_of(held[1])
    return walk


def _add_days(walk: Walk, first: date, last: date) -> None:
    day = first if not walk.counted else max(first, walk.counted[-1] + DAY)
    while day <= last:
        walk.counted.append(day)
        day += DAY
