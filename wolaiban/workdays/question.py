"""What is asked of the arithmetic, and the walk that answers it. 「计时条件」"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from .calendars import DAY
from .counting import DayRule, Walk, walk_days, walk_minutes
from .errors import DueError
from .periods import Period
from .spans import FOREVER, Spans
from .timetables import Ends, Timetable


@dataclass(frozen=True)
class Question:
    """A period or a named day, from when, by which timetable, with which pauses. 「计时条件」"""

    period: Period | None
    day: date | None
    start: datetime
    timetable: Timetable
    pauses: Spans
    extra_days: int
    ends: Ends

    @cached_property
    def start_day(self) -> date:
        """The local date of the start, which is never counted."""
        return self.timetable.date_of(self.start)

    @property
    def in_minutes(self) -> bool:
        """Whether time runs by the minute."""
        return self.period is not None and self.period.is_minutes

    @property
    def in_working_time(self) -> bool:
        """Whether only working days or service hours count."""
        return self.period is not None and self.period.needs_calendar

    @property
    def days(self) -> int:
        """How many days are to be counted, extension included; 0 for minutes."""
        if self.period is None or self.period.unit == "months":
            return (self.nominal_end - self.start_day).days + self.extra_days
        return 0 if self.in_minutes else self.period.count + self.extra_days

    @property
    def nominal_end(self) -> date:
        """The day named, or the same day number so many months on, before pauses and extensions."""
        if self.period is None:
            assert self.day is not None
            return self.day
        return months_on(self.start_day, self.period.count)

    @property
    def rule(self) -> DayRule:
        """How the bells of days count for this question."""
        return DayRule(self.timetable, self.ends, self.in_working_time)

    def walk(self) -> Walk:
        """Count it through; raises DueError where that leads beyond the year 9999."""
        try:
            if self.period is not None and self.period.is_minutes:
                length = timedelta(minutes=self.period.count)
                return walk_minutes(length, self._stretches(), self.timetable, self.pauses)
            return walk_days(self.days, self.start, self.start_day, self.rule, self.pauses)
        except OverflowError:
            raise too_far() from None

    def provisional_years(self, walk: Walk) -> list[int]:
        """The years the walk passed through whose notice is not known, if days off mattered at all."""
        if not self.in_working_time and (self.in_minutes or self.ends != "close"):
            return []
        first = self.start_day if self.in_minutes else self.start_day + DAY
        calendar = self.timetable.calendar
        return [year for year in range(first.year, walk.reached.year + 1) if calendar.is_provisional(year)]

    def _stretches(self) -> Iterator[tuple[datetime, datetime]]:
        """What a period in minutes can use: everything from the start, or the office's open frames."""
        if not self.in_working_time:
            yield self.start, FOREVER
            return
        day = self.start_day
        while True:
            for begin, end in self.timetable.frames(day):
                if end > self.start:
                    yield max(begin, self.start), end
            day += DAY


def months_on(day: date, months: int) -> date:
    """The same day number so many months on, or the last day of that month (《民法典》 §202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > 9999:
        raise too_far()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def too_far() -> DueError:
    """The error for what would end beyond the year 9999."""
    return DueError("期限超出 9999 年，无法计算。", "the period reaches beyond the year 9999.")
