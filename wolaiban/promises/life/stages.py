"""When a promise warns: stages before, at and after its due instant (kernel §10, field book 0.4.8). 「预警」"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from wolaiban.catalogue.service import Reminder
from wolaiban.workdays import Due, Period, Timetable, due

from .given import Given
from .spans import Span

DAY = timedelta(days=1)
DAYS_OF_NAGGING = 30


def stages(given: Given, timetable: Timetable, spans: Iterable[Span]) -> Iterator[tuple[datetime, str]]:
    """Each stage of a promise, with when it comes, as long as it is owed; a paused promise warns of nothing.

    A share p of n days is the opening of counted day ⌊p·n⌋+1 (of 7 working days: 50 % the 4th, 80 % the 6th);
    "daily" are the days after the due instant, a month of them: by then it stands at the top of every list.
    """
    spans = list(spans)
    if given.due_at is None:
        return
    answer = given.count(timetable, spans)
    for reminder in given.rule.remind:
        for at, name in _of(reminder, given, answer, timetable, spans):
            if given.settled_at is None or at < given.settled_at:
                yield at, name


def _of(
    reminder: Reminder, given: Given, answer: Due, timetable: Timetable, spans: list[Span]
) -> Iterator[tuple[datetime, str]]:
    due_at = given.due_at
    assert due_at is not None
    if reminder.due:
        yield due_at, reminder.text
    elif reminder.daily:
        yield from ((due_at + day * DAY, f"{reminder.text} {day}") for day in range(1, DAYS_OF_NAGGING + 1))
    elif reminder.percent is not None:
        yield _share(reminder.percent, given, answer, timetable, spans), reminder.text
    elif reminder.after is not None:
        after = due(reminder.after, due_at, timetable).due_at
        assert after is not None
        yield after, reminder.text
    elif reminder.before is not None:
        yield _before(reminder.before, due_at, timetable), reminder.text


def _share(percent: int, given: Given, answer: Due, timetable: Timetable, spans: list[Span]) -> datetime:
    period = given.period
    assert given.due_at is not None
    if period is not None and period.is_minutes:
        part = Period(max(1, period.count * percent // 100), period.unit)
        return due(part, given.start, timetable, pauses=given.pauses(spans)).due_at or given.due_at
    if answer.counted:
        day = answer.counted[min(len(answer.counted) - 1, len(answer.counted) * percent // 100)]
    else:
        first, last = timetable.date_of(given.start), timetable.date_of(given.due_at)
        day = first + ((last - first).days * percent // 100) * DAY
    # What ends at daybreak is over before the office opens.
    return min(timetable.opening(day), given.due_at)


def _before(period: Period, due_at: datetime, timetable: Timetable) -> datetime:
    """So long before the due instant: elapsed time, or as many days or months back, at the opening."""
    local = timetable.local(due_at)
    if period.unit == "minutes":
        return due_at - timedelta(minutes=period.count)
    if period.unit == "months":
        year, month = divmod(local.year * 12 + local.month - 1 - period.count, 12)
        day = date(year, month + 1, min(local.day, monthrange(year, month + 1)[1]))
        return timetable.instant(day, 0)
    day, left = local.date(), period.count
    while left:
        day -= DAY
        left -= 1 if period.unit == "days" or timetable.is_open(day) else 0
    return timetable.instant(day, 0)
