"""The queue: least time left first. 「待办队列」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.web.shared.doors import officers_only

from .waiting import FILTERS, counts, page_of, rows_of


@officers_only
@require_safe
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases that an officer may see, by one of the filters, a page at a time."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in FILTERS else next(iter(FILTERS))
    cases, after = page_of(actor, chosen, request.GET.get("after", ""))
    found = {
        "rows": rows_of(cases, actor, clock.now()),
        "chosen": chosen,
        "filters": counts(actor),
        "after": after,
        "later": bool(request.GET.get("after")),
    }
    return render(request, "desk/queue.html", found)
