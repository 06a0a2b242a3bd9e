"""How many counted days an extension to a named day adds. 「延期」"""

from __future__ import annotations

from datetime import date

from .calendars import DAY
from .due import Due
from .errors import ExtensionError


def extension_days(given: Due, until: date) -> int:
    """The counted days that extending `given` to `until` adds to the `extra_days` it already has.

    They are the promise's own bells that will find it running from the last counted day to `until`, so a distance
    measured across a past pause or a holiday comes out right. For working days `until` must be one; for other days the
    next working day ends it. Raises ExtensionError for minutes and hours, while an open pause stops the promise, for a
    day not after the present due day, and for a day off or a lost bell where a working day is needed.
    """
    question = given.question
    if question.period is not None and question.period.is_minutes:
        raise ExtensionError("以分钟或小时计的期限不能延期。", "a promise in minutes or hours cannot be extended.")
    if given.due_on is None or given.last_counted is None:
        raise ExtensionError(
            "暂停期间不能延期，请先恢复计时。", "a paused promise cannot be extended; resume it first."
        )
    if until <= given.due_on:
        raise ExtensionError(
            f"延期应晚于现到期日 {given.due_on}，得到的是 {until}。",
            f"an extension must reach past the present due day {given.due_on}; {until} does not.",
        )
    rule, timetable = question.rule, question.timetable
    if rule.working and not timetable.is_open(until):
        why = timetable.calendar.why(until), timetable.calendar.why(until, "en")
        raise ExtensionError(
            f"{until} 不是工作日（{why[0]}）。按工作日计的期限只能延至工作日，例如 {_next_open(given, until)}。",
            f"{until} is no working day ({why[1]}); a promise in working days is extended to a working day, "
            f"for example {_next_open(given, until)}.",
        )
    days, day = 0, given.last_counted
    while day < until:
        day += DAY
        counts = not rule.working or timetable.is_open(day)
        days += counts and question.pauses.holding(timetable.bell(day, question.ends)) is None
    return days


def _next_open(given: Due, day: date) -> date:
    timetable = given.question.timetable
    while not timetable.is_open(day):
        day += DAY
    return day
