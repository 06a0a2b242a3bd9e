"""Services that nobody would write, instants exactly on a bell, and a player who does whatever is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.promises.kernel import ZONE, Calendars, t
from wolaiban.catalogue.service import (
    Branch,
    ByField,
    Choice,
    Extendable,
    FieldRule,
    Named,
    Path,
    Pattern,
    PromiseRule,
    Reminder,
    Service,
    VerbRule,
)
from wolaiban.promises.life import Act, Life, Opening, owed
from wolaiban.promises.owing import clock_act
from wolaiban.workdays import Period, Timetable

LIVE, ENDS, KINDS = ("registered", "working", "answered"), ("closed", "withdrawn"), ("lead", "measure")
REASONS, GRADES = ("asker", "inspection"), ("simple", "ordinary", "complex")
PLAIN = ("act_a", "act_b", "act_c")
PERIODS = ("30 minutes", "2 hours", "30 working minutes", "1 working day", "3 working days", "10 days", "1 month")
BEGINNINGS = (
    "2024-09-13 16:50",
    "2024-09-14 17:00",
    "2024-09-14 17:00:01",
    "2024-02-08 10:00",
    "2024-02-09 00:00",
    "2024-02-18 08:30",
    "2024-12-30 10:00",
    "2026-12-28 23:59",
    "2023-03-20 10:00",
    "2023-03-20 12:00",
)
FIELDS = {
    rule.name: rule
    for rule in (
        FieldRule("grade", "choice", tuple(Choice(grade) for grade in GRADES), "ordinary"),
        FieldRule("flag", "yes", default="no"),
        FieldRule("reason", "choice", tuple(Choice(reason) for reason in REASONS)),
        FieldRule("span", "period"),
        FieldRule("due_on", "date"),
        FieldRule("from_on", "date"),
    )
}


EVERYTHING = tuple(name for name in FIELDS if name != "reason")
MOVING = (
    VerbRule("sign", ("desk",), LIVE, on=("lead",)),
    VerbRule("pause", ("desk",), LIVE, needs=("reason",)),
    VerbRule("resume", ("desk",), LIVE, may=("reason",)),
    VerbRule("extend", ("desk",), LIVE, needs=("promise", "until")),
    VerbRule("grant_extension", ("desk",), LIVE, needs=("promise", "until")),
    VerbRule("recount", ("clock", "desk"), LIVE),
    VerbRule("withdraw", ("desk",), LIVE, (Branch("withdrawn"),)),
)
"""The verbs of the kernel that move a clock, the same in every small service."""


def probe(told: Iterable[PromiseRule], rules: Iterable[VerbRule], again: tuple[str, ...] = ()) -> Service:
    """A service of three live states and two ends, with these promises and verbs."""
    return Service(
        code="probe",
        name={"en": "Probe"},
        valid_from=date(2020, 1, 1),
        number="P{random}",
        asker="firm",
        hours="office",
        policy="policy.md",
        states={state: state for state in (*LIVE, *ENDS)},
        fields=FIELDS,
        tasks=KINDS,
        promises=tuple(told),
        verbs={rule.name: rule for rule in rules},
        again=again,
    )


class Town(Calendars):
    """The shipped calendars; a timetable is made once, as a town does."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[tuple[str, str], Timetable] = {}
        self.versions: dict[date, str] = {}

    def timetable(self, hours: str, calendar_version: str) -> Timetable:
        key = (hours, calendar_version)
        if key not in self.made:
            self.made[key] = super().timetable(hours, calendar_version)
        return self.made[key]

    def known_at(self, instant: datetime) -> str:
        day = instant.astimezone(ZONE).date()
        if day not in self.versions:
            self.versions[day] = super().known_at(datetime.combine(day, time(23, 59), tzinfo=ZONE))
        return self.versions[day]


TOWN = Town()
periods = st.sampled_from(PERIODS).map(Period.parse)
maybe = st.booleans()


