"""What comes from a neighbouring town: checked, done once, answered; or turned away, on record. 「收件」"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from wolaiban.catalogue.partner_rules import Partner
from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Organisation
from wolaiban.promises import files
from wolaiban.promises.life import Life
from wolaiban.promises.life.chances import MOVES_CLOCKS
from wolaiban.promises.life.tasks import DROPPED
from wolaiban.promises.life.values import CASE_NUMBER
from wolaiban.promises.models import Case
from wolaiban.promises.neighbours import ASK, PARTNER
from wolaiban.promises.recording import life_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import in_force, today, town
from wolaiban.promises.verbs import perform, register

from . import asking, papers
from .models import Counterpart, Received, TurnedAway
from .not_taken import NotTaken
from .saying import ACT, CASE, CORRECT, REQUESTER, RESUME
from .signatures import NotSigned, check

LONGEST, EARLIEST = 20_000, 1970
NEVER = ("register", "merge", "join", "erase", "recount", "hand_over", "delegate")
"""Verbs that no neighbour does, whatever a file says: they are about other cases, or who works here."""


def take(partner: Partner, path: str, read: Callable[[], bytes], headers: Mapping[str, str]) -> dict[str, Any]:
    """Do what a neighbour's message says, once, and give the answer to it; `read` gives the body, once it is theirs.

    Raises NotSigned for a message that is not theirs, old or for another town, NotTaken and Refused for one that
    cannot be done; each is on record.
    """
    try:
        body = check(path, read, headers, by=partner.code, key=partner.key, now=clock.now(), speed=clock.speed())
        message = _read(body)
        if message.get("to") != town().code or message.get("from") != partner.code:
            raise NotSigned("addressee", "这条消息不是发给本城的。", "This message is for another town.")
        return _once(partner, message)
    except NotSigned as wrong:
        _turn_away(partner, wrong.code, wrong.en)
        raise
    except (NotTaken, files.NotTaken, files.TooLarge) as wrong:
        _turn_away(partner, "not_done", wrong.en)
        raise
    except Refused as wrong:
        _turn_away(partner, "not_done", wrong.message("en"))
        raise


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotTaken(400, "内容不是 JSON 对象。", "The body is no JSON object.")
    return found


def _once(partner: Partner, message: dict[str, Any]) -> dict[str, Any]:
    """The message done, or the answer that it got before: row and act are one transaction."""
    try:
        key = UUID(str(message.get("id", "")))
    except ValueError:
        raise NotTaken(422, "id 应为 UUID。", "id must be a UUID.") from None
    if (before := Received.objects.filter(partner=partner.code, key=key).first()) is not None:
        return before.answer
    try:
        with transaction.atomic():
            done_at = _instant(message.get("at"))
            row = Received.objects.create(partner=partner.code, key=key, at=clock.now(), done_at=done_at)
            row.case, row.answer = _do(partner, message)
            row.save(update_fields=["case", "answer"])
    except IntegrityError:
        twin = Received.objects.filter(partner=partner.code, key=key).first()
        if twin is None:
            raise
        return twin.answer  # the same message came twice at once
    return row.answer


def _instant(said: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return found if found.tzinfo is not None and found.year > EARLIEST else None


def _do(partner: Partner, message: dict[str, Any]) -> tuple[Case | None, dict[str, Any]]:
    """What is asked, told or passed on, done; with the case here, where there is one, and the answer."""
    number, task = message.get("number"), message.get("task", 1 if message.get("kind") == ASK else None)
    if not (isinstance(number, str) and CASE_NUMBER.fullmatch(number) and isinstance(task, int) and 0 < task < 10_000):
        raise NotTaken(422, "编号或分项不可用。", "The number or the task cannot be used.")
    if message.get("kind") == ASK:
        return None, {"number": number, "state": "", "earlier": asking.answer(message)}
    if message.get("kind") not in (CASE, ACT):
        raise NotTaken(422, f"kind 应为 {CASE}、{ACT} 或 {ASK}。", f"kind must be {CASE}, {ACT} or {ASK}.")
    case = (_take_case if message["kind"] == CASE else _act)(partner, message, number, task)
    return case, {"number": case.number, "state": case.contract_state}


def _take_case(partner: Partner, message: dict[str, Any], number: str, task: int) -> Case:
    """Register a neighbour's case under the service that takes such; their number stands beside ours."""
    theirs = str(message.get("service", ""))
    service = next((one for one in in_force() if one.partner and theirs in one.partner.takes), None)
    if service is None:
        raise NotTaken(
            422, f"本城没有事项受理邻城的“{theirs}”。", f"No service of this town takes {theirs} of a neighbour."
        )
    known = Counterpart.objects.filter(partner=partner.code, number=number, task=task).select_related("case").first()
    if known is not None:
        return known.case
    requester = {n: t for n, t in _texts(message.get("requester")).items() if n in REQUESTER}
    if not requester.get("name") and not requester.get("organisation"):
        requester["name"] = f"{partner.name['zh']} {number}"  # who asked did not agree to be named here
    taken = Case.objects.filter(service=service.code, external_number=number).exists()
    case = register(
        service.code, by=Actor.neighbour(partner.code), requester=requester, channel=PARTNER,
        external_number=f"{number}/{task}" if taken else number, **_said(service, "register", message),
        **papers.taken(service, "register", message, by=_by(partner), at=clock.now()),
    )  # fmt: skip
    Counterpart.objects.create(case=case, partner=partner.code, number=number, task=task)
    _carry_on(case, service, partner, message)
    return case


