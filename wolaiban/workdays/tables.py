"""Small tables of a timetable over some years: days, bells and open frames as arrays. 「日表」"""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from .calendars import Calendar
from .hours import DAY_SECONDS
from .offsets import Offsets, Seconds, offsets_of
from .timetables import Ends, Timetable

_EPOCH_DAY = date(1970, 1, 1).toordinal()
Days = NDArray[np.int64]


def working_array(calendar: Calendar, first: int, days: int) -> NDArray[np.bool_]:
    """Whether each of so many days from day `first` (counted from 1970-01-01) is worked."""
    weekend = np.zeros(7, bool)
    weekend[list(calendar.weekend)] = True
    worked = ~weekend[(np.arange(first, first + days) + 3) % 7]  # 1970-01-01 was a Thursday
    for day, mark in calendar.marks.items():
        position = day.toordinal() - _EPOCH_DAY - first
        if 0 <= position < days:
            worked[position] = mark.worked
    return worked


class Table:
    """A timetable from 1 January of one year to 31 December of another; positions count from the first day. 「日表」"""

    def __init__(self, timetable: Timetable, first_year: int, last_year: int) -> None:
        self.first = date(first_year, 1, 1).toordinal() - _EPOCH_DAY
        self.days = date(last_year, 12, 31).toordinal() - _EPOCH_DAY - self.first + 1
        self.hours = timetable.hours
        self.offsets: Offsets = offsets_of(timetable.zone, first_year - 1, last_year + 1)
        self.midnight: Seconds = np.arange(self.first, self.first + self.days, dtype=np.int64) * DAY_SECONDS
        self.weekday = (np.arange(self.first, self.first + self.days) + 3) % 7
        served = np.array([bool(self.hours.on(weekday)) for weekday in range(7)])
        self.open = working_array(timetable.calendar, self.first, self.days) & served[self.weekday]

    @cached_property
    def open_days(self) -> Days:
        """Positions of the days on which the office opens."""
        return np.flatnonzero(self.open)

    @cached_property
    def opened(self) -> Days:
        """How many open days there are up to and including each day."""
        return np.cumsum(self.open)

    @cached_property
    def next_open(self) -> Days:
        """For each day the first open day that is not earlier; `days` where the table ends before it."""
        ends = np.append(self.open_days, self.days)
        return ends[self.opened - self.open]

    @cached_property
    def _bells(self) -> dict[Ends, Seconds]:
        closing = np.array([(self.hours.on(day) or ((0, DAY_SECONDS),))[-1][1] for day in range(7)], np.int64)
        close = np.where(self.open, closing[self.weekday], DAY_SECONDS)
        to_utc = self.offsets.to_utc
        return {
            "close": to_utc(self.midnight + close),
            "midnight": to_utc(self.midnight + DAY_SECONDS),
            "daybreak": to_utc(self.midnight),
        }

    def bells(self, ends: Ends) -> Seconds:
        """The bell of each day, in UTC seconds."""
        return self._bells[ends]

    @cached_property
    def frames(self) -> tuple[Seconds, Seconds, Seconds]:
        """Opening and closing of every frame in UTC seconds, and the open seconds before each."""
        begins: list[Seconds] = []
        ends: list[Seconds] = []
        for weekday in range(7):
            days = self.midnight[self.open & (self.weekday == weekday)]
            for begin, end in self.hours.on(weekday):
                begins.append(days + begin)
                ends.append(days + end)
        opens = self.offsets.to_utc(np.sort(np.concatenate(begins)))
        closes = self.offsets.to_utc(np.sort(np.concatenate(ends)))
        opens[1:] = np.maximum(opens[1:], closes[:-1])
        length = np.maximum(closes - opens, 0)
        return opens, opens + length, np.cumsum(length) - length

    def position(self, utc: Seconds) -> Days:
        """The position of the local day of UTC seconds."""
        return self.offsets.to_local(utc) // DAY_SECONDS - self.first

    def worked_before(self, utc: Seconds) -> Seconds:
        """Open seconds of the table before an instant."""
        begin, end, before = self.frames
        frame = np.searchsorted(begin, utc, "right") - 1
        inside = np.minimum(utc, end[frame]) - begin[frame]
        return np.where(frame < 0, 0, before[frame] + inside)

    def instant_after(self, worked: Seconds) -> Seconds:
        """The first instant before which so many (at least 1) seconds are open; past the table the largest number."""
        begin, end, before = self.frames
        frame = np.searchsorted(before + (end - begin), worked, "left")
        late = frame == len(begin)
        frame[late] = 0
        return np.where(late, np.iinfo(np.int64).max, begin[frame] + worked - before[frame])

    @cached_property
    def uniform(self) -> tuple[tuple[int, int], ...] | None:
        """The frames of every open day if all have the same, none crossing a change of clocks; else None."""
        kinds = {self.hours.on(weekday) for weekday in range(7) if self.hours.on(weekday)}
        begin, end, _ = self.frames
        if len(kinds) != 1 or len(begin) == 0:
            return None
        frames = kinds.pop()
        wall = np.tile([until - since for since, until in frames], len(self.open_days))
        return frames if np.array_equal(end - begin, wall) else None


@lru_cache(maxsize=32)
def table_of(timetable: Timetable, first_year: int, last_year: int) -> Table:
    """The table of a timetable over some years, kept for the next call."""
    return Table(timetable, first_year, last_year)
