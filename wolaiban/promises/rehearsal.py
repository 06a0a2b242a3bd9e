"""Situations played through life alone: what a service does, before anybody is promised anything. 「情形演练」"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wolaiban.catalogue import Service, Situation, Town
from wolaiban.catalogue.service import VerbRule
from wolaiban.catalogue.situations import ExpectedPromise, Player, Step
from wolaiban.people.actor import Actor, Standing

from .life import Act, Given, Life, Opening, Wrong, owed
from .life.opening import opened_for
from .life.stages import stages
from .owing import clock_act
from .ruling import Answer, ask, to_come
from .signing import of_another_unit, signature, taken
from .sorting import sort_out

REASONS = {
    code: word
    for word, codes in {
        "state": "wrong_state already_registered not_registered rated_already once_only",
        "role": "wrong_role not_of_the_unit",
        "needs": "needs ground_for_grade task_without too_small too_large",
        "after": "not_yet tasks_open",
        "signer": "not_the_signer no_signer did_it_themselves is_that_person",
        "rule": "rule_said_no no_rule_then",
        "task": "which_task task_over task_waits no_task_needed already_signed opens_not one_lead unit_complained_of"
        " no_such_task",
        "end": "still_running",
        "extension": "no_request not_running not_extendable extended_already beyond_ceiling no_extension own_extension"
        " paused_now",
        "pause": "already_paused not_paused nothing_to_pause",
        "unknown": "unknown_verb",
    }.items()
    for code in codes.split()
}
"""The word a clerk writes after `refused =` for each reason of life."""


def rehearse(situation: Situation, service: Service, town: Town) -> list[str]:
    """Play one situation; returns what came out otherwise than it says, a line each (none: it holds)."""
    life, found = Life(service, town), []
    for number, step in enumerate(situation.steps, start=1):
        _pay(life, step.at)
        life = _play(step, situation, life, town, number, found)
        life.look(step.at)
        found += [f"step {number}: {line}" for line in _differences(step, life, town.zone)]
    return found


def _pay(life: Life, at: datetime) -> None:
    """What the clock does by itself before the step."""
    while life.acts and (debt := owed(life, at)) is not None:
        act = clock_act(life, debt, at)
        life.step(replace(act, role="clock", calendar=_known(life, act.at)))


def _known(life: Life, at: datetime) -> str:
    town = life.calendars
    assert isinstance(town, Town)
    return town.calendar_known_at(at, life.service.hours)


def _play(step: Step, situation: Situation, life: Life, town: Town, number: int, found: list[str]) -> Life:
    """Do one step; a refused one leaves life as it was."""
    if step.verb is None:
        return life
    before = _copy(life)
    reasons = _reasons(step, situation.player(step.who), life, town)
    words = [REASONS.get(one.code, "other") for one in reasons]
    if step.refused is None and reasons:
        found.append(f"step {number}: {step.verb} was refused ({', '.join(one.code for one in reasons)})")
    elif step.refused is not None and step.refused not in words:
        found.append(
            f"step {number}: {step.verb} should be refused for {step.refused}, was {', '.join(words) or 'allowed'}"
        )
    return before if reasons else life


def _copy(life: Life) -> Life:
    copy = Life(life.service, life.calendars)
    for act in life.acts:
        copy.step(act)
    return copy


def _reasons(step: Step, player: Player, life: Life, town: Town) -> list[Wrong]:
    verb = step.verb or ""
    rule = life.service.verbs.get(verb)
    actor = _actor(player, life.service)
    role = taken(life, rule, actor, step.task, at=step.at, own=True) if rule else None
    if rule is not None and role is None:
        return [Wrong(len(life.acts) + 1, "wrong_role", {"verb": verb})]
    fields, words = sort_out(life.service, step.fields)
    answer = _answer(step, rule, life, town, fields, words)
    fields |= answer.fields
    tasks = [_opening(table, town, step.at) for table in step.tasks]
    tasks = opened_for(life, rule, fields, tasks, task=step.task) if rule else tasks
    act = Act(
        seq=len(life.acts) + 1, at=step.at, verb=verb, by=f"{actor.kind}:{actor.id}",
        role=role.role if role else "", behalf=role.behalf if role else "", task=step.task,
        fields=fields, words=frozenset(words), tasks=tuple(tasks),
        calendar=_known(life, step.at),
    )  # fmt: skip
    reasons = [*signature(life, act, rule), *of_another_unit(life, act, rule, actor)] if rule else []
    reasons += to_come(life, act, town)
    count = len(life.wrong)
    life.step(act)
    reasons += [*answer.wrong, *life.wrong[count:]]
    return reasons or list(answer.no)


def _answer(
    step: Step, verb: VerbRule | None, life: Life, town: Town, fields: dict[str, str], words: Mapping[str, Any]
) -> Answer:
    """What the verb's rule says; the step itself names the earlier cases that a record would show."""
    if verb is None or verb.rule is None:
        return Answer()
    act = Act(len(life.acts) + 1, step.at, verb.name, task=step.task, fields=fields, words=frozenset(words))
    return ask(life, verb, act, town, lambda *_: step.earlier)


