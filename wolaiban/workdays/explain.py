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
_LONG = 31  # days; longer ones are told in runs


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
    days = _Days(question, walk, say)
    return days.in_runs() if question.days > _LONG and not question.in_working_time else days.one_by_one()


class _Days:
    """The lines about the days after the start day, each at the instant of its bell."""

    def __init__(self, question: Question, walk: Walk, say: Words) -> None:
        self.question, self.walk, self.say = question, walk, say
        self.numbers = {day: number for number, day in enumerate(walk.counted, 1)}
        self.lost = frozenset(walk.lost)
        self.days = days_between(question.start_day + DAY, walk.reached)

    def one_by_one(self) -> Iterator[Line]:
        """A line for each day."""
        for day in self.days:
            yield self.bell(day), _BELL, self.line(day)

    def in_runs(self) -> Iterator[Line]:
        """Counted days that follow each other as one line, every other day with its own."""
        first: date | None = None
        for day in self.days:
            if day not in self.numbers:
                yield self.bell(day), _BELL, self.line(day)
                continue
            first = first or day
            if day + DAY not in self.numbers:
                a, b = self.numbers[first], self.numbers[day]
                yield (
                    self.bell(first),
                    _BELL,
                    self.say("run", first=self.say.day(first), last=self.say.day(day), a=a, b=b),
                )
                first = None

    def bell(self, day: date) -> datetime:
        return self.question.timetable.bell(day, self.question.ends)

    def line(self, day: date) -> str:
        """Whether the day counted, and if not, why."""
        timetable, working, say = self.question.timetable, self.question.in_working_time, self.say
        name, why = say.day(day), timetable.calendar.why(day, say.lang)
        if timetable.calendar.is_working(day) and not timetable.is_open(day):
            why = say("shut")
        if day in self.numbers:
            return say("counted_working" if working else "counted", day=name, n=self.numbers[day], why=why)
        if day in self.lost:
            return say("lost", day=name, bell=say.clock(timetable.local(self.bell(day)), day))
        if day == self.walk.day:
            return say("ends_here", day=name, why=why)
        if timetable.is_open(day) or (self.walk.left_days and not working):
            return say("still_paused", day=name)
        return say("skipped" if working else "moved_on", day=name, why=why)


def _pieces(question: Question, walk: Walk, say: Words) -> Iterator[Line]:
    """A line for each stretch of time used, and one for each day without any."""
    timetable, left = question.timetable, walk.left_time
    left += sum((end - begin for begin, end in walk.pieces), timedelta(0))
    for begin, end in walk.pieces:
        left -= end - begin
        a, b = timetable.local(begin), timetable.local(end)
        yield begin, _BELL, say(
            "used", begin=say.instant(a), end=say.until(a, b), n=say.length(end - begin), left=say.length(left)
        )  # fmt: skip
    if not question.in_working_time:
        return
    used = frozenset(walk.counted)
    for day in days_between(question.start_day, walk.reached):
        if day not in used:
            at = max(timetable.instant(day, 0), question.start)
            yield at, _BELL, _idle(question, day, say)


def _idle(question: Question, day: date, say: Words) -> str:
    """Why a day gave no working minute: off, over before the start, or paused throughout."""
    timetable = question.timetable
    if not timetable.calendar.is_working(day):
        return say("skipped", day=say.day(day), why=timetable.calendar.why(day, say.lang))
    if any(end > question.start for _, end in timetable.frames(day)):
        return say("still_paused", day=say.day(day))
    return say("skipped", day=say.day(day), why=say("no_hours"))


def _unit(question: Question) -> str:
    return "working days" if question.in_working_time else "days"
