"""The same promises walked through plainly: what is running, and how much is left.

Written apart from the package: it takes working days from another source, knows no table and unites nothing.
Instants are whole seconds of a clock without changes (`walk_*`), or minutes of a real zone (`minute_by_minute`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar

DAY = 86_400
EPOCH = date(1970, 1, 1)
FRAMES = ((30_600, 43_200), (48_600, 61_200))  # 08:30-12:00, 13:30-17:00
Span = tuple[int, int | None]


@cache
def works(day: int) -> bool:
    """Whether people in China work on this day since 1970; plain weekends where nothing is announced."""
    when = EPOCH + timedelta(days=day)
    return chinese_calendar.is_workday(when) if when.year <= 2026 else when.weekday() < 5


def walk(count: int, unit: str, start: int, spans: Sequence[Span], ends: str = "close") -> int | None:
    """The due second of a promise, None while an open pause stops it."""
    if unit == "minutes":
        return walk_time(count * 60, start, spans, None)
    if unit == "working minutes":
        return walk_time(count * 60, start, spans, FRAMES)
    if unit == "months":
        count = months(start // DAY, count)
    return walk_bells(count, start, spans, ends, unit == "working days")


def months(day: int, count: int) -> int:
    """How many days so many months make from this day."""
    begin = EPOCH + timedelta(days=day)
    year, month = begin.year, begin.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return (date(year, month, min(begin.day, monthrange(year, month)[1])) - begin).days


def walk_bells(left: int, start: int, spans: Sequence[Span], ends: str, working: bool) -> int | None:
    """Day after day: does this day's bell find the promise running?"""
    day = start // DAY
    while True:
        day += 1
        if working and not works(day):
            continue
        if ends == "daybreak":
            bell = day * DAY
        elif ends == "close" and works(day):
            bell = day * DAY + FRAMES[-1][1]
        else:
            bell = day * DAY + DAY
        paused = [span for span in spans if span[0] <= bell and (span[1] is None or bell < span[1])]
        if any(span[1] is None for span in paused):
            return None
        if paused:
            continue
        left -= 1
        if left <= 0 and (ends != "close" or works(day)):
            return bell


def walk_time(left: int, start: int, spans: Sequence[Span], frames: Sequence[tuple[int, int]] | None) -> int | None:
    """From one thing that happens to the next: a pause, its end, an opening, a closing, the last second."""
    now = start
    while True:
        paused = [span for span in spans if span[0] <= now and (span[1] is None or now < span[1])]
        if any(span[1] is None for span in paused):
            return None
        if paused:
            now = min(span[1] for span in paused if span[1] is not None)
            continue
        if left == 0:
            return now
        closes = now + left if frames is None else closing(now, frames)
        if closes is None:
            now = opening(now, frames or ())
            continue
        then = min([closes, now + left, *(span[0] for span in spans if span[0] > now)])
        left -= then - now
        now = then


def closing(now: int, frames: Sequence[tuple[int, int]]) -> int | None:
    """When the frame closes that is open now, if one is."""
    day, second = divmod(now, DAY)
    if works(day):
        for begin, end in frames:
            if begin <= second < end:
                return day * DAY + end
    return None


def opening(now: int, frames: Sequence[tuple[int, int]]) -> int:
    """When a frame opens next."""
    day, second = divmod(now, DAY)
    while True:
        if works(day):
            for begin, _ in frames:
                if begin > second:
                    return day * DAY + begin
        day, second = day + 1, -1


def minute_by_minute(
    left: int,
    start: datetime,
    spans: Sequence[tuple[datetime, datetime | None]],
    zone: ZoneInfo,
    is_open: Callable[[datetime], bool] | None,
    rings: Callable[[datetime, datetime], bool] | None,
) -> datetime | None:
    """Every single minute in UTC. With `is_open` a running minute is used up; with `rings` a bell is."""
    now = start
    for _ in range(200 * 1440):
        paused = [span for span in spans if span[0] <= now and (span[1] is None or now < span[1])]
        if any(span[1] is None for span in paused):
            return None
        local = now.astimezone(zone)
        if rings is not None and not paused and now > start and rings(local, start.astimezone(zone)):
            left -= 1
        if left == 0 and not paused:
            return now
        if rings is None and not paused and (is_open is None or is_open(local)):
            left -= 1
        now += timedelta(minutes=1)
    raise AssertionError("walked 200 days without an end")
