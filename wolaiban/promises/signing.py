"""What only a person may answer for: the named signer, and not granting what one asked for (kernel §9). 「签批」"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wolaiban.catalogue.service import VerbRule
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer

from .life import Act, Life, Wrong
from .life.extending import requests
from .life.handing import in_the_name_of
from .life.matching import value
from .life.values import day_of
from .roles import HANDLER, LEAD, Acting, acting


def taken(
    life: Life, verb: VerbRule, actor: Actor, task: int, *, at: datetime, area: str = "", own: bool = False
) -> Acting | None:
    """The role that the actor takes, or None; where the file names a signer, in that person's place if they may.

    In their place signs a deputy in one of their posts that may do the verb, or one to whom they delegated on the case.
    """
    named = _named(life, verb, task)
    if actor.kind == "officer" and named not in ("", f"officer:{actor.id}"):
        theirs = replace(actor, posts=tuple(post for post in actor.posts if post.on_behalf_of == named))
        found = acting(life, verb, theirs, task, area=area, own=own)
        if found is not None:
            return found
    found = acting(life, verb, actor, task, area=area, own=own)
    if found is not None and named and _delegated(life, at, named, f"officer:{actor.id}"):
        return found._replace(behalf=named)
    return found


def signature(life: Life, act: Act, rule: VerbRule, naming: Callable[[str], str] = str) -> Iterator[Wrong]:
    """Why this person may not do the act, although their role may; `naming` tells who an "officer:<key>" is."""
    if act.verb == "grant_extension" and asked_it_themselves(life, act, act.fields.get("promise", "")):
        yield Wrong(act.seq, "own_extension")
    if rule.signer:
        named = _named(life, rule, act.task)
        if not named:
            yield Wrong(act.seq, "no_signer", {"field": rule.signer})
        elif named not in (act.by, act.behalf):
            yield Wrong(act.seq, "not_the_signer", {"signer": naming(named)})
    if act.by.startswith("officer:"):
        yield from _themselves(life, act, rule)


def _themselves(life: Life, act: Act, rule: VerbRule) -> Iterator[Wrong]:
    """Why somebody else has to do it: whom the verb's `other_than` keeps from it is the one who acts, or their heir."""
    acting_now = {act.by, act.behalf} - {""}
    for name in rule.other_than:
        if name in life.service.verbs:
            if _did(life, name) & acting_now:
                yield Wrong(act.seq, "did_it_themselves", {"verb": rule.name, "did": name})
        elif f"officer:{value(life, name, act, act.task)}" in acting_now:
            yield Wrong(act.seq, "is_that_person", {"verb": rule.name, "field": name})


def _did(life: Life, verb: str) -> set[str]:
    """Who did a verb in this handling, in whose name, and who took over from them."""
    names = {by for one in life.this_handling if one.verb == verb for by in (one.by, one.behalf) if by}
    return {who for by in names for who in in_the_name_of(life, by)}


def of_another_unit(life: Life, act: Act, rule: VerbRule, by: Actor) -> Iterator[Wrong]:
    """A verb that an officer does only for a unit whose cases they handle, the one that the field `of_unit` names."""
    unit = value(life, rule.of_unit, act, act.task) if rule.of_unit else None
    if unit and by.kind == "officer" and not any((one.role, one.unit) == (HANDLER, unit) for one in by.posts):
        yield Wrong(act.seq, "not_of_the_unit", {"field": rule.of_unit or "", "unit": unit}, rule.of_unit or "")


def may_sign(life: Life, verb: VerbRule, actor: Actor, role: Acting, task: int, at: datetime) -> bool:
    """Whether this person, and not only the role they take, may do the verb to something that waits for it."""
    act = Act(0, at, verb.name, f"{actor.kind}:{actor.id}", role.role, role.behalf, task)
    if verb.name == "grant_extension":
        codes = {given.code for given in life.promises if given.task == task and requests(life, given.code, task)}
        return any(not asked_it_themselves(life, act, code) for code in codes)
    # Where the verb itself names the unit, that is still to be said.
    unit_stands = verb.of_unit not in (*verb.needs, *verb.may)
    against = [*signature(life, act, verb), *(of_another_unit(life, act, verb, actor) if unit_stands else ())]
    return not against


def asked_it_themselves(life: Life, act: Act, code: str) -> bool:
    """Whether one of the open requests is theirs, a deputy's of theirs, or of the one they stand in for."""
    asked = {who for one in requests(life, code, act.task) for by in (one.by, one.behalf) if by
             for who in in_the_name_of(life, by)}  # fmt: skip
    return bool(asked & {act.by, act.behalf})


def unfit_to_sign(life: Life, name: str, actor: Actor, area: str = "") -> list[VerbRule]:
    """The verbs for which a field names a signer and that this actor's posts do not let them do here."""
    rules = (rule for rule in life.service.verbs.values() if rule.signer == name)
    return [rule for rule in rules if acting(life, rule, actor, 0, area=area) is None]


def unfit(life: Life, act: Act, area: str) -> Iterator[Wrong]:
    """Somebody named as the one who is to sign, of whose posts none may do so here: nobody could."""
    for name, key in act.fields.items():
        rules = [rule for rule in life.service.verbs.values() if rule.signer == name]
        officer = Officer.objects.filter(pk=int(key)).first() if rules and key.isdigit() and len(key) <= 18 else None
        if officer is None or (life.lead is None and any(LEAD in rule.by for rule in rules)):
            continue
        against = unfit_to_sign(life, name, Actor.of(officer, act.at), area)
        if len(against) == len(rules):
            about = {"name": officer.name, "verb": against[0].name, "field": name}
            yield Wrong(act.seq, "may_not_sign", about, name)
        else:
            yield from _one_person(life, act, name, key, rules)


def _one_person(life: Life, act: Act, name: str, key: str, rules: Sequence[VerbRule]) -> Iterator[Wrong]:
    """Somebody named as the signer of a verb that is for somebody other than them: nobody could do it."""
    for rule in rules:
        for other in rule.other_than:
            if other in life.service.verbs:
                did = _did(life, other) | ({act.by, act.behalf} if act.verb == other else set())
                if f"officer:{key}" in did:
                    yield Wrong(act.seq, "signs_own", {"field": name, "did": other}, name)
            elif value(life, other, act, act.task) == key:
                yield Wrong(act.seq, "same_person", {"field": name, "other": other}, name)


def _named(life: Life, verb: VerbRule, task: int) -> str:
    """Who is to sign, as events name an officer; "" where nobody is, or need be."""
    key = value(life, verb.signer, None, task) if verb.signer else None
    return f"officer:{key}" if key else ""


def _delegated(life: Life, at: datetime, named: str, to: str) -> bool:
    """Whether the named person delegated on the case, last day included; without a day it holds to the end."""
    today = at.astimezone(life.zone).date()
    for one in life.acts:
        if one.verb == "delegate" and one.by == named and f"officer:{one.fields.get('to')}" == to:
            until = day_of(one.fields.get("until"))
            if "until" not in one.fields or (until is not None and today <= until):
                return True
    return False
