"""Random cases: at random times somebody does something that the service's file allows then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tests.statistics.crowd import Story, instant
from wolaiban.catalogue import Service
from wolaiban.promises.life import Act, Life, Opening, life, owed
from wolaiban.promises.owing import clock_act
from wolaiban.promises.town import town

UNITS = ("water", "planning", "ecology")
OFTEN = ("respond", "dispatch", "redispatch", "assign", "sign", "return_back", "answer", "call_back", "pause", "resume")
SELDOM = (
    "withdraw", "decline", "supervise", "note", "give_up", "close", "say", "take_charge", "sign_plan", "meet"
)  # fmt: skip
NOT_HERE = ("register", "merge", "join", "correct", "recount", "erase", "delegate")


def wander(service: str, count: int, seed: int, since: str, until: str) -> Iterator[tuple[Story, Life]]:
    """So many cases, each with the life that its random events make; the same seed gives the same."""
    dice, begin, end = random.Random(seed), instant(since), instant(until)
    for _ in range(count):
        at = (begin + (end - begin) * dice.random()).replace(microsecond=0)
        yield _one(service, dice, at, end)


def _one(service: str, dice: random.Random, at: datetime, end: datetime) -> tuple[Story, Life]:
    found = town().service(service, at.date())
    assert found is not None
    fields = {
        rule.name: dice.choice(rule.codes)
        for name in found.verbs["register"].may
        if (rule := found.fields.get(name)) and rule.codes and dice.random() < 0.7
    }
    story = Story(
        service, "", fields, channel=dice.choice(("online", "window", "phone")),
        collector=dice.choice(("", "7")), area=dice.choice(("", "330482001", "330482101")),
    )  # fmt: skip
    acts = [_act(found, "register", at, 1, fields, frozenset({"subject"}))]
    acts[0] = replace(acts[0], by="officer:7" if story.collector else "asker:")
    for _ in range(dice.randrange(12)):
        at += timedelta(minutes=int(dice.choice((5, 40, 300, 1200, 4000)) * (0.5 + dice.random())))
        if at > end:
            break
        _pay(found, acts, at)
        _try(found, dice, acts, at)
    _pay(found, acts, end)
    lived = life(found, acts, town(), end)
    assert not lived.wrong
    return story, lived


def _pay(service: Service, acts: list[Act], at: datetime) -> None:
    """What the clock does by itself."""
    while (debt := owed(lived := life(service, acts, town()), at)) is not None:
        act = clock_act(lived, debt, at)
        acts.append(replace(act, by="clock", role="clock", calendar=acts[0].calendar, recorded_at=act.at))


def _try(service: Service, dice: random.Random, acts: list[Act], at: datetime) -> None:
    """Something that may be done now, if a few throws find it."""
    lived = life(service, acts, town())
    for _ in range(6):
        may = [n for n, v in service.verbs.items() if n not in NOT_HERE and lived.state in (v.from_states or ())]
        if not may:
            return
        verb = dice.choices(may, [8 if n in OFTEN else 1 if n in SELDOM else 3 for n in may])[0]
        act = _throw(service, dice, lived, verb, at)
        if not life(service, [*acts, act], town()).wrong:
            acts.append(act)
            return


def _throw(service: Service, dice: random.Random, lived: Life, verb: str, at: datetime) -> Act:
    rule = service.verbs[verb]
    fields: dict[str, str] = {}
    words = set()
    for name in [*rule.needs, *(name for name in rule.may if dice.random() < 0.5)]:
        field = service.fields.get(name)
        if name == "promise":
            fields[name] = dice.choice([given.code for given in lived.promises])
        elif name == "until":
            fields[name] = (at + timedelta(days=dice.randrange(1, 12))).date().isoformat()
        elif field is None:
            continue
        elif field.kind == "choice":
            fields[name] = dice.choice(field.codes)
        elif field.kind == "yes":
            fields[name] = dice.choice(("yes", "no"))
        elif field.kind == "unit":
            fields[name] = "library"
        elif field.kind == "person":
            fields[name] = "7"
        else:
            words.add(name)
    tasks = tuple(Opening(kind, dice.choice(UNITS)) for kind in rule.opens if kind != "co" or dice.random() < 0.3)
    targets = [task.number for task in lived.tasks.values() if task.kind in rule.on and not task.is_over]
    act = _act(service, verb, at, len(lived.acts) + 1, fields, frozenset(words))
    return replace(act, tasks=tasks, task=dice.choice(targets) if targets else 0)


def _act(service: Service, verb: str, at: datetime, seq: int, fields: dict[str, str], words: frozenset[str]) -> Act:
    calendar = town().calendar_known_at(at, service.hours)
    return Act(
        seq=seq, at=at, verb=verb, by="test", role="", fields=fields, words=words, calendar=calendar, recorded_at=at
    )  # fmt: skip
