"""Due instants of millions of starts at once, with the same answers as `due`. 「批量到期」

Small tables in cache and integer seconds: a day promise without pauses depends on its start day alone, so one gather
answers it; minutes need two. Only starts that have pauses take the longer way through `paused.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .calendars import Calendar
from .errors import DueError
from .hours import DAY_SECONDS
from .offsets import Seconds
from .paused import NEVER, Spans, paused_days, paused_minutes, unite
from .periods import Period
from .question import too_far
from .tables import Days, Table, table_of, working_array
from .timetables import Ends, Timetable, checked_ends

_CHUNK = 1 << 15  # starts worked on at a time, so that what lies between stays in the cache
_LAST_YEAR = 9990
Instants = NDArray[np.datetime64]


def due_many(
    period: Period,
    starts: ArrayLike,
    timetable: Timetable,
    *,
    pauses: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
    ends: str = "close",
) -> Instants:
    """When promises of one period, given at each of `starts`, fall due.

    `starts` is datetime64 in UTC (whole seconds; NaT gives NaT). `pauses` is three arrays of equal length: the position
    in `starts` a pause belongs to, when it begins, when it ends (UTC, NaT while open); they may overlap and come in any
    order. Returns datetime64[s] in UTC, NaT where an open pause stops the promise. `ends` as in `due`.
    Raises DueError for wrong arrays and for an end too far away.
    """
    given = np.asarray(starts, "datetime64[s]")
    how, flat = checked_ends(ends), given.ravel()
    spans = unite(pauses, len(flat))
    known = ~np.isnat(flat)
    result = np.full(len(flat), np.datetime64("NaT"), "datetime64[s]")
    if known.all():
        result = _grow(period, flat.astype(np.int64), spans, timetable, how).astype("datetime64[s]")
    elif known.any():
        seconds = np.where(known, flat, flat[known][0]).astype(np.int64)
        result[known] = _grow(period, seconds, spans, timetable, how).astype("datetime64[s]")[known]
    return result.reshape(given.shape)


def working_days_between(start_dates: ArrayLike, end_dates: ArrayLike, calendar: Calendar) -> NDArray[np.int64]:
    """Working days from each start to each end: the start day not counted, the end day counted if it is worked.

    Both are datetime64[D] arrays (or dates) of shapes that fit; an end before its start counts backwards, below zero.
    """
    first = np.asarray(start_dates, "datetime64[D]").astype(np.int64)
    last = np.asarray(end_dates, "datetime64[D]").astype(np.int64)
    if not first.size or not last.size:
        return np.zeros(np.broadcast(first, last).shape, np.int64)
    low = int(min(first.min(), last.min()))
    days = int(max(first.max(), last.max())) - low + 1
    if days > 4_000_000:
        raise DueError("日期数组中有空值或超出范围的日期。", "the dates hold NaT or dates beyond the calendar.")
    upto = np.cumsum(working_array(calendar, low, days))
    return np.asarray(upto[last - low] - upto[first - low])


def _grow(period: Period, starts: Seconds, spans: Spans, timetable: Timetable, ends: Ends) -> Seconds:
    """Answer with tables that reach far enough: the first try guesses, each further one doubles."""
    if not len(starts):
        return starts
    ended = spans.ends[spans.ends != NEVER]
    low, high = int(starts.min()), max(int(starts.max()), int(ended.max()) if len(ended) else int(starts.min()))
    first, last = _year(low) - 1, _year(high) + 1
    years = 1 + _years(period)
    while last + years <= _LAST_YEAR:
        result = _answer(period, starts, spans, table_of(timetable, first, last + years), ends)
        if result is not None:
            return result
        years *= 2
    raise too_far()


def _answer(period: Period, starts: Seconds, spans: Spans, table: Table, ends: Ends) -> Seconds | None:
    """The due instants, or None if the table ends too early for one of them."""
    if period.is_minutes:
        result = _minutes(period, starts, table)
    else:
        due_day = _due_days(period, table, ends)
        bells = np.append(table.bells(ends), NEVER)
        result = _chunked(starts, lambda part: bells[due_day][table.position(part)])
    if len(spans.cases):
        some = np.unique(spans.cases)
        if period.is_minutes:
            again = paused_minutes(period, starts[some], spans, table)
        else:
            position = table.position(starts[some])
            again = paused_days(_count(period, table)[position], position, spans, table, ends, period.needs_calendar)
        result[some] = again
    if len(result) and result.max() == NEVER:
        return None
    return result


def _due_days(period: Period, table: Table, ends: Ends) -> Days:
    """The due day of every start day of the table; `table.days` where it lies beyond."""
    beyond = table.days
    if period.unit == "working days":
        target = table.opened + (period.count - 1)
        days = np.append(table.open_days, beyond)
        return days[np.minimum(target, len(days) - 1)]
    end = np.minimum(np.arange(table.days) + _count(period, table), beyond)
    return np.append(table.next_open, beyond)[end] if ends == "close" else end


def _count(period: Period, table: Table) -> Days:
    """How many days the period makes from every start day of the table."""
    if period.unit != "months":
        return np.full(table.days, period.count, np.int64)
    days = np.arange(table.first, table.first + table.days).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    target = month + np.timedelta64(period.count, "M")
    first = target.astype("datetime64[D]")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - first
    number = np.minimum(days - month.astype("datetime64[D]"), length - np.timedelta64(1, "D"))
    return np.asarray(first + number - days).astype(np.int64)


def _minutes(period: Period, starts: Seconds, table: Table) -> Seconds:
    seconds = period.count * 60
    if not period.needs_calendar:
        return starts + seconds
    if table.uniform is None:
        return _chunked(starts, lambda part: table.instant_after(table.worked_before(part) + seconds))
    return _chunked(starts, _by_tables(table, table.uniform, seconds))


def _by_tables(table: Table, frames: tuple[tuple[int, int], ...], seconds: int) -> Callable[[Seconds], Seconds]:
    """Two small tables for days that all open alike: seconds of the day to open seconds, and back."""
    clock = np.arange(DAY_SECONDS + 1)
    done = sum(np.clip(clock, begin, end) - begin for begin, end in frames)
    done = np.asarray(done).astype(np.int32)
    length = int(done[-1])
    back = np.searchsorted(done, np.arange(length + 1), "left").astype(np.int32)
    before = (table.opened - table.open) * length
    is_open = table.open.astype(np.int32)
    midnight, beyond = table.midnight[table.open_days], len(table.open_days)

    def answer(part: Seconds) -> Seconds:
        local = table.offsets.to_local(part)
        day = local // DAY_SECONDS
        second = local - day * DAY_SECONDS
        day -= table.first
        worked = before[day] + done[second] * is_open[day] + seconds
        which = (worked - 1) // length
        if int(which.max()) >= beyond:
            return np.full(len(part), NEVER)
        return table.offsets.to_utc(midnight[which] + back[worked - which * length])

    return answer


def _chunked(starts: Seconds, answer: Callable[[Seconds], Any]) -> Seconds:
    result = np.empty(len(starts), np.int64)
    for begin in range(0, len(starts), _CHUNK):
        result[begin : begin + _CHUNK] = answer(starts[begin : begin + _CHUNK])
    return result


def _year(seconds: int) -> int:
    return int(np.datetime64(seconds, "s").astype("datetime64[Y]").astype(np.int64)) + 1970


def _years(period: Period) -> int:
    """A first guess of how many years the period spans."""
    per_year = {"minutes": 525_600, "working minutes": 60_000, "days": 365, "working days": 200, "months": 12}
    return period.count // per_year[period.unit]