def some(choices: tuple[str, ...], least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of these, in the order of the file."""
    return st.sets(st.sampled_from(choices), min_size=least).map(
        lambda chosen: tuple(c for c in choices if c in chosen)
    )


verb_names = st.sampled_from((*PLAIN, "work_on", "resume"))
patterns = st.one_of(
    verb_names.map(lambda verb: Pattern(do=(verb,))),
    st.sampled_from((*LIVE, *ENDS)).map(lambda state: Pattern(to=(state,))),
    st.sampled_from(KINDS).map(lambda kind: Pattern(all=kind)),
    verb_names.map(lambda verb: Pattern(do=(verb,), fields={"flag": ("yes",)})),
    st.builds(lambda verb, n: Pattern(do=(verb,), times=n), verb_names, st.integers(2, 3)),
    st.builds(lambda verb, n: Pattern(do=(verb,), days=n), verb_names, st.integers(2, 3)),
    st.sampled_from(LIVE).map(lambda state: Pattern(to=(state,), handling=2)),
)
gives = st.one_of(
    st.just(Pattern(do=("register",))),
    st.sampled_from(REASONS).map(lambda r: Pattern(do=("pause",), fields={"reason": (r,)})),
    patterns,
)
whens = st.one_of(
    st.none(), st.just(Pattern(fields={"flag": ("yes",)})), st.just(Pattern(handling=2)), st.just(Pattern(times=2))
)
extendables = st.one_of(
    st.none(),
    st.builds(
        Extendable,
        by=st.sampled_from(("10 working days", "10 days")).map(Period.parse),
        times=st.sampled_from((None, 1, 2)),
    ),
    st.just(Extendable(to=Period.parse("6 months"))),
    st.just(Extendable(times=2)),
)
REMIND = (
    Reminder("50%", percent=50),
    Reminder("80%", percent=80),
    Reminder("due", due=True),
    Reminder("daily", daily=True),
    Reminder("1 month before", before=Period.parse("1 month")),
    Reminder("2 days after", after=Period.parse("2 days")),
)


@st.composite
def promises(draw: st.DrawFn, code: str) -> PromiseRule:
    """One clock of any form; `path` only where the tasks of its kind are promised by a period."""
    of = draw(st.sampled_from((None, None, *KINDS))) if code != "first" else None
    form = draw(st.sampled_from(("period", "period", "grade", "span", "day"))) if code != "first" else "period"
    within: Any = None
    if form == "period":
        within = draw(periods)
    elif form == "grade":
        firm_with = draw(st.sampled_from((None, "first", "first")))
        within = ByField("grade", {grade: draw(periods) for grade in GRADES}, firm_with)
    elif form == "span":
        within = Named("span")
    return PromiseRule(
        code=code,
        within=within,
        due=Named("due_on") if form == "day" else None,
        given_by=tuple(draw(st.lists(gives, min_size=0 if of else 1, max_size=2)))
        if code != "first"
        else (Pattern(do=("register",)),),
        kept_by=tuple(draw(st.lists(patterns, min_size=1, max_size=2))),
        held_by=draw(st.sampled_from(("desk", "lead", "task", "asker", "clock"))),
        of=of,
        when=draw(whens) if code != "first" else None,
        start=draw(st.sampled_from((None, None, "from_on"))),
        ends=draw(st.sampled_from(("close", "close", "midnight", "daybreak"))),
        released_by=tuple(draw(st.lists(patterns, max_size=1))),
        stops_for=draw(some(REASONS, 0)),
        extendable=draw(extendables),
        remind=tuple(draw(st.lists(st.sampled_from(REMIND), max_size=3, unique=True))),
        at_due=draw(st.sampled_from((None, "tick"))),
        if_broken=draw(st.sampled_from((None, None, "tock"))),
    )


@st.composite
def verbs(draw: st.DrawFn, name: str) -> VerbRule:
    """One plain verb: from some states, by branches to others, with tasks opened."""
    targets = st.one_of(st.none(), st.sampled_from((*LIVE, *ENDS)))
    branches = [Branch(draw(targets), draw(whens)) for _ in range(draw(st.integers(0, 2)))]
    return VerbRule(
        name,
        ("desk",),
        draw(st.one_of(st.none(), some(LIVE))),
        (*branches, Branch(draw(targets))),
        may=EVERYTHING,
        opens=draw(some(KINDS, 0)),
        after=draw(st.sampled_from(((), (), (Pattern(all="lead"),), (Pattern(do=("act_a",)),)))),
    )


@st.composite
def services(draw: st.DrawFn) -> Service:
    """A small service: three live states, two ends, up to four promises, every verb that moves a clock."""
    told = [draw(promises(code)) for code in ("first", "second", "third", "fourth")[: draw(st.integers(1, 4))]]
    packaged = [rule.of for rule in told if rule.of and isinstance(rule.within, Period | ByField)]
    if packaged and draw(maybe):
        whole = replace(
            told[0],
            code="whole",
            within=None,
            due=Path(packaged[0]),
            given_by=(Pattern(do=("act_b",)),),
            extendable=None,
        )
        told.append(whole)
    rules = [
        VerbRule("register", ("desk",), None, (Branch("registered"),), may=EVERYTHING, opens=draw(some(KINDS, 0))),
        *(draw(verbs(name)) for name in PLAIN),
        VerbRule("work_on", ("desk",), LIVE, may=EVERYTHING, on=KINDS, finishes=draw(maybe), drops=draw(maybe)),
        *MOVING,
        VerbRule("tick", ("clock",), draw(some(LIVE)), (Branch(draw(st.sampled_from((None, *LIVE, *ENDS)))),)),
        VerbRule("tock", ("clock",), LIVE, opens=draw(some(KINDS, 0))),
    ]
    return probe(told, rules, draw(some(LIVE[1:], 0)))


class Player:
    """Does drawn verbs at drawn instants as the frame does: the clock is paid first, what is wrong is refused."""

    def __init__(self, service: Service, data: st.DataObject) -> None:
        self.life, self.data, self.told = Life(service, TOWN), data, list[str]()

    def draw(self, strategy: st.SearchStrategy[Any], label: str | None = None) -> Any:
        return self.data.draw(strategy, label)

    def next_instant(self) -> datetime:
        """A while later, or exactly on a bell, a midnight or a due instant, or a second beside it."""
        if not self.life.acts:
            return t(self.draw(st.sampled_from(BEGINNINGS), "begins"))
        last = self.life.acts[-1].at
        dues = sorted({g.due_at for g in self.life.promises if g.is_running and g.due_at and g.due_at >= last})
        kind = self.draw(
            st.sampled_from(("same", "minutes", "days", "bell", "midnight", *(("due",) * 4 if dues else ())))
        )
        beside = timedelta(seconds=self.draw(st.sampled_from((0, 0, 1, -1))))
        days = (
            timedelta(days=self.draw(st.sampled_from((0, 1, 2, 7, 12))))
            if kind in ("days", "bell", "midnight")
            else None
        )
        if kind == "due":
            return max(last, self.draw(st.sampled_from(dues)) + beside)
        if kind == "minutes":
            return last + timedelta(minutes=self.draw(st.sampled_from((1, 10, 30, 120))))
        if kind == "days":
            return last + (days or timedelta())
        if days is None:
            return last
        clock = time(17) if kind == "bell" else time(0)
        return max(last, datetime.combine((last.astimezone(ZONE) + days).date(), clock, tzinfo=ZONE) + beside)

    def fields(self, rule: VerbRule, at: datetime) -> Mapping[str, str]:
        """Values that make sense more often than not."""
        wanted = [*rule.needs, *(name for name in rule.may if self.draw(maybe))]
        return {name: self.draw(self._values(name, at), name) for name in wanted}

    def _values(self, name: str, at: datetime) -> st.SearchStrategy[str]:
        day = at.astimezone(ZONE).date()
        on = lambda least, most: st.integers(least, most).map(lambda n: (day + timedelta(days=n)).isoformat())  # noqa: E731
        return {
            "grade": st.sampled_from(GRADES),
            "flag": st.sampled_from(("yes", "no")),
            "reason": st.sampled_from(REASONS),
            "span": st.sampled_from(("3 working days", "1 month", "30 minutes")),
            "due_on": on(0, 30),
            "from_on": on(-5, 2),
            "promise": st.sampled_from([rule.code for rule in self.life.service.promises]),
            "until": on(0, 40),
        }[name]

    def openings(self, rule: VerbRule) -> tuple[Opening, ...]:
        if not rule.opens or not self.draw(maybe):
            return ()
        kinds = self.draw(st.lists(st.sampled_from(rule.opens), min_size=1, max_size=3))
        after = [self.draw(st.sampled_from(((), (), ("1",), ("one",)))) for _ in kinds]
        names = ["one" if number == 0 else f"n{number}" for number in range(len(kinds))]
        return tuple(
            Opening(
                kind,
                f"unit{number}",
                name=names[number],
                after=() if number == 0 else after[number],
                fields={"due_on": "2031-05-31"},
            )
            for number, kind in enumerate(kinds)
        )

    def drawn_act(self, at: datetime) -> Act:
        """An act that the file names; usually one that the state allows."""
        rules = self.life.service.verbs
        if not self.life.acts:
            name = "register"
        else:
            fitting = [n for n, rule in rules.items() if "desk" in rule.by and self._fits(rule)]
            name = self.draw(st.sampled_from(fitting or [*rules]), "verb")
        rule = rules[name]
        numbers = [n for n, task in self.life.tasks.items() if not task.is_over]
        on_task = rule.on or name in ("pause", "resume", "extend", "grant_extension")
        task = self.draw(st.sampled_from(numbers if rule.on else [0, *numbers]), "task") if on_task and numbers else 0
        return self.act(name, at, task=task, fields=self.fields(rule, at), tasks=self.openings(rule), role="desk")

    def _fits(self, rule: VerbRule) -> bool:
        if rule.name == "register" or (rule.on and not any(not task.is_over for task in self.life.tasks.values())):
            return False
        return not self.life.is_over if rule.from_states is None else self.life.state in rule.from_states

    def act(self, verb: str, at: datetime, **more: Any) -> Act:
        return Act(len(self.life.acts) + 1, at, verb, "test", calendar=TOWN.known_at(at), **more)

    def debt(self, at: datetime) -> Act | None:
        """The next act that the clock owes by an instant."""
        found = owed(self.life, at) if self.life.acts else None
        if found is None:
            return None
        due = clock_act(self.life, found, at)
        return replace(due, role="clock", calendar=TOWN.known_at(due.at))

    def does(self, act: Act) -> bool:
        """Do it; what life finds wrong is undone, as the frame would refuse it."""
        count, before = len(self.life.wrong), list(self.life.acts)
        self.life.step(act)
        self.told.append(
            f"{act.at:%m-%d %H:%M:%S} {act.verb} {act.task or ''} {dict(act.fields)} {[o.kind for o in act.tasks]}"
        )
        if len(self.life.wrong) == count:
            return True
        self.told[-1] += f" REFUSED {[wrong.code for wrong in self.life.wrong[count:]]}"
        self.life = replay(self.life.service, before)
        return False


def replay(service: Service, acts: list[Act], at: datetime | None = None) -> Life:
    """The life that these acts make, from nothing."""
    result = Life(service, TOWN)
    for act in acts:
        result.step(act)
    if at is not None:
        result.look(at)
    return result
