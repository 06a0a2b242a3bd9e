"""The due instant of one promise, with everything that led to it. 「到期」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .errors import DueError
from .explain import steps
from .periods import Period
from .question import Question
from .spans import Pause, Spans, utc
from .timetables import Timetable, checked_ends


@dataclass(frozen=True, slots=True)
class Due:
    """A due instant and how it came about. 「到期」

    due_at       aware, in the timetable's zone; None while an open pause stops the promise
    due_on       the local date it belongs to: 31 May for midnight at its end; None while stopped
    counted      dates consumed; for minutes the days with any minute; empty for months
    lost         dates whose bell found the promise paused, so that they did not count
    left         while stopped: counted days (int) or time (timedelta) still to run; None otherwise
    provisional  a year was counted whose notice is not in this calendar version
    last_counted the last day that counted, on which an extension builds; None for minutes
    question     what was asked
    """

    question: Question
    due_at: datetime | None
    due_on: date | None
    counted: tuple[date, ...]
    lost: tuple[date, ...]
    left: int | timedelta | None
    provisional: bool
    last_counted: date | None

    @property
    def calendar(self) -> str:
        """The version of the calendar that was used, such as "cn@2024-11-12"."""
        return self.question.timetable.calendar.version

    def each_counted(self) -> tuple[date, ...]:
        """`counted`, and for months too every day that counted: a reminder at half time is one of them."""
        return tuple(self.question.walk().counted)

    def steps(self, lang: str = "zh") -> list[str]:
        """The working in words ("zh" or "en"): each day counted, each skipped and why, each pause, the end."""
        return steps(self.question, lang)


def due(
    period: Period, start: datetime, timetable: Timetable, *,
    pauses: Iterable[Pause] = (), extra_days: int = 0, ends: str = "close",
) -> Due:  # fmt: skip
    """When a promise of `period` given at `start` falls due.

    `start` and `pauses` are aware instants; a pause is half-open, its end None while it is still open; pauses may
    overlap. `extra_days` are counted days that extensions added. `ends` is "close" (the closing bell; days and months
    move on to a working day), "midnight" (24:00 of the last day) or "daybreak" (00:00 of it); minutes ignore it.
    Raises DueError for instants without offset, wrong `ends` or `extra_days`, or an end after the year 9999.
    """
    if extra_days < 0 or (extra_days and period.is_minutes):
        raise DueError(
            f"extra_days={extra_days} 不可用：延期只能增加天数，且分钟、小时不能延期。",
            f"extra_days={extra_days} is not possible: extensions only add days, and minutes or hours have none.",
        )
    return _answer(Question(period, None, utc(start), timetable, Spans(pauses), extra_days, checked_ends(ends)))


def due_on(
    day: date, start: datetime, timetable: Timetable, *,
    pauses: Iterable[Pause] = (), extra_days: int = 0, ends: str = "midnight",
) -> Due:  # fmt: skip
    """When a promise to be kept by a named day falls due: so many days, ending at its midnight, days off included.

    A pause moves it by the bells it takes. Raises DueError for a day before the local date of `start`.
    """
    begin = utc(start)
    if day < timetable.date_of(begin):
        raise DueError(
            f"指定的日期 {day} 早于起算日 {timetable.date_of(begin)}，请指定当日或以后的日期。",
            f"the named day {day} lies before the start, {timetable.date_of(begin)}; name that day or a later one.",
        )
    if extra_days < 0:
        raise DueError("extra_days 不能为负数。", "extra_days cannot be negative.")
    return _answer(Question(None, day, begin, timetable, Spans(pauses), extra_days, checked_ends(ends)))


def _answer(question: Question) -> Due:
    walk = question.walk()
    stopped = walk.at is None
    at = None if walk.at is None else question.timetable.local(walk.at)
    if question.in_minutes:
        left: int | timedelta = walk.left_time
        day, last = (at.date() if at else None), None
    else:
        left = walk.left_days
        day, last = walk.day, (walk.counted[-1] if walk.counted else question.start_day)
    hidden = question.period is not None and question.period.unit == "months"
    return Due(
        question=question,
        due_at=at,
        due_on=day,
        counted=() if hidden else tuple(walk.counted),
        lost=tuple(walk.lost),
        left=left if stopped else None,
        provisional=bool(question.provisional_years(walk)),
        last_counted=last,
    )
