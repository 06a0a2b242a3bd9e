"""GET /cases and GET /cases/{number}: one case, and a page of cases. 「查询接口」"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from wolaiban.catalogue.service import CONTRACT_STATES
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Organisation
from wolaiban.promises.access import access_case, access_cases, door
from wolaiban.promises.models import Case, Event, Promise, Task
from wolaiban.promises.reading import subjects
from wolaiban.promises.town import town

from .callers import Bearer, Caller, OptionalBearer
from .misread import unknown_names
from .outlook import CaseInFull
from .problems import Problem, unknown_code
from .routers import cases as router
from .sent import Code, Filters
from .showing import address, case_told, stage
from .told import Page, moment, problems


@router.get("/cases", response={200: Page, **problems(401, 403, 422)}, auth=Bearer())
@door("officer")
def list_cases(request: HttpRequest, filters: Query[Filters]) -> Any:
    """A page of the cases that the token's officer may see, the latest first; `next` leads on."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    caller.need("read")
    assert caller.actor is not None, "the door lets only officers in"
    _check(request, filters)
    found = _filtered(access_cases(caller.actor), filters)
    cases = list(found.order_by("-id")[: filters.limit + 1])
    more, cases = len(cases) > filters.limit, cases[: filters.limit]
    said, now = subjects(cases), clock.now()
    return {
        "cases": [
            {
                "number": case.number,
                "service": case.service,
                "subject": said.get(case.id, ""),
                "state": case.contract_state,
                "stage": stage(case),
                "registered_at": moment(case.registered_at),
                "next_due_at": moment(case.next_due_at),
                "overdue": case.next_due_at is not None and case.next_due_at < now,
                "lead_unit": case.lead_unit,
                "url": address(request, case, staff=True),
            }
            for case in cases
        ],
        "next": str(cases[-1].id) if more else None,
    }


def _check(request: HttpRequest, filters: Filters) -> None:
    """Raise Problem 422 for every filter that means nothing, rather than answer with an empty list."""
    wrong = unknown_names(request.GET, Filters)
    services = town().services
    if filters.service and filters.service not in services:
        wrong.append(("service", unknown_code(filters.service, list(services))))
    asked = services.get(filters.service) or [version for versions in services.values() for version in versions]
    states = dict.fromkeys([*CONTRACT_STATES, *(state for version in asked for state in version.states)])
    if filters.state and filters.state not in states:
        wrong.append(("state", unknown_code(filters.state, list(states), every=True)))
    if filters.unit and not _is_unit(filters.unit):
        units = list(Organisation.objects.values_list("code", flat=True))
        wrong.append(("unit", unknown_code(filters.unit, units)))
    if wrong:
        raise Problem.at_fields(wrong)


def _is_unit(code: str) -> bool:
    """A unit of the town, or whoever else has a task: a unit of an old record, a desk that was sent a notice."""
    return Organisation.objects.filter(code=code).exists() or Task.objects.filter(unit=code).exists()


def _filtered(found: Any, filters: Filters) -> Any:
    if filters.service:
        found = found.filter(service=filters.service)
    if filters.state:
        name = "contract_state" if filters.state in CONTRACT_STATES else "state"
        found = found.filter(**{name: filters.state})
    if filters.unit:
        found = found.of_unit(filters.unit)
    if filters.overdue:
        found = found.overdue(clock.now())
    if filters.holder:
        owed = Promise.objects.filter(holder=filters.holder, settled_at=None, counts=True)
        found = found.filter(pk__in=owed.values("case"))
    if filters.registered_from:
        found = found.filter(registered_on__gte=filters.registered_from)
    if filters.registered_to:
        found = found.filter(registered_on__lte=filters.registered_to)
    if filters.changed_since:
        found = found.filter(pk__in=Event.objects.filter(recorded_at__gte=filters.changed_since).values("case"))
    if filters.cursor:
        found = found.filter(id__lt=_cursor(filters.cursor))
    return found


def _cursor(text: str) -> UUID:
    # Keys of cases begin with their time, so that they are the order of the list themselves.
    try:
        return UUID(text)
    except ValueError:
        raise Problem.at_field(
            "cursor", "请原样使用上一页的 next。", "Use the `next` of the page before unchanged."
        ) from None


@router.get(
    "/cases/{number}",
    response={200: CaseInFull, **problems(401, 403, 404, 422)},
    auth=OptionalBearer(),
)
@door("asker")
def show_case(request: HttpRequest, number: str, tracking_code: Code = "") -> Any:
    """One case with its promises, their arithmetic, its history and what may be done now."""
    case, by = seen_case(request, number, tracking_code)
    return case_told(request, case, by)


def seen_case(request: HttpRequest, number: str, tracking_code: str, scope: str = "read") -> tuple[Case, Actor]:
    """The case and as whom the caller sees it: an officer by token, else its asker by tracking code; or Http404."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    caller.need(scope)
    if caller.actor is not None:
        return access_case(caller.actor, number), caller.actor
    case = access_case(None, number, tracking_code=tracking_code)
    return case, Actor.asker(case)
