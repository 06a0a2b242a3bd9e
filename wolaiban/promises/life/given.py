"""A promise given: its key, its clock, every move, its outcome. 「时限承诺」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from wolaiban.catalogue.service import PromiseRule
from wolaiban.workdays import Due, Period, Timetable, due, due_on

from .spans import Span

RUNNING, PAUSED, KEPT, BROKEN, KEPT_LATE, RELEASED = "running", "paused", "kept", "broken", "kept_late", "released"


@dataclass(frozen=True, slots=True)
class Move:
    """One due instant that was told: by which event, why, which.

    `why` is given, pause, resume, extension, grade, calendar.
    """

    seq: int
    at: datetime
    why: str
    due_at: datetime | None


@dataclass(slots=True)
class Given:
    """One promise of one case: (task, code, round). 「时限承诺」

    `due_at` is with everything; `first_due_at` the first final period with the same pauses and calendar,
    without extensions and grade changes (kernel §5). `graded` says whether the grade it hangs on is final. `hours` are
    those of the unit that promises, where it keeps its own; "" counts by the hours of the service. `waits` are the
    times in which a package waited in all its tasks under way.
    """

    rule: PromiseRule
    task: int
    round: int
    seq: int
    at: datetime
    start: datetime
    calendar: str
    period: Period | None = None
    day: date | None = None
    graded: bool = True
    regraded: bool = False
    first_period: Period | None = None
    extra_days: int = 0
    extensions: int = 0
    state: str = RUNNING
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    uncertain_year: bool = False
    lost_bells: int = 0
    settled_at: datetime | None = None
    settled_by: int | None = None
    broken_at: datetime | None = None
    moves: list[Move] = field(default_factory=list)
    hours: str = ""
    waits: list[Span] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def is_open(self) -> bool:
        """Not settled yet: running, paused, or broken and still owed."""
        return self.settled_at is None

    @property
    def is_running(self) -> bool:
        return self.state in (RUNNING, PAUSED)

    @property
    def provisional(self) -> bool:
        """Told as provisional and still owed: its grade is open, or it reaches into a year without a notice."""
        return self.is_open and (not self.graded or self.uncertain_year)

    @property
    def rate_due_at(self) -> datetime | None:
        """The instant by which figures judge it: the earlier of the two (design §2.4)."""
        known = [instant for instant in (self.due_at, self.first_due_at) if instant is not None]
        return min(known, default=None)

    def pauses(self, spans: Iterable[Span]) -> list[tuple[datetime, datetime | None]]:
        """The times that do not count: pauses of the case or its task for a reason that it lists, and its waits."""
        stopping = (one for one in spans if one.stops(self.task, self.rule.stops_for))
        return [(one.since, one.until) for one in (*stopping, *self.waits)]

    def count(self, timetable: Timetable, spans: Iterable[Span], *, first: bool = False) -> Due:
        """The working of its due instant (or of its first one) on a timetable, under the pauses so far."""
        pauses = self.pauses(spans)
        extra = 0 if first else self.extra_days
        if self.day is not None:
            return due_on(self.day, self.start, timetable, pauses=pauses, extra_days=extra, ends=self.rule.ends)
        period = self.first_period if first else self.period
        assert period is not None, "a promise has a period or a day"
        return due(period, self.start, timetable, pauses=pauses, extra_days=extra, ends=self.rule.ends)

    def tell(self, answer: Due, first: Due, *, seq: int, at: datetime, why: str) -> None:
        """Take over a new working; a due instant that differs from the last one told is a move."""
        changed = not self.moves or answer.due_at != self.due_at
        self.due_at, self.first_due_at = answer.due_at, first.due_at
        self.state = RUNNING if answer.due_at is not None else PAUSED
        self.uncertain_year, self.lost_bells = answer.provisional, len(answer.lost)
        if changed:
            self.moves.append(Move(seq, at, why, answer.due_at))

    def settle(self, at: datetime, seq: int, *, kept: bool) -> None:
        """Keep or release it; what was broken stays broken, and kept after all is kept late."""
        self.settled_at, self.settled_by = at, seq
        if self.broken_at is not None:
            self.state = KEPT_LATE if kept else BROKEN
        else:
            self.state = KEPT if kept else RELEASED

    def break_if_due(self, at: datetime) -> bool:
        """Break it if its due instant lies before `at`; an act of the due instant itself is in time."""
        if self.is_running and self.due_at is not None and self.due_at < at:
            self.state, self.broken_at = BROKEN, self.due_at
            return True
        return False

    def last_day(self, timetable: Timetable) -> date:
        """The local day on which it is due; 24:00 belongs to the day that it ends."""
        assert self.due_at is not None
        local = self.due_at.astimezone(timetable.zone)
        return local.date() if self.rule.ends == "daybreak" else (local - timedelta(seconds=1)).date()
