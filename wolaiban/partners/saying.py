"""What a delivery says to a neighbouring town: a case with what may be passed on, or what was done. 「转出内容」

Put together when it goes out, as every message is: a person who was erased meanwhile is not told of. Only fields that
the service's file lists in `passes` leave the town, and who asked only with consent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from wolaiban.promises.life import Act, Life
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.names import units_by_code
from wolaiban.promises.neighbours import ASK, TRANSPORT, came_from, handled_by
from wolaiban.promises.reading import matters, said_at_first, words_by_seq
from wolaiban.promises.recording import life_of
from wolaiban.promises.town import town

from .asking import question
from .models import Counterpart
from .papers import with_files

REQUESTER = ("name", "phone", "organisation", "credit_code", "language")
"""What of who asks goes over the border, with consent: by what they are found, not their e-mail."""
CASE, ACT = "case", "act"
CORRECT, RESUME = "correct", "resume"


class NothingToSay(Exception):
    """There is nothing left to tell the other town; the text says why."""


def said(row: Delivery) -> dict[str, Any]:
    """The message of a delivery. Raises NothingToSay."""
    code = row.to.removeprefix(TRANSPORT)
    if row.case is None or code not in town().partners:
        raise NothingToSay("the town is no partner any more")
    life = life_of(row.case)
    act = next((act for act in life.acts if act.seq == row.seq), None)
    rule = life.service.partner
    if act is None or rule is None:
        raise NothingToSay("no file has this message any more")
    head = {"from": town().code, "to": code, "at": act.at, "seq": act.seq}
    if row.about == ASK:
        if (asked := question(row.case, life)) is None:
            raise NothingToSay("nobody is known by whom to ask")
        return {**head, "kind": ASK, **asked}
    number = int(row.about or 0)
    if number and number > len(life.tasks) - _opened_since(life, row.seq):
        return {**head, "kind": CASE, **_case(row.case, life, number)}
    if number:
        return {**head, "kind": ACT, "verb": rule.to_handler[act.verb], "number": row.case.number, "task": number,
                **_carried(row.case, life, act)}  # fmt: skip
    theirs = Counterpart.objects.filter(case=row.case, partner=came_from(life)).first()
    if theirs is None:
        raise NothingToSay("the case has no number there")
    return {**head, "kind": ACT, "verb": rule.to_home[act.verb], "number": theirs.number, "task": theirs.task,
            "own_number": row.case.number, **_carried(row.case, life, act)}  # fmt: skip


def _opened_since(life: Life, seq: int) -> int:
    """How many tasks the event and those after it opened."""
    return sum(len(act.tasks) for act in life.acts if act.seq >= seq)


def _case(case: Case, life: Life, number: int) -> dict[str, Any]:
    """The case as the unit beyond the border gets it: under the number of the town that was asked."""
    rule, first, task = life.service.partner, said_at_first(case), life.tasks[number]
    assert rule is not None, "a case is told of because the file says so"
    if handled_by(task) == "":
        raise NothingToSay("the task is over")
    defaults = {name: value for name in rule.passes if (value := life.service.default(name))}
    fields, rows = {**defaults, **life.fields}, words_by_seq(case)
    words = {**(rows[1].content if 1 in rows else {}), **first}
    sent = [act.seq for act in life.acts if act.verb in ("register", *rule.to_handler)]
    message = {
        "service": case.service,
        "number": case.number,
        "task": number,
        "unit": units_by_code([task.unit]).get(task.unit, task.unit),
        "matter": matters(case).get(number, ""),
        "asked_at": case.registered_at,
        "filed_at": {"town": town().code, "area": case.area, "channel": case.channel},
        "fields": {name: text for name, text in fields.items() if name in rule.passes},
        "words": _texts(words, rule.passes),
        "requester": _who(first.get("requester", {})) if _agreed(life) else {},
    }
    return with_files(message, case, [rows[seq].content for seq in sent if seq in rows], life.service)


def _carried(case: Case, life: Life, act: Act) -> dict[str, Any]:
    """What an act says in codes and typed words, as far as it is passed on."""
    rule, row = life.service.partner, words_by_seq(case).get(act.seq)
    passes = rule.passes if rule else ()
    typed = row.content if row else {}
    fields = {name: text for name, text in act.fields.items() if name in passes}
    ended = {span.reason for span in life.spans if span.until == act.at}
    if act.verb == RESUME and "reason" in passes and len(ended) == 1:
        fields.setdefault("reason", *ended)  # theirs may pause for more than one
    said: dict[str, Any] = {"fields": fields, "words": _texts(typed, passes)}
    mended = _who(typed.get("requester", {}))
    if act.verb == CORRECT and mended and _agreed(life):
        said["requester"] = mended
    return with_files(said, case, [typed], life.service)


def _agreed(life: Life) -> bool:
    """Whether who asked is named beyond the border: by their consent, or where the service asks for none."""
    rule = life.service.partner
    return rule is not None and (not rule.consent or life.fields.get(rule.consent) == "yes")


def _who(requester: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in requester.items() if name in REQUESTER and text}


def _texts(words: Mapping[str, Any], passes: Collection[str]) -> dict[str, str]:
    return {name: text for name, text in words.items() if name in passes and isinstance(text, str)}
