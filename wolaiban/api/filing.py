"""POST /cases: somebody asks, and leaves with a number and a running promise. 「登记接口」"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Status

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area
from wolaiban.promises.access import door
from wolaiban.promises.deciding import desk_decides
from wolaiban.promises.models import Case
from wolaiban.promises.moments import BACK_AT_MOST
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import town
from wolaiban.promises.verbs import register

from .callers import Caller, OptionalBearer
from .problems import Problem, lang, unknown_field, unknown_value
from .refusals import problem_of
from .repeating import HEADER, once
from .routers import cases
from .sent import NewCase
from .showing import address, promises_told, stage
from .told import PROBLEMS, CaseFiled

OWN_PARTS = ("subject", "text", "place", "board", "confidential")


@cases.post(
    "/cases",
    response={201: CaseFiled, **{code: PROBLEMS[code] for code in (400, 401, 403, 422)}},
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
        reply, again = once(caller.scope, key, asked, lambda: _file(request, caller, asked))
        response["Idempotency-Replayed"] = "true" if again else "false"
    else:
        reply = _file(request, caller, asked)
    return Status(201, reply)


def _file(request: HttpRequest, caller: Caller, asked: NewCase) -> dict[str, Any]:
    _check(asked, caller)
    requester = {name: text for name, text in asked.requester.model_dump().items() if text}
    said = {**asked.answers, **{name: getattr(asked, name) for name in OWN_PARTS}}
    try:
        case = register(
            asked.service,
            by=_actor(caller, asked),
            requester={"language": lang(), **requester},
            asked_at=asked.asked_at,
            written_at=asked.written_at,
            channel=asked.channel,
            area=asked.area,
            **{name: value for name, value in said.items() if value not in (None, "")},
        )
    except Refused as refused:
        raise problem_of(refused) from refused
    return told(request, case)


def told(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What somebody who filed a case leaves with."""
    return {
        "number": case.number,
        "tracking_code": case.tracking_code,
        "state": case.contract_state,
        "stage": stage(case),
        "promises": promises_told(case, staff=False),
        "url": address(request, case, with_code=True),
    }


def _actor(caller: Caller, asked: NewCase) -> Actor:
    """The asker, the officer on behalf, or, further back than a person may state, an import."""
    if caller.actor is None:
        return Actor.asker()
    if asked.asked_at and asked.asked_at < clock.now() - BACK_AT_MOST and caller.allows("import"):
        return Actor.importer(f"api:{caller.actor.id}")
    return caller.actor


def _check(asked: NewCase, caller: Caller) -> None:
    """Refuse what the kernel does not look at: an unknown service, an unknown area, answers to no question."""
    if asked.service not in town().services:
        raise unknown_value("service", asked.service, list(town().services))
    service = town().service(asked.service, (asked.asked_at or clock.now()).astimezone(town().zone).date())
    if service is None:
        raise Problem.at_field("service", "该事项在此日期尚未施行。", "The service was not in force on that day.")
    rule = service.verbs["register"]
    known = [*rule.needs, *rule.may]
    if caller.actor is None:  # how long a promise runs is for a desk to decide, not for who asks
        known = [name for name in known if name not in desk_decides(service)]
    wrong = [(f"answers.{name}", unknown_field(name, known)) for name in asked.answers if name not in known]
    if wrong:
        raise Problem.at_fields(wrong)
    if asked.area and not Area.objects.filter(code=asked.area).exists():
        codes = list(Area.objects.values_list("code", flat=True))
        raise unknown_value("area", asked.area, get_close_matches(asked.area, codes, n=1, cutoff=0.0))