def _by(partner: Partner) -> str:
    return f"{PARTNER}:{partner.code}"


def _carry_on(case: Case, service: Service, partner: Partner, message: dict[str, Any]) -> None:
    """What was found out over there after the case was asked, such as papers checked, by a verb that takes it."""
    rule, told = service.partner, set(_said(service, "register", message))
    for verb in rule.to_handler.values() if rule else ():
        said = {name: text for name, text in _said(service, verb, message).items() if name not in told}
        if said and verb not in NEVER and set(service.verbs[verb].needs) <= set(said):
            perform(case, verb, by=Actor.neighbour(partner.code), **said)
            told |= set(said)


def _act(partner: Partner, message: dict[str, Any], number: str, task: int) -> Case:
    """Do a verb on the task of theirs that a case of ours has, or on the case of ours that came from them."""
    verb = str(message.get("verb", ""))
    case, life, at_home = _meant(partner, number, task)
    service, rule = life.service, life.service.partner
    allowed = (set(rule.to_home.values()) if at_home else set(rule.to_handler.values())) if rule else set()
    if verb not in allowed or verb in NEVER or verb not in service.verbs or (at_home and verb == CORRECT):
        raise NotTaken(422, f"邻城不能做“{verb}”。", f"A neighbouring town may not do {verb}.")
    units = Organisation.objects.filter(partner=partner.code).values_list("code", flat=True) if at_home else ()
    by = Actor.neighbour(partner.code, sorted(units))
    said = {**_said(service, verb, message), **papers.taken(service, verb, message, by=_by(partner), at=clock.now())}
    if not at_home and verb == CORRECT:
        said |= {"requester": {n: t for n, t in _texts(message.get("requester")).items() if n in REQUESTER}}
    for number_here in _meant_tasks(life, verb, task if at_home else 0, said.get("reason")):
        perform(case, verb, by=by, task=number_here, **said)
    if at_home and isinstance(message.get("own_number"), str):
        note_number(case, partner.code, task, message["own_number"])
    case.refresh_from_db()
    return case


def _meant(partner: Partner, number: str, task: int) -> tuple[Case, Life, bool]:
    """The case of a number with a task of theirs, asked here; else (False) the one that they passed on under it."""
    case = Case.objects.filter(number=number).first()
    if case is not None:
        life = life_of(case)
        here = life.tasks.get(task)
        if here is not None and here.partner == partner.code:
            if here.state == DROPPED:
                raise NotTaken(409, f"{number} 的分项 {task} 已退回。", f"Task {task} of {number} was given back.")
            return case, life, True
    found = Counterpart.objects.filter(partner=partner.code, number=number, task=task).select_related("case")
    came = found.filter(case__channel=PARTNER).first()
    if came is None:
        raise NotTaken(404, f"没有与 {number} 对应的办件。", f"There is no case here that belongs to {number}.")
    return came.case, life_of(came.case), False


def _meant_tasks(life: Life, verb: str, task: int, reason: str | None) -> list[int]:
    """The tasks here, 0 for the case, on which a verb is done: of theirs, or what a pause stopped here.

    None where both sides resumed at once: it is done already.
    """
    if verb == RESUME:
        paused = dict.fromkeys(span.task for span in life.spans if span.until is None and reason in (None, span.reason))
        return [number for number in paused if not task or number == task]
    return [task if life.service.verbs[verb].on or verb in MOVES_CLOCKS else 0]


def _said(service: Service, verb: str, message: dict[str, Any]) -> dict[str, str]:
    """What the verb here takes of what was sent; the rest stays out, and so does what is no text."""
    rule = service.verbs[verb]
    sent = {**_texts(message.get("fields")), **_texts(message.get("words"))}
    return {name: sent[name] for name in (*rule.needs, *rule.may) if name in sent and name in service.fields}


def _texts(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {
        str(name): text
        for name, text in given.items()
        if isinstance(text, str) and len(text) <= LONGEST and "\x00" not in text
    }


def note_answer(partner: str, message: Mapping[str, Any], answer: Any) -> None:
    """Keep the number that a neighbour gave a case that we passed on.

    Raises ValueError for what is no answer, NotTaken for a number that belongs to another case of ours.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("number"), str):
        raise ValueError("no number")
    case = Case.objects.filter(number=message["number"]).first()
    if case is not None and message["kind"] == ASK:
        asking.note(case, partner, message, answer)
    elif case is not None and message["kind"] == CASE:
        note_number(case, partner, message["task"], answer["number"])


def note_number(case: Case, partner: str, task: int, number: str) -> None:
    """Keep the number that a case of ours has in a neighbour's record. Raises NotTaken where another case has it."""
    if not CASE_NUMBER.fullmatch(number) or Counterpart.objects.filter(case=case, partner=partner, task=task).exists():
        return
    try:
        with transaction.atomic():
            Counterpart.objects.create(case=case, partner=partner, task=task, number=number)
    except IntegrityError:
        if not Counterpart.objects.filter(case=case, partner=partner, task=task).exists():
            wrong = f"编号 {number} 已属于另一件。", f"The number {number} belongs to another case already."
            raise NotTaken(422, *wrong) from None


def _turn_away(partner: Partner, why: str, about: str) -> None:
    """One more for the day: a count, because anybody can send what is not signed."""
    day, now = today(), clock.now()
    row, _ = TurnedAway.objects.get_or_create(partner=partner.code, on=day, why=why, defaults={"last_at": now})
    TurnedAway.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=now, about=about[:300])
