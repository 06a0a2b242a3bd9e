"""Whatever a file says and whoever does what when: what must hold of every life (kernel §15).

Services, verbs and instants are drawn (see `strategies.py`); after every act a watcher compares the life with what
it was before, with the log, and with a walk that knows only "running?" and "how many left".
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import fields as columns
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.promises.kernel import ZONE
from tests.promises.strategies import TOWN, Player, replay, services
from wolaiban.catalogue.service import ByField, Service
from wolaiban.promises.life import Act, Given, Life, life
from wolaiban.promises.life.given import BROKEN, KEPT, KEPT_LATE, PAUSED, RELEASED, RUNNING
from wolaiban.promises.life.stages import stages

Key = tuple[int, str, int]
Spans = list[tuple[datetime, datetime | None]]
SETTLED = (KEPT, KEPT_LATE, RELEASED)
QUICK = [
    phase for phase in Phase if phase is not Phase.explain
]  # an explanation takes minutes, a story explains itself
ANY: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": QUICK}
CAUSES = {"pause": "pause", "resume": "resume", "grant_extension": "extension", "recount": "calendar"}


def key(promise: Given) -> Key:
    return promise.task, promise.code, promise.round


def photograph(lived: Life) -> dict[Key, Given]:
    """Every promise as it stands, safe from what comes later."""
    return {key(one): replace(one, moves=list(one.moves)) for one in lived.promises}


def beginnings(lived: Life) -> set[int]:
    """The events that begin a new handling: each ends every open pause."""
    return {change.seq for change in lived.changes if change.state in lived.service.again}


def pauses(lived: Life, promise: Given) -> Spans:
    """The pauses that stop a promise, read from the log alone."""
    begins = beginnings(lived)
    found: list[tuple[int, str, datetime, datetime | None]] = []
    for act in lived.acts:
        if act.verb == "pause":
            found.append((act.task, act.fields["reason"], act.at, None))
        elif act.verb == "resume":
            reason = act.fields.get("reason")
            found = [
                (task, why, since, act.at if until is None and task == act.task and reason in (None, why) else until)
                for task, why, since, until in found
            ]
        if act.seq in begins:
            found = [(task, why, since, until or act.at) for task, why, since, until in found]
    return [
        (since, until)
        for task, why, since, until in found
        if task in (0, promise.task) and why in promise.rule.stops_for
    ]


def walk(promise: Given, spans: Spans) -> datetime | None:
    """When it falls due, a bell or a moment after another; None while an open pause stops it."""
    held = lambda at: next((s for s in spans if s[0] <= at and (s[1] is None or at < s[1])), None)  # noqa: E731
    period, timetable = promise.period, TOWN.timetable("office", promise.calendar)
    if period is not None and period.unit == "minutes":
        return walk_minutes(promise.start, timedelta(minutes=period.count), spans)
    first = promise.start.astimezone(ZONE).date()
    left, working = promise.extra_days, period is not None and period.unit == "working days"
    if promise.day is not None:
        left += (promise.day - first).days
    elif period is not None and period.unit == "months":
        month = first.month - 1 + period.count
        year, month = first.year + month // 12, month % 12 + 1
        left += (date(year, month, min(first.day, monthrange(year, month)[1])) - first).days
    else:
        left += period.count if period is not None else 0
    day = first
    while True:
        closes = promise.rule.ends == "close" and timetable.is_open(day)
        bell = datetime(day.year, day.month, day.day, 17 if closes else 0, tzinfo=ZONE)
        bell += timedelta(0 if closes or promise.rule.ends == "daybreak" else 1)
        counts = day > first and (not working or timetable.is_open(day))
        span = held(bell) if counts or left <= 0 else None
        if span is not None and span[1] is None:
            return None
        left -= counts and span is None
        if (
            left <= 0
            and span is None
            and bell >= promise.start
            and (promise.rule.ends != "close" or timetable.is_open(day))
        ):
            return bell
        day += timedelta(days=1)


def walk_minutes(now: datetime, left: timedelta, spans: Spans) -> datetime | None:
    """From one pause to the next, as long as something is left."""
    for since, until in sorted(spans, key=lambda span: span[0]):
        if until is not None and until <= max(now, since):
            continue
        if since > now + left:
            break
        left -= max(timedelta(0), since - now)
        if until is None:
            return None
        now = until
    return now + left


class Watch:
    """What the life was before an act, held against what it is after it."""

    def __init__(self, lived: Life) -> None:
        self.before, self.acts, self.tasks = (
            photograph(lived),
            len(lived.acts),
            {n: t.state for n, t in lived.tasks.items()},
        )

    def see(self, lived: Life) -> None:
        after, act = photograph(lived), lived.acts[-1]
        assert lived.state in lived.service.states
        assert list(lived.tasks) == list(range(1, len(lived.tasks) + 1))
        assert self.before.keys() <= after.keys(), "a promise that was given does not go away"
        for number, state in self.tasks.items():
            now = lived.tasks[number].state
            assert state == now or state in ("waiting", "open"), f"task {number} was over and is {now}"
        self._one_at_a_time(lived)
        for name, promise in after.items():
            spans = pauses(lived, promise)
            self._sound(promise, act.at, spans)
            if name in self.before:
                self._same_or_moved(self.before[name], promise, act, lived)
            else:
                assert promise.seq == act.seq and promise.at == act.at and promise.moves[0].why == "given"
                assert not (promise.task and lived.tasks[promise.task].state != "open"), "given on a task not open"
        if lived.is_over:
            assert not [one.code for one in lived.promises if one.is_open], "something runs in an end"

    def _one_at_a_time(self, lived: Life) -> None:
        for name in {(one.task, one.code) for one in lived.promises}:
            rounds = [one for one in lived.promises if (one.task, one.code) == name]
            assert [one.round for one in rounds] == list(range(1, len(rounds) + 1))
            assert sum(one.is_open for one in rounds) <= 1, f"{name} runs twice"

    def _sound(self, promise: Given, now: datetime, spans: Spans) -> None:
        """What holds of one promise at any time."""
        due, why = promise.due_at, f"{key(promise)} {promise}"
        if promise.state == RUNNING:
            assert due is not None and due >= now, f"runs past its due instant: {why}"
            assert not [s for s in spans if s[0] <= due and (s[1] is None or due < s[1])], f"due inside a pause: {why}"
        if promise.is_running and (promise.period is None or promise.period.unit != "working minutes"):
            assert due == walk(promise, spans), f"the walk says {walk(promise, spans)}: {why}"
        if promise.state == PAUSED:
            assert due is None and [s for s in spans if s[1] is None], f"paused without a pause: {why}"
        if promise.broken_at is not None:
            assert promise.broken_at == due, f"broken at another instant: {why}"
        assert (promise.state in SETTLED) <= (promise.settled_at is not None), why
        if promise.state == KEPT:
            assert due is None or promise.settled_at <= due, f"kept too late: {why}"
        if promise.state in (KEPT_LATE, BROKEN):
            assert promise.broken_at is not None, why
        if promise.settled_at is not None and promise.broken_at is not None:
            assert promise.settled_at > promise.broken_at and promise.state in (KEPT_LATE, BROKEN), why
        if promise.state == RELEASED:
            assert promise.broken_at is None, why
        told = [move.due_at for move in promise.moves]
        assert told[-1] == due and all(a != b for a, b in pairwise(told)), f"moves: {why}"
        if promise.extra_days == 0 and not promise.regraded and promise.graded:
            assert promise.first_due_at == due, f"two due instants without a cause: {why}"
        if promise.extra_days and not promise.regraded and due is not None:
            assert promise.first_due_at is not None and promise.first_due_at < due, why

    def _same_or_moved(self, was: Given, now: Given, act: Act, lived: Life) -> None:
        why = f"{key(now)} at {act.at} by {act.verb}: {was} became {now}"
        if was.settled_at is not None:
            assert was == now, f"settled, and changed since: {why}"
        if was.broken_at is not None:
            assert (was.broken_at, was.due_at, was.moves) == (now.broken_at, now.due_at, now.moves), why
        if now.broken_at is not None and was.broken_at is None:
            assert now.broken_at == was.due_at and was.due_at < act.at, f"not broken when it fell due: {why}"
        if was.due_at != now.due_at:
            move, regrade = now.moves[-1], isinstance(now.rule.within, ByField) and now.rule.within.field in act.fields
            cause, begins = "grade" if regrade else CAUSES.get(act.verb), act.seq in beginnings(lived)
            assert len(was.moves) < len(now.moves) <= len(was.moves) + 1 + begins, why
            assert (move.seq, move.at) == (act.seq, act.at), why
            assert move.why == cause or (begins and move.why == "resume"), f"moved by nothing: {why}"
            assert now.due_at is None or now.due_at >= act.at, f"moved into the past: {why}"
        else:
            assert was.moves == now.moves, why
        assert was.extra_days == now.extra_days or act.verb == "grant_extension", why
        if was.graded:
            assert now.graded and was.first_period == now.first_period, f"the first final period changed: {why}"
        assert was.round == now.round and was.start == now.start and was.at == now.at


def a_granted_extension_ends_where_it_says(was: dict[Key, Given], lived: Life, act: Act) -> None:
    """`until`, or the next working day whose bell finds it running."""
    found = lived.promise(act.fields["promise"], act.task)
    assert found is not None and found.due_at is not None
    before = was[key(found)]
    until = date.fromisoformat(act.fields["until"])
    timetable = TOWN.timetable("office", found.calendar)
    while found.rule.ends == "close" and not timetable.is_open(until):
        until += timedelta(days=1)
    local = found.due_at.astimezone(ZONE)
    assert (local - timedelta(seconds=found.rule.ends == "midnight")).date() == until
    assert found.due_at > before.due_at and found.extensions == before.extensions + 1
    assert found.first_due_at == before.first_due_at, "an extension does not move the first due instant"


def play(service: Service, data: st.DataObject, length: int) -> tuple[Player, list[tuple[Life, dict[Key, Given]]]]:
    """A whole story, watched after every act."""
    player, seen = Player(service, data), []
    try:
        for _ in range(length):
            at = player.next_instant()
            for _ in range(20):
                debt = player.debt(at)
                if debt is None:
                    break
                if not watched(player, debt):  # the clock ran into a refusal: nobody can do anything more
                    return player, seen
                seen.append((player.life, photograph(player.life)))
            else:
                return player, seen  # a file whose clock calls itself again at once
            if watched(player, player.drawn_act(at)):
                seen.append((player.life, photograph(player.life)))
    finally:
        note(f"{service.promises}\n{service.verbs}\nagain={service.again}\n" + "\n".join(player.told))
    return player, seen


def watched(player: Player, act: Act) -> bool:
    watch = Watch(player.life)
    if not player.does(act):
        assert photograph(player.life).keys() == watch.before.keys()
        return False
    watch.see(player.life)
    if act.verb == "grant_extension":
        a_granted_extension_ends_where_it_says(watch.before, player.life, act)
    return True


def everything_holds(service: Service, data: st.DataObject, length: int) -> None:
    player, seen = play(service, data, length)
    acts = player.life.acts
    if not acts:
        return
    each_prefix_agrees(acts, photograph(player.life), [photo for _, photo in seen], service)
    later_adds_only_breaches(service, acts, acts[-1].at + timedelta(days=data.draw(st.sampled_from((0, 1, 40)))))
    reminders_come_in_their_time(player.life)


def each_prefix_agrees(
    acts: list[Act], whole: dict[Key, Given], photos: list[dict[Key, Given]], service: Service
) -> None:
    """The log cut anywhere gives the same promises, breaches and ends as far as it goes."""
    for count, photo in enumerate(photos, start=1):
        assert photo.keys() == {name for name, one in whole.items() if one.seq <= count}
        for name, one in photo.items():
            settled = whole[name].settled_by is not None and whole[name].settled_by <= count
            assert (one.settled_at, one.settled_by) == (
                (whole[name].settled_at, count and whole[name].settled_by) if settled else (None, None)
            )
            if one.broken_at is not None:
                assert one.broken_at == whole[name].broken_at
    middle = len(acts) // 2
    if middle:
        assert photograph(life(service, acts[:middle], TOWN)) == photos[middle - 1]
        assert photograph(life(service, acts[:middle], TOWN, acts[middle - 1].at)) == photos[middle - 1]
    assert photograph(life(service, acts, TOWN, acts[-1].at)) == whole, "looking once more changes nothing"


def later_adds_only_breaches(service: Service, acts: list[Act], at: datetime) -> None:
    """`at` says which open promises are broken by then, and that a class is final; nothing else."""
    now, later = photograph(replay(service, acts)), photograph(life(service, acts, TOWN, at))
    for name, one in now.items():
        changed = {c.name for c in columns(Given) if getattr(one, c.name) != getattr(later[name], c.name)}
        assert changed <= {"state", "broken_at", "graded"}
        if one.is_running and one.due_at is not None:
            assert (later[name].broken_at == one.due_at) == (one.due_at < at)


def reminders_come_in_their_time(lived: Life) -> None:
    """No stage of a promise comes before it was given or, the daily ones apart, without its due instant."""
    for promise in lived.promises:
        timetable = TOWN.timetable("office", promise.calendar)
        found = list(stages(promise, timetable, lived.spans))
        names = [name for _, name in found]
        assert len(names) == len(set(names)), f"said twice: {names}"
        for at, name in found:
            assert promise.due_at is not None
            assert promise.settled_at is None or at < promise.settled_at
            assert name != "due" or at == promise.due_at
            assert not name.endswith("%") or at <= promise.due_at


@settings(max_examples=30, **ANY)
@given(services(), st.data())
def test_whatever_happens_in_whatever_file(service: Service, data: st.DataObject):
    everything_holds(service, data, 7)


@pytest.mark.full
@pytest.mark.long(30)
@settings(max_examples=500, **ANY)
@given(services(), st.data())
def test_whatever_happens_for_a_long_time_in_whatever_file(service: Service, data: st.DataObject):
    everything_holds(service, data, 14)
