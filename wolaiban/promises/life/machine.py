"""The fold: events in, state and promises out, in the order of kernel §7. 「演算」"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from wolaiban.catalogue.rules import RULED
from wolaiban.catalogue.service import RELEASING_VERBS, Service, VerbRule
from wolaiban.workdays import Timetable

from . import checks, giving, moving, tasking
from .acts import Act
from .given import Given
from .handing import HAND_OVER, hand_over
from .matching import Now, branches, happens
from .owned import CALENDARS
from .spans import Span
from .tasks import DROPPED, Task
from .wrong import Wrong

ERASE = "erase"
"""The one verb outside every file: an operator erases what was typed; life passes over it."""


class Calendars(Protocol):
    """What life asks of a town: its zone, and its service hours on one version of the calendar."""

    zone: ZoneInfo

    def timetable(self, hours: str, calendar_version: str) -> Timetable: ...


@dataclass(frozen=True, slots=True)
class Change:
    """The case entered a state. 「状态变更」"""

    seq: int
    at: datetime
    state: str
    handling: int


@dataclass
class Life:
    """A case as its events make it: state, fields, tasks, promises, pauses, and what is wrong. 「一案之始末」"""

    service: Service
    calendars: Calendars
    state: str = ""
    handling: int = 1
    fields: dict[str, str] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    promises: list[Given] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    this_handling: list[Act] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    seen_at: datetime | None = None
    follower: str = ""
    heirs: dict[str, str] = field(default_factory=dict)
    # Told of each event before it becomes one of `this_handling`: whoever has patterns of their own to match.
    listener: Callable[[Life, Now], None] | None = field(default=None, compare=False, repr=False)

    @property
    def zone(self) -> ZoneInfo:
        return self.calendars.zone

    @property
    def is_over(self) -> bool:
        """Whether the case is in an end: nothing runs there."""
        return self.state in self.service.ends

    @property
    def contract_state(self) -> str:
        """The state that figures and the API count it as (design §5)."""
        return self.service.states.get(self.state, self.state)

    @property
    def since(self) -> datetime | None:
        return self.changes[-1].at if self.changes else None

    @property
    def lead(self) -> Task | None:
        """The latest lead task that was signed, even if returned since; none yet: the desk (kernel §4)."""
        signs = any("lead" in verb.on for name, verb in self.service.verbs.items() if name == "sign")
        leads = [t for t in self.tasks.values() if t.kind == "lead" and (t.signed_at or not signs)]
        return max(leads, key=lambda task: task.number, default=None)

    def timetable(self, given: Given) -> Timetable:
        """What a promise is counted on: the hours of the unit that gave it where it has its own, else the service's."""
        return self.calendars.timetable(given.hours or self.service.hours, given.calendar)

    def holder(self, given: Given) -> str:
        """The unit that holds a promise, or a role: desk, centre, asker, clock..."""
        if given.rule.held_by == "task" and given.task in self.tasks:
            return self.tasks[given.task].unit
        if given.rule.held_by == "lead":
            return self.lead.unit if self.lead else "desk"
        return given.rule.held_by

    def promise(self, code: str, task: int = 0, round: int | None = None) -> Given | None:
        """A promise by its key; without a round the latest."""
        found = [g for g in self.promises if g.code == code and g.task == task and round in (None, g.round)]
        return found[-1] if found else None

    def step(self, act: Act) -> None:
        """Do one event: check it, break what was due before it, then fields, tasks, state, promises."""
        self.look(act.at)
        if act.verb in (ERASE, HAND_OVER):
            if act.verb == HAND_OVER:
                hand_over(self, act)
            self.acts.append(act)
            return
        verb = self.service.verbs.get(act.verb)
        found = list(checks.against(self, act, verb))
        self.wrong += found
        # What cannot be read cannot be applied; the frame refuses it, and in a tampered log it is named.
        if verb is not None and not any(one.code in checks.UNREADABLE for one in found):
            self._apply(act, verb)
        self.acts.append(act)
        self.look(act.at)  # a date named as the start may lie so far back that the promise is given broken

    def look(self, at: datetime) -> None:
        """Settle what fell due before an instant: breaches, and grades that became final."""
        self.seen_at = max(at, self.seen_at or at)
        moving.firm_up(self, at)
        for given in self.promises:
            given.break_if_due(at)

    def _apply(self, act: Act, verb: VerbRule) -> None:
        before = tasking.done_kinds(self)
        if act.verb == "register" and act.by.startswith("officer:"):
            self.follower = act.by.partition(":")[2]  # who wrote it down for somebody follows it
        self._write_fields(act)
        woken = tasking.apply(self, act, verb)
        entered = self._next_state(act, verb)
        now = Now(act, entered, frozenset(tasking.done_kinds(self) - before))
        if entered is not None:
            self.state = entered
            self.changes.append(Change(act.seq, act.at, entered, self.handling))
        self._settle(now)
        moving.apply(self, act)
        if entered in self.service.again:
            moving.begin_anew(self, act)
        if not self.is_over:
            giving.give(self, now, woken)
            moving.stand_still(self, act)
        if self.listener is not None:
            self.listener(self, now)
        self.this_handling.append(act)
        if entered in self.service.again:
            self.handling, self.this_handling = self.handling + 1, []

    def _write_fields(self, act: Act) -> None:
        kernel = ("promise", "until", "because", CALENDARS, *RULED)
        kept = {name: text for name, text in act.fields.items() if name not in kernel}
        if act.task in self.tasks:
            self.tasks[act.task].fields.update(kept)
        else:
            self.fields.update(kept)

    def _next_state(self, act: Act, verb: VerbRule) -> str | None:
        for branch in verb.to:
            if branches(self, branch.when, act):
                return branch.to if branch.to != self.state else None
        return None

    def _settle(self, now: Now) -> None:
        act, ending = now.act, now.entered is not None and self.is_over
        dropped = {t.number for t in self.tasks.values() if t.state == DROPPED and t.over_at == act.at}
        for given in self.promises:
            if not given.is_open:
                continue
            if any(happens(self, pattern, now, given.task) for pattern in given.rule.kept_by):
                given.settle(act.at, act.seq, kept=True)
            elif given.task in dropped or any(
                happens(self, pattern, now, given.task) for pattern in given.rule.released_by
            ):
                given.settle(act.at, act.seq, kept=False)
            elif ending:
                self._end(given, act)

    def _end(self, given: Given, act: Act) -> None:
        """Into an end: three verbs release all; others only waits of the clock and what is broken (kernel §8)."""
        if act.verb not in RELEASING_VERBS and given.is_running and given.rule.held_by != "clock":
            self.wrong.append(Wrong(act.seq, "still_running", {"promise": given.code, "verb": act.verb}))
        given.settle(act.at, act.seq, kept=False)


def life(service: Service, events: Iterable[Act], calendars: Calendars, at: datetime | None = None) -> Life:
    """The state and promises of a case, from its events alone.

    `at` serves only to say which open promises are broken by then (design §2).
    """
    result = Life(service, calendars)
    for act in events:
        result.step(act)
    if at is not None:
        result.look(at)
    return result
