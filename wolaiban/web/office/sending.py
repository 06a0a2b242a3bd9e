"""What did not go out and what the clock could not settle: tried again or dropped by an operator. 「发送与搁置」"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from wolaiban.clockwork.instance import is_confirmed, place
from wolaiban.clockwork.models import PutOff
from wolaiban.clockwork.outbox import drop, try_again
from wolaiban.lib import clock
from wolaiban.partners.standing import exchanges
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.promises.models import Delivery
from wolaiban.promises.neighbours import PARTNER
from wolaiban.promises.posting import ASKER, ASKER_OF
from wolaiban.promises.town import town
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import PAGE, Line, lines_of, names_of
from .rooms import OPERATING


@dataclass(frozen=True)
class Row:
    """One delivery that was given up, as it is shown. 「未发出」"""

    delivery: Delivery
    line: Line | None
    to: str


@watching(OPERATING)
@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was given up, what is held, what was put off; one or all of the given up are tried again or dropped."""
    if request.method == "POST":
        return _decided(request)
    rows = list(Delivery.objects.given_up().select_related("case")[: PAGE + 1])
    put_off = list(PutOff.objects.filter(case__hidden="").select_related("case")[:PAGE])
    lines = lines_of([one.case for one in (*rows, *put_off) if one.case is not None and not one.case.hidden])
    given = {
        "at": clock.now(),
        "held": not is_confirmed(),
        "place": place(),
        "waiting": Delivery.objects.live().count(),
        "total": Delivery.objects.given_up().count(),
        "rows": _rows(rows[:PAGE], lines),
        "put_off": [(one, lines[one.case_id]) for one in put_off],
        "exchanges": exchanges(),
    }
    return render(request, "office/sending.html", given)


def _decided(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    try:
        chosen = None if sent.get("which") == "all" else [UUID(sent.get("which", ""))]
    except ValueError:
        chosen = []
    if sent.get("do") == "again":
        messages.success(request, gettext("%(n)d 条重新排队发送。") % {"n": try_again(clock.now(), chosen)})
    elif sent.get("do") == "drop":
        messages.success(request, gettext("%(n)d 条不再发送。") % {"n": drop(request.user.login, chosen)})
    return redirect("office-sending")


def _rows(rows: list[Delivery], lines: dict[UUID, Line]) -> list[Row]:
    to = [row.to.partition(":") for row in rows]
    keys = {int(key) for kind, _, key in to if kind == "officer" and key.isdigit()}
    people = dict(Officer.objects.filter(pk__in=keys).values_list("pk", "name"))
    names = names_of([key for kind, _, key in to if kind in ("unit", "role")])
    found = []
    for row, (kind, _, key) in zip(rows, to, strict=True):
        service = town().service(row.case.service) if row.case else next(iter(town().services.values()))[-1]
        if kind == PARTNER and (neighbour := town().partners.get(key)):
            shown = neighbour.name[reader_lang()]
        elif kind == "officer":
            shown = people.get(int(key), gettext("已离任人员")) if key.isdigit() else key
        else:
            whom = ASKER if kind == ASKER_OF else key or kind
            shown = names.holder(service, whom) if service else whom
        found.append(Row(row, lines.get(row.case_id) if row.case_id else None, shown))
    return found
