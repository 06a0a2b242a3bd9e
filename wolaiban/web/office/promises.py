"""One list of promises, a page at a time. 「承诺清单」"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Organisation
from wolaiban.promises.town import in_force
from wolaiban.web.shared.paging import ends, page_after
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import PAGE, names_of
from .overview import list_of
from .rows import rows_of
from .standing import FILTERS, by_holder, chosen, labels, numbers

LEAST_TIME = ("due_at", "id")


@watching()
@require_safe
def promises(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The promises of one list, of one service or holder where one is chosen, least time first."""
    at, show = clock.now(), request.GET.get("show", "")
    show = show if show in FILTERS else "owed"
    service, holder = request.GET.get("service", ""), request.GET.get("holder", "")
    found = chosen(actor, show, at, service=service, holder=holder)
    after = request.GET.get("after", "")
    page, onward = page_after(found.select_related("case"), LEAST_TIME, after, PAGE)
    counted, words = numbers(actor, at), labels()
    chosen_by = (("show", show), ("service", service), ("holder", holder))
    given = {
        "at": at,
        "title": words[show],
        "tabs": [(words[name], list_of(name), counted[name], name == show) for name in FILTERS],
        "show": show,
        "services": [(one.code, service_name(one), one.code == service) for one in in_force()],
        "holders": _holders(actor, at, holder),
        "total": found.count(),
        "rows": rows_of(page, reader_lang(), at, actor),
        **ends({name: value for name, value in chosen_by if value}, after, onward),
    }
    return render(request, "office/promises.html", given)


def _holders(actor: Actor, at: datetime, holder: str) -> list[tuple[str, str, bool]]:
    """Those who hold anything in any list, by name."""
    codes = {row["holder"] for row in by_holder(actor, at)} | ({holder} if holder else set())
    names, services = names_of(codes), in_force()
    known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    found = [(code, names.holder(services[0], code) if services else code, code == holder) for code in codes]
    return sorted(found, key=lambda one: (one[0] in known, one[1]))
