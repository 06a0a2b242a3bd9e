"""What is to be expected beside what was promised: the end of a package, slip, and dates at risk. 「进展预测」

The promise of a package is what was told at dispatch; a late task moves the forecast only (kernel §5). The arithmetic
is that of `path.py`, with what is done at its real instant and what is owed at its due instant, at the earliest now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import Named, Path, PromiseRule
from wolaiban.workdays.timetables import checked_ends

from .acts import Act
from .given import RELEASED, Given
from .matching import value
from .owned import newest
from .path import day_ended, end_of, ending, on_path, promised, working_days
from .tasks import DONE, DROPPED, Task, prerequisites
from .values import day_of

if TYPE_CHECKING:
    from .machine import Life

DONE_ON = "done_on"
"""The field by which evidence names the day on which something was really done."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One task that is promised to be finished, against its plan. 「分项进展」

    `rule` is that promise, `given` the clock itself once it runs. `planned_on` is the day told at first: the day named
    for it, or the end of its period, all before it in time. `expected_on` is the day as things stand; of a done task
    the day that its evidence names (`done_on`), else the day on which it was finished. `slip` is in calendar days: of
    a done task that day less the planned one (negative: early); of one not done the days over so far, never negative.
    `pushed`: the days by which those it waits for, directly or not, move an unfinished task beyond its planned day;
    above 0 its date is at risk.
    """

    task: Task
    rule: PromiseRule
    given: Given | None
    planned_on: date
    expected_on: date
    slip: int
    pushed: int

    @property
    def at_risk(self) -> bool:
        """Whether others have moved its date."""
        return self.pushed > 0


@dataclass(frozen=True, slots=True)
class Package:
    """A package of tasks: its promise, and the forecast beside it. 「整体进展」

    `saved_days`: working days that its tasks, as first dispatched, would take more one after another, each at its
    promised time.
    """

    given: Given
    expected_at: datetime
    saved_days: int

    @property
    def is_pushed(self) -> bool:
        """Whether it is to be expected later than it was promised."""
        return self.given.due_at is not None and self.expected_at > self.given.due_at


class Forecast:
    """The tasks of one case as planned, and as expected at an instant. 「预测」

    `Forecast(life, at).outlooks()` gives every task with a promise to finish it, in the order of opening, but for those
    given back; `.packages()` every promise with `due = "path"` that was not released. For periods the plan is that of
    the opening.
    """

    def __init__(self, life: Life, at: datetime) -> None:
        self.life, self.at = life, at
        acts = [act for act in life.acts for _ in act.tasks]
        self._opened: dict[int, Act] = dict(enumerate(acts, start=1))
        self._planned: dict[int, datetime] = {}
        self._expected: dict[int, datetime] = {}
        self._rules = {number: self._promised(task) for number, task in life.tasks.items()}

    def outlooks(self) -> list[Outlook]:
        """Each task that something is promised of."""
        tasks = [task for task in self.life.tasks.values() if task.state != DROPPED]
        return [self._outlook(task, rule) for task in tasks if (rule := self._rule(task)) is not None]

    def packages(self) -> list[Package]:
        """Each package with its forecast."""
        return [
            Package(given, max(map(self.expected_at, tasks)), self._saved(given, tasks))
            for given in self.life.promises
            if given.state != RELEASED
            and isinstance(given.rule.due, Path)
            and (tasks := on_path(self.life, given.rule.due))
        ]

    def planned_on(self, task: Task) -> date:
        """The day on which it was first to be done."""
        return self._named(task) or day_ended(self.life, self._plan_of(task))

    def expected_at(self, task: Task) -> datetime:
        """When it ended, or ends as things stand."""
        return end_of(self.life, task, self._expect, self._expected)

    def expected_on(self, task: Task) -> date:
        """The day on which it ended, or ends as things stand."""
        if task.state != DONE:
            return day_ended(self.life, self.expected_at(task))
        return day_of(task.fields.get(DONE_ON)) or self.expected_at(task).astimezone(self.life.zone).date()

    def _outlook(self, task: Task, rule: PromiseRule) -> Outlook:
        planned, expected = self.planned_on(task), self.expected_on(task)
        if task.state == DONE:
            slip, pushed = (expected - planned).days, 0
        else:
            slip = self._over(task, planned)
            pushed = max(0, (expected - planned).days) if self._push(task) else 0
        return Outlook(task, rule, self._given(task), planned, expected, slip, pushed)

    def _over(self, task: Task, planned: date) -> int:
        """Days over so far; none where its unit has answered in time, and nothing is owed or it was asked anew."""
        rules, given = ending(self.life.service, task.kind), self._given(task)
        if given is not None and given.broken_at is None and (not given.is_open or given.rule is not rules[0]):
            return 0
        return max(0, (self.at.astimezone(self.life.zone).date() - planned).days)

    def _saved(self, given: Given, tasks: list[Task]) -> int:
        first = self.life.promise(given.code, given.task, 1) or given
        act = self.life.acts[first.seq - 1]
        at_first = [task for task in tasks if self._opened[task.number].seq <= act.seq]
        start = act.at
        for task in at_first:
            start = promised(self.life, task, start, act)
        together = max(map(self._plan_of, at_first), default=act.at)
        return working_days(self.life, act, start) - working_days(self.life, act, together)

    def _plan_of(self, task: Task) -> datetime:
        return end_of(self.life, task, self._plan, self._planned)

    def _plan(self, task: Task, start: datetime | None) -> datetime:
        opened = self._opened[task.number]
        return promised(self.life, task, max(start or opened.at, opened.at), opened)

    def _expect(self, task: Task, start: datetime | None) -> datetime:
        """The end of a task once those before it are known."""
        given, named = self._given(task), self._named(task)
        if task.state == DONE and task.over_at is not None:
            return task.over_at
        if given is not None and given.settled_at is not None:
            return max(given.settled_at, self.at)
        if given is None and named is None:
            return promised(self.life, task, max(start or self.at, self.at), self._opened[task.number])
        found = [self.at, *([self._due(given)] if given else [])]
        if named is not None:
            found.append(self._bell(task, named + timedelta(days=self._push(task))))
        return max(found)

    def _push(self, task: Task) -> int:
        """Days by which what it waits for ends later than planned; 0 where nothing does."""
        before = [other for other in prerequisites(task, self.life.tasks) if other.number in self._expected]
        late = [(self.expected_on(other) - self.planned_on(other)).days for other in before]
        return max([0, *late])

    def _due(self, given: Given) -> datetime:
        """Its due instant; of a paused promise the one that it would have if it ran on now."""
        spans = [replace(span, until=self.at) if span.until is None else span for span in self.life.spans]
        timetable = self.life.timetable(given)
        return given.due_at or given.count(timetable, spans).due_at or self.at

    def _bell(self, task: Task, day: date) -> datetime:
        rule, act = self._rule(task), self._opened[task.number]
        timetable = self.life.calendars.timetable(task.hours or self.life.service.hours, newest(task, act))
        return timetable.bell(day, checked_ends(rule.ends if rule else "midnight"))

    def _named(self, task: Task) -> date | None:
        """The day first named for it, or None where its promise counts a period."""
        rule, given = self._rule(task), self._given(task, 1)
        if rule is None or not isinstance(rule.due, Named):
            return None
        return given.day if given else day_of(value(self.life, rule.due.field, self._opened[task.number], task.number))

    def _given(self, task: Task, round: int | None = None) -> Given | None:
        """The promise to finish it, the latest one unless said otherwise, if it was given yet."""
        rule = self._rule(task)
        return self.life.promise(rule.code, task.number, round) if rule else None

    def _rule(self, task: Task) -> PromiseRule | None:
        return self._rules[task.number]

    def _promised(self, task: Task) -> PromiseRule | None:
        """What is promised of its end: what is owed now, else what was given, else what its kind would be given."""
        rules = ending(self.life.service, task.kind)
        given = {one.code: one for one in self.life.promises if one.task == task.number}
        owed = [rule for rule in rules if rule.code in given and given[rule.code].is_open]
        return next(iter([*owed, *(rule for rule in rules if rule.code in given), *rules]), None)
