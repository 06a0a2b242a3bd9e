"""Cases that a leader took charge of: plan, meeting, signature; and how each leader stands. 「领导包案」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.promises.access import access_cases
from wolaiban.promises.models import Case, Event
from wolaiban.promises.signals import not_met
from wolaiban.web.shared.paging import ends, page_after

from .doors import watching
from .lines import PAGE, Line, lines_of
from .rooms import LEADING

LEADER, AWAITING = "leader_in_charge", "awaiting_leader"
STEPS = ("take_charge", "sign_plan", "meet", "sign_result")


@dataclass(frozen=True)
class Charge:
    """One case in charge: who, since when, what was done, what is missing. 「包案件」"""

    line: Line
    leader: str
    key: bool
    since: datetime | None
    planned_at: datetime | None
    met_at: datetime | None
    meetings: int
    signed_at: datetime | None
    awaiting: bool
    late: bool


@dataclass(frozen=True)
class Account:
    """How one leader stands: cases, still open, met, meetings. 「包案账」"""

    leader: str
    cases: int
    open: int
    awaiting: int
    met: int
    meetings: int


def in_charge(actor: Actor) -> QuerySet[Case]:
    """Cases in which a leader is named and that the actor may see."""
    return access_cases(actor).filter(fields__has_key=LEADER)


def charges(cases: list[Case], at: datetime) -> list[Charge]:
    """What was done in each of these cases, those that wait for a signature first."""
    lines = lines_of(cases)
    names = _names({case.fields[LEADER] for case in cases})
    done = _done(cases)
    late = {hit.cases[0] for hit in not_met(at)}
    rows = [_charge(case, lines[case.pk], names, done.get(case.pk, []), case.pk in late) for case in cases]
    return sorted(rows, key=lambda row: (row.line.case.finished_at is not None, not row.awaiting, not row.late))


def accounts(found: QuerySet[Case]) -> list[Account]:
    """Cases per leader and meetings held, of all cases (field book 2.2)."""
    open_ones = Count("pk", filter=Q(finished_at=None, is_over=False))
    awaiting = Count("pk", filter=Q(state=AWAITING))
    by_leader = (
        found.order_by().values_list(f"fields__{LEADER}").annotate(cases=Count("pk"), open=open_ones, waits=awaiting)
    )
    meetings = Event.objects.filter(verb="meet", case__in=found).order_by().values_list(f"case__fields__{LEADER}")
    met = {str(key): counts for key, *counts in meetings.annotate(met=Count("case", distinct=True), n=Count("pk"))}
    # SQLite gives back the digits of a text as a number.
    rows = [(str(key), *counts) for key, *counts in by_leader]
    names = _names({key for key, *_ in rows})
    told = [Account(names.get(key, _gone()), *counts, *met.get(key, (0, 0))) for key, *counts in rows]
    return sorted(told, key=lambda one: one.leader)


@watching(LEADING)
@require_safe
def charge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All cases in charge; a leader sees first what waits for them alone."""
    at, after = clock.now(), request.GET.get("after", "")
    found = in_charge(actor)
    mine = found.filter(**{f"fields__{LEADER}": actor.id})
    own = mine.count()
    show = "mine" if request.GET.get("show", "mine" if own else "all") == "mine" else "all"
    cases, onward = page_after(mine if show == "mine" else found, ("is_over", "-registered_at", "id"), after, PAGE)
    tabs = [
        (gettext("我包案的"), "?show=mine", own, show == "mine"),
        (gettext("全部包案件"), "?show=all", found.count(), show != "mine"),
    ]
    given = {
        "at": at,
        "rows": charges(cases, at),
        "accounts": accounts(found),
        "tabs": tabs,
        **ends({"show": show}, after, onward),
    }
    return render(request, "office/charge.html", given)


def _names(keys: set[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Officer.objects.filter(pk__in=keys).values_list("pk", "name")}


def _gone() -> str:
    return gettext("已离任人员")


def _done(cases: list[Case]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    for event in Event.objects.filter(case__in=cases, verb__in=STEPS).order_by("seq"):
        found.setdefault(event.case_id, []).append(event)
    return found


def _charge(case: Case, line: Line, names: dict[str, str], done: list[Event], late: bool) -> Charge:
    last = {event.verb: event.at for event in done}
    return Charge(
        line=line, leader=names.get(case.fields[LEADER], _gone()), key=case.fields.get("key") == "yes",
        since=last.get("take_charge"), planned_at=last.get("sign_plan"), met_at=last.get("meet"),
        meetings=sum(1 for event in done if event.verb == "meet"), signed_at=last.get("sign_result"),
        awaiting=case.state == AWAITING, late=late,
    )  # fmt: skip
