"""Questions behind the queue: which cases, in which order, who holds them; reads only. 「队列查询」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases, sees_requester
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.names import units_by_code
from wolaiban.promises.reading import said_in_lists
from wolaiban.promises.recording import service_of
from wolaiban.web.shared.people import Names, rooms_of_roles
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

PAGE = 40
CURSOR = "~"


@dataclass(frozen=True)
class Row:
    """One line of the queue. 「队列行」"""

    case: Case
    service: str
    subject: str
    asker: str
    state: str
    holder: str
    promise: str
    due_at: datetime | None
    overdue: bool
    paused: bool


def mine(actor: Actor) -> Q:
    """Cases in which somebody waits for one of this actor's roles or units."""
    holders = {standing.role for standing in actor.posts} | {s.unit for s in actor.posts if s.role == "unit"}
    owed = Promise.objects.filter(holder__in=holders, settled_at=None, counts=True)
    return Q(pk__in=owed.values("case"))


FILTERS: dict[str, Callable[[Actor], Q]] = {
    "mine": mine,
    "unit": lambda actor: Q(pk__in=Case.objects.filter(tasks__unit__in=[s.unit for s in actor.posts]).values("pk")),
    "all": lambda actor: Q(),
    "waiting": lambda actor: Q(pk__in=Promise.objects.filter(state="paused", settled_at=None).values("case")),
    "filed": lambda actor: Q(collector=actor.id),
}


def labels() -> dict[str, str]:
    """The filters in the reader's language."""
    return {
        "mine": gettext("轮到我"),
        "unit": gettext("本单位"),
        "all": gettext("全部在办"),
        "waiting": gettext("暂停中"),
        "filed": gettext("我代填的"),
    }


def counts(actor: Actor) -> list[tuple[str, str, int]]:
    """Each filter with how many open cases it shows: code, label, number."""
    return [(code, label, _of(actor, code).count()) for code, label in labels().items()]


def page_of(actor: Actor, chosen: str, after: str) -> tuple[list[Case], str]:
    """One page of the queue and the cursor of the next one, empty on the last."""
    found = list(_beyond(_of(actor, chosen).least_time_first(), after)[: PAGE + 1])
    page = found[:PAGE]
    return page, cursor(page[-1]) if len(found) > PAGE else ""


def cursor(case: Case) -> str:
    """Where a page ended: the sort key of its last case, which stays put when cases come and go."""
    due = case.next_due_at.isoformat() if case.next_due_at else ""
    return CURSOR.join((due, case.registered_at.isoformat(), str(case.pk)))


def rows_of(cases: list[Case], actor: Actor, at: datetime) -> list[Row]:
    """The lines for a page of cases: four questions for all of them."""
    said = said_in_lists(cases)
    promises: dict[UUID, list[Promise]] = {}
    for promise in Promise.objects.filter(case__in=cases, settled_at=None, counts=True).order_by("due_at", "id"):
        promises.setdefault(promise.case_id, []).append(promise)
    holders = {promise.holder for many in promises.values() for promise in many}
    names = Names(units_by_code(holders), rooms=rooms_of_roles())
    return [_row(case, said.get(case.pk, {}), promises.get(case.pk, []), actor, names, at) for case in cases]


def _of(actor: Actor, chosen: str) -> QuerySet[Case]:
    found = access_cases(actor).filter(FILTERS[chosen](actor))
    return found if chosen == "filed" else found.open()


def _beyond(found: QuerySet[Case], after: str) -> QuerySet[Case]:
    """What comes after a cursor; one that is no cursor is passed over."""
    try:
        due, registered, key = after.split(CURSOR)
        registered_at, pk = datetime.fromisoformat(registered), UUID(key)
        due_at = datetime.fromisoformat(due) if due else None
    except ValueError:
        return found
    same = Q(registered_at__gt=registered_at) | Q(registered_at=registered_at, pk__gt=pk)
    if due_at is None:
        return found.filter(same, next_due_at=None)
    return found.filter(Q(next_due_at__gt=due_at) | Q(next_due_at=None) | Q(same, next_due_at=due_at))


def _row(case: Case, said: dict, promises: list[Promise], actor: Actor, names: Names, at: datetime) -> Row:
    service, lang = service_of(case), reader_lang()
    due = [p for p in promises if p.due_at is not None]
    first = (due or promises or [None])[0]
    requester = said.get("requester", {})
    asker = requester.get("organisation") or requester.get("name", "")
    if not sees_requester(actor, case):
        asker = gettext("已保密")
    return Row(
        case=case,
        service=service_name(service),
        subject=said.get("subject", ""),
        asker=asker,
        state=service.word("states", case.state, lang),
        holder=names.holder(service, first.holder) if first else "",
        promise=service.word("promises", first.code, lang) if first else "",
        due_at=first.due_at if first else None,
        overdue=bool(first and first.due_at and first.due_at < at),
        paused=bool(first and first.due_at is None),
    )
