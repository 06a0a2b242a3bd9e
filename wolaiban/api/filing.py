"""POST /cases: somebody asks, and leaves with a number and a running promise. 「登记接口」"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from ninja import Header, Status

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises import limits
from wolaiban.promises.access import door
from wolaiban.promises.attaching import is_file
from wolaiban.promises.deciding import desk_decides
from wolaiban.promises.life import Wrong
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.moments import BACK_AT_MOST
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import town
from wolaiban.promises.verbs import register

from .callers import Caller, OptionalBearer
from .problems import Problem, lang, unknown_field_words, unknown_value
from .refusals import problem_of, too_often
from .repeating import HEADER, Keep, Reply, digest_of, once
from .routers import cases
from .sent import NewCase, Requester
from .showing import address, promises_told, stage
from .told import CaseFiled, problems

FILES_HERE = (
    "附件项应为 POST /files 所答 file 的列表，其他项不是列表。",
    "A field of files takes a list of what POST /files answered as `file`; other fields take no list.",
)
OWN_PARTS = ("subject", "text", "place", "board", "confidential")


@cases.post(
    "/cases",
    response={201: CaseFiled, **problems(400, 401, 403, 413, 415, 422, 429)},
    auth=OptionalBearer(),
)
@door("anybody")
def file_case(
    request: HttpRequest,
    response: HttpResponse,
    asked: NewCase,
    key: str = Header("", alias=HEADER, description="Sent again with the same content, it files nothing twice."),
) -> Any:
    """Register a case: without a token as the one who asks, with one on behalf of somebody.

    The same `Idempotency-Key` with the same content gets the same answer, tracking code included.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    caller.need("act")
    if key:
        reply, again = _once(request, caller, key, asked)
        response["Idempotency-Replayed"] = "true" if again else "false"
    else:
        reply = _file(request, caller, asked, lambda _: ())
    return Status(201, reply)


def _once(request: HttpRequest, caller: Caller, key: str, asked: NewCase) -> tuple[Reply, bool]:
    sent = digest_of(request.method or "", request.path, asked)
    return once(caller.scope, key, sent, lambda keep: _file(request, caller, asked, keep))


def _file(request: HttpRequest, caller: Caller, asked: NewCase, keep: Keep) -> Reply:
    service = _service(asked, caller)
    known, strange = _answers(service, asked, caller)
    requester = {name: text for name, text in asked.requester.model_dump().items() if text}
    said = {**known, **{name: getattr(asked, name) for name in OWN_PARTS}}
    now, address = clock.now(), "" if caller.actor else limits.address_of_caller(request)
    phone = "" if caller.actor else asked.requester.phone
    reply: Reply = {}

    def beside(case: Case, promises: Sequence[Promise]) -> list[Model]:
        reply.update(told(request, case, promises))
        return [*limits.filed(address, phone, now), *keep(reply)]

    try:
        limits.may_file(address, phone, now)
        register(
            asked.service,
            by=_actor(caller, asked),
            requester={"language": lang(), **requester},
            asked_at=asked.asked_at,
            written_at=asked.written_at,
            channel=asked.channel,
            area=asked.area,
            also=strange,
            beside=beside,
            **{name: value for name, value in said.items() if value not in (None, "")},
        )
    except limits.TooOften as often:
        raise too_often(often) from often
    except Refused as refused:
        raise _in_order(problem_of(refused), asked.answers) from refused
    return reply


def told(request: HttpRequest, case: Case, promises: Sequence[Promise]) -> Reply:
    """What somebody who filed a case leaves with."""
    return {
        "number": case.number,
        "tracking_code": case.tracking_code,
        "state": case.contract_state,
        "stage": stage(case),
        "promises": promises_told(case, promises, staff=False),
        "url": address(request, case, with_code=True),
    }


def _actor(caller: Caller, asked: NewCase) -> Actor:
    """The asker, the officer on behalf, or, further back than a person may state, an import."""
    if caller.actor is None:
        return Actor.asker()
    if asked.asked_at and asked.asked_at < clock.now() - BACK_AT_MOST and caller.allows("import"):
        return Actor.importer(f"api:{caller.actor.id}")
    return caller.actor


def _service(asked: NewCase, caller: Caller) -> Service:
    """The service asked for, of the day that is stated. Raises Problem 422 where there is none to check against."""
    if asked.service not in town().services:
        raise unknown_value("service", asked.service, list(town().services))
    at = asked.asked_at if asked.asked_at and caller.allows("import") else clock.now()
    service = town().service(asked.service, at.astimezone(town().zone).date())
    if service is None:
        raise Problem.at_field("service", "该事项在此日期尚未施行。", "The service was not in force on that day.")
    return service


def _answers(service: Service, asked: NewCase, caller: Caller) -> tuple[dict[str, Any], list[Wrong]]:
    """The answers that the service asks for, and what is wrong with the others."""
    rule = service.verbs["register"]
    asks = [*rule.needs, *rule.may]
    if caller.actor is None:  # how long a promise runs is for a desk to decide, not for who asks
        asks = [name for name in asks if name not in desk_decides(service)]
    strange = []
    for name in asked.answers:
        if name not in asks:
            zh, en = unknown_field_words(name, asks)
            strange.append(Wrong(1, "at_the_door", {"zh": zh, "en": en}, f"answers.{name}"))
        elif isinstance(asked.answers[name], list) is not is_file(service, name):
            strange.append(Wrong(1, "at_the_door", dict(zip(("zh", "en"), FILES_HERE, strict=True)), f"answers.{name}"))
    wrong = {one.field.partition(".")[2] for one in strange}
    return {name: value for name, value in asked.answers.items() if name not in wrong}, strange


def _in_order(problem: Problem, answers: Mapping[str, Any]) -> Problem:
    """The same problem with its fields as they were sent, in the order of the form."""
    form = [*(field for name in NewCase.model_fields for field in _places(name)), *(f"answers.{n}" for n in answers)]
    named = [(f"answers.{f}" if f in answers and f not in OWN_PARTS else f, said) for f, said in problem.errors]
    first = {field: place for place, field in enumerate(form)}
    named.sort(key=lambda one: first.get(one[0], len(form)))
    return Problem(problem.status, " ".join(dict.fromkeys(said for _, said in named)) or problem.detail, named)


def _places(name: str) -> list[str]:
    """A part of the form, or its own parts."""
    return [f"{name}.{part}" for part in Requester.model_fields] if name == "requester" else [name]
