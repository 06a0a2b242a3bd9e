"""POST /cases/{number}/{verb}: perform a verb. 「办理接口」"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header
from pydantic import BaseModel

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import NOT_ON_A_CASE, access_case, door
from wolaiban.promises.models import Case, Event
from wolaiban.promises.reading import promises_of
from wolaiban.promises.recording import life_of, service_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform

from .callers import Caller, OptionalBearer
from .carried import carried, openings
from .cases import seen_case
from .problems import Problem, say
from .refusals import possible_told, problem_of
from .repeating import HEADER, Reply, claiming, digest_of, once
from .routers import cases
from .sent import Act, Code
from .showing import promises_told, stage
from .told import Done, moment, problems

KEY = Header("", alias=HEADER, description="Sent again with the same content, it does nothing twice.")


@cases.post(
    "/cases/{number}/{verb}",
    response={200: Done, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    auth=OptionalBearer(),
)
@door("asker")
def act(
    request: HttpRequest,
    response: HttpResponse,
    number: str,
    verb: str,
    act: Act,
    tracking_code: Code = "",
    key: str = KEY,
) -> Any:
    """Perform a verb of the case's service, as an officer by token or as the asker by tracking code.

    409 says who did what last and what is possible now, 422 which field is wrong. `at` is for imports. The same
    `Idempotency-Key` with the same content gets the same answer, and the verb is done once.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    case, by = seen_case(request, number, tracking_code or act.tracking_code, scope="act")

    def do() -> Reply:
        service = service_of(case)
        _known(service, verb, case, by)
        said = carried(service, verb, act)
        _into(said, caller, case)
        who = _at(caller, by, act, case, service, verb)
        own = by.kind == "asker"
        event = perform(case, verb, by=who, at=act.at, task=act.task, tasks=openings(act), own=own, **said)
        return done(case, event, who)

    sent = act.model_copy(update={"tracking_code": ""})  # which is no content, and may stand in the address
    return answered(request, response, (case, by), key, sent, do)


def answered(
    request: HttpRequest,
    response: HttpResponse,
    whose: tuple[Case, Actor],
    key: str,
    sent: BaseModel,
    do: Callable[[], Reply],
) -> Reply:
    """What came of an act on a case; with a key that came before, what came of it then. Raises Problem.

    Keys are an officer's own, whatever token they send; those of askers are their case's.
    """
    case, by = whose
    try:
        if not key:
            return do()
        scope = f"officer:{by.id}" if by.kind == "officer" else f"case:{case.pk}"
        asked = digest_of(request.method or "", request.path, sent)
        reply, again = once(scope, key, asked, lambda keep: claiming(keep, do))
    except Refused as refused:
        raise problem_of(refused, case, by) from refused
    response["Idempotency-Replayed"] = "true" if again else "false"
    return reply


def done(case: Case, event: Event, by: Actor) -> dict[str, Any]:
    """How the case stands after the verb, for the one who did it."""
    return {
        "number": case.number,
        "verb": event.verb,
        "seq": event.seq,
        "at": moment(event.at),
        "state": case.contract_state,
        "stage": stage(case),
        "promises": promises_told(case, promises_of(case), staff=by.kind != "asker"),
        "possible": possible_told(life_of(case, clock.now()), case, by),
    }


def _known(service: Service, verb: str, case: Case, by: Actor) -> None:
    """Raise 404 for a verb that the service does not have, naming the nearest and what is possible."""
    known = [name for name in service.verbs if name not in NOT_ON_A_CASE]
    if verb in known:
        return
    near = get_close_matches(verb, known, n=1, cutoff=0.4)
    raise Problem(
        404,
        say(
            f"本事项没有操作“{verb}”。" + (f"是否指“{near[0]}”？" if near else "可办操作见 possible。"),
            f"This service has no verb {verb}. " + (f"Did you mean {near[0]}?" if near else "See `possible`."),
        ),
        more={"possible": possible_told(life_of(case, clock.now()), case, by)},
    )


def _into(said: dict[str, Any], caller: Caller, case: Case) -> None:
    """The case into which another is merged must be one that the caller may see."""
    if "into" not in said:
        return
    try:
        said["into"] = access_case(caller.actor, str(said["into"]))
    except Http404:
        raise Problem.at_field(
            "into", "没有这个编号的办件，请核对。", "There is no case of this number. Compare it."
        ) from None


def _at(caller: Caller, by: Actor, act: Act, case: Case, service: Service, verb: str) -> Actor:
    """Who acts, where an instant is stated: an import if the file lets imports do it, else the officer themselves."""
    if act.at is None:
        return by
    if not caller.allows("import"):
        raise Problem(
            403,
            say(
                "只有带 import 权限的令牌可以填写 at；请删去该项，以现在的时间办理。",
                "Only a token with the scope `import` may state `at`. Leave it out: it happens now.",
            ),
        )
    last = case.events.order_by("-seq").values_list("at", flat=True)[0]
    if not last <= act.at <= clock.now():
        raise Problem.at_field(
            "at",
            f"时间须在上一条记录（{moment(last)}）之后、现在之前。",
            f"The instant must lie after the last event ({moment(last)}) and not in the future.",
        )
    imports = "import" in service.verbs[verb].by
    return Actor.importer(f"api:{by.id}", by.posts) if imports else by
