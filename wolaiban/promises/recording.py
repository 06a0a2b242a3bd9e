"""The frame of every verb: lock, check, append, settle, store, in one transaction. 「记录」"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from wolaiban.catalogue.service import Service, VerbRule
from wolaiban.lib import clock
from wolaiban.people.actor import Actor

from . import ruling, storing
from .attaching import attached
from .known import by_key, of_units, unknown
from .life import Act, Life, Opening, Wrong, life, owed
from .life.handing import HAND_OVER
from .life.machine import ERASE
from .life.opening import opened_for
from .life.owed import because
from .life.tasks import MATTERS
from .looking_back import earlier_cases
from .models import Case, Event, Refusal, Words
from .models.words import salted
from .names import name_of
from .owing import clock_act
from .posting import Heard, deliveries
from .refused import Last, Refused
from .roles import Acting, to_sign_first
from .signing import of_another_unit, signature, taken, unfit
from .town import town
from .warning import warn

AT_ONCE = 200
OUTSIDE = {
    ERASE: VerbRule(ERASE, ("operator", "clock"), None),
    HAND_OVER: VerbRule(HAND_OVER, ("operator", "centre"), None),
}
"""The verbs of the kernel that stand in no file."""


@dataclass(frozen=True)
class Said:
    """What comes with a verb: codes, typed words, tasks to open, the task acted on. 「随附内容」"""

    fields: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    tasks: Sequence[Opening] = ()
    task: int = 0


def service_of(case: Case) -> Service:
    """The version of the service under which a case was registered."""
    found = town().version(case.service, case.version)
    if found is None:
        raise LookupError(f"{case.service} of {case.version} is missing from the town's services folder")
    return found


def life_of(case: Case, at: datetime | None = None) -> Life:
    """The life of a stored case, replayed from its events."""
    return life(service_of(case), [event.act() for event in case.events.order_by("seq")], town(), at)


def lives_of(cases: Iterable[Case]) -> Iterator[tuple[Case, Life]]:
    """The lives of many stored cases as of their last events: one question for each few hundred."""
    waiting = iter(cases)
    while some := list(islice(waiting, AT_ONCE)):
        acts: dict[UUID, list[Act]] = {case.pk: [] for case in some}
        for event in Event.objects.filter(case__in=some).order_by("case", "seq"):
            acts[event.case_id].append(event.act())
        for case in some:
            yield case, life(service_of(case), acts[case.pk], town(), None)


@contextmanager
def recording(
    case: Case, verb: str, *, by: Actor, at: datetime | None = None, said: Said = Said(), own: bool = False
) -> Iterator[Event]:
    """One verb on one case: yields its event inside the transaction, for facts that the verb adds.

    `at` defaults to now and is never before the last event; imports give the recorded instant. `own` says that
    an asker proved to be the asker of this case. Raises Refused, and puts the attempt on record.
    """
    try:
        with transaction.atomic():
            locked = Case.objects.select_for_update().get(pk=case.pk)
            before = life_of(locked)
            now = _instant(before, by, at)
            if by.kind != "import":  # nobody is warned of what a record says happened years ago
                warn(locked, before, now)
            pay(locked, before, now)
            event = append(locked, before, verb, by=by, at=now, said=said, own=own)
            yield event
    except Refused as refused:
        for wrong in refused.wrong[:1]:
            Refusal.objects.create(case=case, at=at or clock.now(), verb=verb, by=f"{by.kind}:{by.id}", code=wrong.code)
        raise
    case.refresh_from_db()


def _instant(before: Life, by: Actor, at: datetime | None) -> datetime:
    """max(now, the last event's instant); only an import, and the clock's own round, give theirs (kernel §1).

    `at` of anybody else is when they pressed the button, which decides nothing: nobody dates a verb back.
    """
    if at is not None and by.kind == "import":
        return at
    now = at if at is not None and by.kind == "clock" else clock.now()
    return max(now, before.acts[-1].at)


def pay(case: Case, before: Life, at: datetime) -> int:
    """Write what the clock still owes the case up to an instant (kernel §7.3); returns how many verbs.

    A verb of the clock that the case refuses is passed over: it must not stand in the way of everybody else's.
    """
    count, refused = 0, set[tuple[str, str]]()
    while (debt := owed(before, at, refused)) is not None:
        act = clock_act(before, debt, at)
        said = Said(act.fields, {}, act.tasks, act.task)
        try:
            append(case, before, debt.verb, by=Actor.clock(), at=act.at, said=said)
            count += 1
        except Refused:
            refused.add((debt.verb, because(debt.given)))
            vars(before).update(vars(life_of(case)))
    return count


def append(
    case: Case,
    before: Life,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    said: Said,
    own: bool = False,
    also: Sequence[Wrong] = (),
    beside: storing.Beside = storing.nothing,
) -> Event:
    """Check one verb against the life so far, append its event, store what changed. `before` becomes the life after.

    `also` are reasons that the verb found by itself: they are told together with those of the file and of life.
    `beside` gives rows that are written with a new case.
    """
    rule = OUTSIDE.get(verb) or before.service.verbs.get(verb)
    said, answer = _completed(case, before, rule, said, at)
    said = _apart(before, said)
    files = attached(before.service, said.words, len(before.acts) + 1)
    said = replace(said, words=files.words)
    latest, state = before.acts[-1] if before.acts else None, before.state
    role = taken(before, rule, by, said.task, at=at, area=case.area, own=own) if rule else None
    if rule is not None and role is None:
        code = "sign_first" if to_sign_first(before, rule, by) else "wrong_role"
        wrong = Wrong(len(before.acts) + 1, code, {"verb": verb})
        raise Refused([wrong], before.service, last_of(latest, state))
    act = of_units(before, by_key(before.service, _act(before, verb, by, role, at, said)))
    stored, count, heard = storing.snapshot(before), len(before.wrong), Heard()
    reasons = [*also, *answer.wrong, *files.wrong, *_unheard(before, act, rule, by, case.area)]
    before.listener = heard
    before.step(act)
    reasons += before.wrong[count:]
    if reasons or answer.no:
        raise Refused(reasons or answer.no, before.service, last_of(latest, state))
    event, words = _event(case, act, role, said)
    # Nobody is told today of what a record says happened years ago.
    told = [] if by.kind == "import" else deliveries(case, before, act, heard)
    storing.store(case, before, stored, [event, *words, *told], beside)
    if gone := files.bind(event):
        raise Refused(gone, before.service, last_of(latest, state))
    return event


def _unheard(before: Life, act: Act, rule: VerbRule | None, by: Actor, area: str) -> Iterator[Wrong]:
    """What stands against an act beyond what life, which asks nobody, can know: persons, units, dated rules."""
    if rule is not None:
        yield from signature(before, act, rule, name_of)
        yield from of_another_unit(before, act, rule, by)
        if by.kind != "import":
            yield from ruling.silent(before, rule, act, town())
    yield from unknown(before.service, act, by)
    yield from ruling.to_come(before, act, town())
    if by.kind == "officer":
        yield from unfit(before, act, area)


def _completed(case: Case, before: Life, verb: VerbRule | None, said: Said, at: datetime) -> tuple[Said, ruling.Answer]:
    """What is said with what the file makes of it: a dated rule's answer, and tasks for the units that fields name."""
    answer = ruling.Answer()
    if verb is not None and verb.rule is not None:
        act = Act(len(before.acts) + 1, at, verb.name, task=said.task, fields=said.fields, words=frozenset(said.words))
        answer = ruling.ask(before, verb, act, town(), partial(earlier_cases, case))
        said = replace(said, fields={**said.fields, **answer.fields})
    if verb is not None and verb.opens_for:
        matter = said.words.get("matter", "")
        said = replace(said, tasks=opened_for(before, verb, said.fields, said.tasks, matter, said.task))
    return said, answer


def _apart(before: Life, said: Said) -> Said:
    """What tasks are about, as typed, goes to the erasable words, under the numbers that the tasks will have."""
    about = {str(n): one.matter for n, one in enumerate(said.tasks, start=len(before.tasks) + 1) if one.matter}
    if not about:
        return said
    tasks = [replace(one, matter="") for one in said.tasks]
    return replace(said, tasks=tasks, words={**said.words, MATTERS: about})


def _act(before: Life, verb: str, by: Actor, role: Acting | None, at: datetime, said: Said) -> Act:
    return Act(
        seq=len(before.acts) + 1,
        at=at,
        verb=verb,
        by=f"{by.kind}:{by.id}" if by.kind != "clock" else "clock",
        role=role.role if role else "",
        behalf=role.behalf if role else "",
        task=said.task,
        fields=dict(said.fields),
        words=frozenset(said.words),
        tasks=tuple(said.tasks),
        calendar=town().calendar_known_at(at, before.service.hours),
        recorded_at=clock.now(),
    )


def _event(case: Case, act: Act, role: Acting | None, said: Said) -> tuple[Event, list[Words]]:
    """The event, sealed onto the case's chain, and its words."""
    salt = secrets.token_hex(16)
    words = {"names": sorted(said.words), "digest": salted(salt, said.words)} if said.words else None
    event = Event(
        case=case, seq=act.seq, at=act.at, recorded_at=act.recorded_at, verb=act.verb, by=act.by, role=act.role,
        behalf=act.behalf, post=role.post if role else None, task=act.task, fields=dict(act.fields),
        tasks=[storing.opening_table(one) for one in act.tasks], words=words, calendar=act.calendar, previous=case.hash,
    )  # fmt: skip
    event.hash = event.sealed()
    case.seq, case.hash = act.seq, event.hash
    typed = [Words(case=case, seq=act.seq, salt=salt, content=dict(said.words))] if said.words else []
    return event, typed


def last_of(act: Act | None, state: str) -> Last | None:
    """Who did what last, and how the case stands: what the second of two officers is told."""
    return Last(act.verb, act.by, name_of(act.by), act.at, state) if act else None
