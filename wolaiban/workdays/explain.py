"""The working of a due instant in words, day by day, in Chinese and English. 「逐日说明」"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from .calendars import DAY, days_between
from .counting import Walk
from .question import Question
from .spans import FOREVER
from .words import Words, words

Line = tuple[datetime, int, str]  # instant and order within it, to sort by; the words
_PAUSE, _BELL = 0, 1  # acts of an instant come before its bell
_LONG = timedelta(days=31)


def steps(question: Question, lang: str) -> list[str]:
    """Each day counted, each skipped and why, each pause, the end; in "zh" or "en"."""
    say, walk = words(lang), question.walk()
    lines = sorted([*_pauses(question, walk, say), *_middle(question, walk, say)])
    return [*_head(question, say), *(line for _, _, line in lines), *_tail(question, walk, say)]


def _head(question: Question, say: Words) -> Iterator[str]:
    local = question.timetable.local(question.start)
    period, unit = question.period, _unit(question)
    if period is None:
        days = say.count(question.days - question.extra_days, unit)
        yield say("start_named", at=say.instant(local), day=say.day(question.nominal_end), n=days)
    elif question.in_minutes:
        yield say("start_minutes", at=say.instant(local), period=period.words(say.lang))
    else:
        yield say("start_days", at=say.instant(local), period=period.words(say.lang))
    if period is not None and period.unit == "months":
        days = say.count(question.days - question.extra_days, unit)
        yield say("months", day=say.day(question.nominal_end), n=days)
    if question.extra_days:
        yield say("extended", n=say.count(question.extra_days, unit), all=say.count(question.days, unit))


def _tail(question: Question, walk: Walk, say: Words) -> Iterator[str]:
    timetable = question.timetable
    if walk.at is not None:
        closing = walk.day is not None and question.ends == "close" and timetable.is_open(walk.day)
        at = say.instant(timetable.local(walk.at), walk.day)
        yield say("due_closing" if closing else "due", at=at)
    elif question.in_minutes:
        yield say("stopped", left=say.length(walk.left_time))
    else:
        yield say("stopped", left=say.count(walk.left_days, _unit(question)))
    for year in question.provisional_years(walk):
        yield say("provisional", year=year)


def _pauses(question: Question, walk: Walk, say: Words) -> Iterator[Line]:
    local = question.timetable.local
    for begin, end in question.pauses.spans:
        if end <= question.start or (walk.at is not None and begin >= walk.at):
            continue
        if end == FOREVER:
            yield begin, _PAUSE, say("pause_open", begin=say.instant(local(begin)))
        else:
            yield begin, _PAUSE, say("pause", begin=say.instant(local(begin)), end=say.instant(local(end)))


def _middle(question: Question, walk: Walk, say: Words) -> Iterator[Line]:
    if question.in_minutes:
        return _pieces(question, walk, say)
    if question.days > _LONG.days and not question.in_working_time:
        return _long_days(question, walk, say)
    return _days(question, walk, say, walk.reached)


def _days(question: Question, walk: Walk, say: Words, until: date) -> Iterator[Line]:
    """A line for each day after the start day."""
    numbers = {day: number for number, day in enumerate(walk.counted, 1)}
    for day in days_between(question.start_day + DAY, until):
        yield question.timetable.bell(day, question.ends), _BELL, _day(question, walk, numbers, day, say)


def _long_days(question: Question, walk: Walk, say: Words) -> Iterator[Line]:
    """Runs of counted days as one line each; every other day its own."""
    numbers = {day: number for number, day in enumerate(walk.counted, 1)}
    run: list[date] = []
    for day in days_between(question.start_day + DAY, walk.reached):
        if day in numbers:
            run.append(day)
            if day + DAY in numbers:
                continue
            bell = question.timetable.bell(run[0], question.ends)
            first, last = say.day(run[0]), say.day(run[-1])
            yield bell, _BELL, say("run", first=first, last=last, a=numbers[run[0]], b=numbers[run[-1]])
            run = []
        else:
            yield question.timetable.bell(day, question.ends), _BELL, _day(question, walk, numbers, day, say)


def _day(question: Question, walk: Walk, numbers: dict[date, int], day: date, say: Words) -> str:
    timetable = question.timetable
    name, why = say.day(day), timetable.calendar.why(day, say.lang)
    if timetable.calendar.is_working(day) and not timetable.is_open(day):
        why = say("shut")
    if day in numbers:
        key = "counted_working" if question.in_working_time else "counted"
        return say(key, day=name, n=numbers[day], why=why)
    if day in walk.lost:
        bell = say.clock(timetable.local(timetable.bell(day, question.ends)), day)
        return say("lost", day=name, bell=bell)
    if day == walk.day:
        return say("ends_here", day=name, why=why)
    if timetable.is_open(day) or (walk.left_days and not question.in_working_time):
        return say("still_paused", day=name)
    return say("skipped" if question.in_working_time else "moved_on", day=name, why=why)


def _pieces(question: Question, walk: Walk, say: Words) -> Iterator[Line]:
    """A line for each stretch of time used, and one for each day without any."""
    timetable, left = question.timetable, timedelta(minutes=question.period.count if question.period else 0)
    for begin, end in walk.pieces:
        left -= end - begin
        a, b = timetable.local(begin), timetable.local(end)
        yield begin, _BELL, say(
            "used", begin=say.instant(a), end=say.until(a, b), n=say.length(end - begin), left=say.length(left)
        )  # fmt: skip
    if not question.in_working_time:
        return
    for day in days_between(question.start_day, walk.reached):
        if day not in walk.counted:
            why = timetable.calendar.why(day, say.lang) if not timetable.calendar.is_working(day) else say("no_hours")
            yield max(timetable.instant(day, 0), question.start), _BELL, say("skipped", day=say.day(day), why=why)


def _unit(question: Question) -> str:
    return "working days" if question.in_working_time else "days"
