"""Cases that a leader took charge of: plan, meeting, signature; and how each leader stands. 「领导包案」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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

from .doors import watching
from .lines import Line, lines_of
from .rooms import LEADING

STEPS = ("take_charge", "sign_plan", "meet", "sign_result")
MOST = 200


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


def charges(actor: Actor, at: datetime) -> list[Charge]:
    """Cases in which a leader is named and that the actor may see, those in hand first, the newest of the others."""
    found = access_cases(actor).filter(fields__has_key="leader_in_charge")
    cases = list(found.order_by("is_over", "-registered_at")[:MOST])
    lines = lines_of(cases)
    keys = {case.fields["leader_in_charge"] for case in cases}
    names = {str(pk): name for pk, name in Officer.objects.filter(pk__in=keys).values_list("pk", "name")}
    done = _done(cases)
    late = {hit.cases[0] for hit in not_met(at)}
    rows = [_charge(case, lines[case.pk], names, done.get(case.pk, []), case.pk in late) for case in cases]
    return sorted(rows, key=lambda row: (row.line.case.finished_at is not None, not row.awaiting, not row.late))


def accounts(found: Iterable[Charge]) -> list[Account]:
    """Cases per leader and meetings held (field book 2.2)."""
    by_leader: dict[str, list[Charge]] = {}
    for row in found:
        by_leader.setdefault(row.leader, []).append(row)
    return [
        Account(
            leader,
            len(rows),
            sum(1 for row in rows if row.line.case.finished_at is None and not row.line.case.is_over),
            sum(1 for row in rows if row.awaiting),
            sum(1 for row in rows if row.met_at),
            sum(row.meetings for row in rows),
        )
        for leader, rows in sorted(by_leader.items())
    ]


@watching(LEADING)
@require_safe
def charge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All cases in charge; a leader sees first what waits for them alone."""
    at = clock.now()
    found = charges(actor, at)
    mine = [row for row in found if row.line.case.fields["leader_in_charge"] == actor.id]
    show = request.GET.get("show", "mine" if mine else "all")
    shown = mine if show == "mine" else found
    tabs = [
        (gettext("我包案的"), "?show=mine", len(mine), show == "mine"),
        (gettext("全部包案件"), "?show=all", len(found), show != "mine"),
    ]
    given = {"at": at, "rows": shown, "accounts": accounts(found), "tabs": tabs}
    return render(request, "office/charge.html", given)


def _done(cases: list[Case]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    for event in Event.objects.filter(case__in=cases, verb__in=STEPS).order_by("seq"):
        found.setdefault(event.case_id, []).append(event)
    return found


def _charge(case: Case, line: Line, names: dict[str, str], done: list[Event], late: bool) -> Charge:
    last = {event.verb: event.at for event in done}
    key = case.fields["leader_in_charge"]
    awaiting = case.state == "awaiting_leader"
    return Charge(
        line=line, leader=names.get(key, gettext("已离任人员")), key=case.fields.get("key") == "yes",
        since=last.get("take_charge"), planned_at=last.get("sign_plan"), met_at=last.get("meet"),
        meetings=sum(1 for event in done if event.verb == "meet"), signed_at=last.get("sign_result"),
        awaiting=awaiting, late=late,
    )  # fmt: skip
