"""What a neighbour's record has of earlier cases: asked, answered, and written down as an act of theirs. 「先例查询」

A rule that looks back names the field for the answer (`there`), and the service says at which verb is asked and as
which verb the answer is done (`asks`). By what a party is known goes along, and nothing else of them; the town that is
asked keeps that it was asked, for which case, and what it answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wolaiban.catalogue.rules import ASKER, Rule
from wolaiban.catalogue.rules import in_force as version_on
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.asker import RECOGNISED_BY, REQUESTER, asker_key
from wolaiban.promises.life import Life
from wolaiban.promises.life.values import CASE_NUMBER, day_of
from wolaiban.promises.looking_back import earlier_cases
from wolaiban.promises.models import Case
from wolaiban.promises.neighbours import neighbour
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.recording import life_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.ruling import asking, back
from wolaiban.promises.town import in_force, today, town
from wolaiban.promises.verbs import perform

from .not_taken import NotTaken

KNOWN_BY = tuple(name for name in RECOGNISED_BY if name in REQUESTER)
"""By what somebody is recognised in both towns: the surest of these goes along."""


def question(case: Case, life: Life) -> dict[str, Any] | None:
    """What is asked about a case: the rule, what must be the same, on which day, about whom; None of nobody known."""
    rule, requester = asking(life.service, town()), said_at_first(case).get("requester", {})
    known = next(({name: requester[name]} for name in KNOWN_BY if requester.get(name)), None)
    if rule is None or rule.look_back is None or known is None:
        return None
    same = {name: life.fields.get(name, "") for name in rule.look_back.same if name != ASKER}
    day = day_of(life.fields.get(rule.day)) or case.registered_on
    return {"number": case.number, "rule": rule.code, "on": day.isoformat(), "same": same, "asker": known}


def answer(message: Mapping[str, Any]) -> list[str]:
    """The number of the latest case of this record that the look-back finds, or none. Raises NotTaken."""
    rule, same = _rule(message), message.get("same")
    look, who = rule.look_back, message.get("asker")
    alike = set(look.same) - {ASKER} if look else set()
    if look is None or not _are_texts(same) or not _are_texts(who) or set(same) != alike:
        raise NotTaken(422, "查询的内容不全。", "The question does not say all that the rule compares.")
    item = rule.item(same.get(rule.items_of, ""))
    within = item.within if item and item.within else look.within
    day = day_of(str(message["on"]))
    assert day is not None, "the version was found by it"
    theirs = Case(asker_key=asker_key(who), registered_at=clock.now())  # of no record here: only compared
    return earlier_cases(theirs, rule, back(within, day), today(), same)[:1]


def _rule(message: Mapping[str, Any]) -> Rule:
    """The version that held on the day in question, of a rule about which neighbours may ask."""
    code, day = str(message.get("rule", "")), day_of(str(message.get("on", "")))
    open_to_them = any(code in service.partner.answers for service in in_force() if service.partner)
    rule = version_on(town().rules.get(code, ()), day) if open_to_them and day else None
    if rule is None:
        raise NotTaken(422, f"本城不按“{code}”答复查询。", f"This town answers no question by {code}.")
    return rule


def _are_texts(given: Any) -> bool:
    return isinstance(given, dict) and all(isinstance(text, str) and "\x00" not in text for text in given.values())


def note(case: Case, partner: str, message: Mapping[str, Any], told: Any) -> None:
    """Write their answer down as an act on the case that asked, once. Raises ValueError for no answer of ours."""
    numbers = told.get("earlier") if isinstance(told, dict) else None
    if not isinstance(numbers, list) or not all(isinstance(one, str) and CASE_NUMBER.fullmatch(one) for one in numbers):
        raise ValueError("no answer")
    life = life_of(case)
    rule, asked = asking(life.service, town()), next((act for act in life.acts if act.seq == message["seq"]), None)
    verb = life.service.partner.asks.get(asked.verb) if life.service.partner and asked else None
    if verb is None or rule is None or rule.look_back is None:
        return
    if any(act.seq > message["seq"] and act.verb == verb and neighbour(act.by) == partner for act in life.acts):
        return  # sent again after the answer was written down
    fields = {rule.look_back.there: numbers[0]} if numbers else {}
    try:
        perform(case, verb, by=Actor.neighbour(partner), **fields)
    except Refused:
        return  # the case is over by now; the attempt is on record