def _opening(table: Mapping[str, Any], town: Town, at: datetime) -> Opening:
    """A task as the frame would open it: a unit that keeps hours of its own is told by naming them."""
    opening = Opening.read(table)
    known = town.calendar_known_at(at, opening.hours) if opening.hours in town.hours else ""
    return replace(opening, hours=opening.hours if known else "", calendar=known)


def _actor(player: Player, service: Service) -> Actor:
    if player.role in (service.asker, "asker"):
        return Actor("asker", player.name)
    if player.role in ("clock", "import"):
        return Actor(player.role, player.role)  # type: ignore[arg-type]
    return Actor("officer", player.name, player.name, (Standing(player.role, player.unit, "", 0, ""),))


def _differences(step: Step, life: Life, zone: ZoneInfo) -> Iterator[str]:
    expect = step.expect
    if expect.state is not None and life.state != expect.state:
        yield f"state is {life.state}, not {expect.state}"
    if expect.contract is not None and life.contract_state != expect.contract:
        yield f"contract state is {life.contract_state}, not {expect.contract}"
    for name, wanted in expect.fields.items():
        if life.fields.get(name) != wanted:
            yield f"field {name} is {life.fields.get(name)}, not {wanted}"
    for task, state in expect.tasks.items():
        actual = life.tasks[task].state if task in life.tasks else "absent"
        if actual != state:
            yield f"task {task} is {actual}, not {state}"
    for promise in expect.promises:
        yield from _promise(promise, life, step.at, zone)


def _promise(expected: ExpectedPromise, life: Life, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    given = life.promise(expected.code, expected.task, expected.round)
    name = f"promise {expected.code}"
    if given is None:
        if expected.state != "none":
            yield f"{name} was not given"
        return
    shown = lambda instant: instant.astimezone(zone).strftime("%Y-%m-%d %H:%M") if instant else "none"  # noqa: E731
    actual: list[tuple[str, object, object]] = [
        ("state", expected.state, given.state),
        ("due_at", shown(expected.due_at) if expected.due_at else None, shown(given.due_at)),
        ("due_at", "none" if expected.no_due else None, shown(given.due_at)),
        ("first_due_at", shown(expected.first_due_at) if expected.first_due_at else None, shown(given.first_due_at)),
        ("provisional", expected.provisional, given.provisional),
        ("reminders", expected.reminders, _stages(given, life, at) if expected.reminders is not None else None),
    ]
    for what, wanted, got in actual:
        if wanted is not None and wanted != got:
            yield f"{name}: {what} is {got}, not {wanted}"


def _stages(given: Given, life: Life, at: datetime) -> int:
    return sum(1 for due, _ in stages(given, life.timetable(given), life.spans) if due <= at)
