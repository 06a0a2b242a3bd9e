"""The queue: least time left first. 「待办队列」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.roles import HANDLER
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.paging import ends

from .calling import attempts_of
from .searching import found
from .tabs import TABS, cases_of, tabs
from .waiting import page_of, rows_of


@officers_only
@require_safe
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases that an officer may see, in one of the tabs or as found by words, a page at a time."""
    now, sought = clock.now(), request.GET.get("q", "").strip()
    chosen = request.GET.get("show", "")
    chosen = "" if sought else chosen if chosen in TABS else next(iter(TABS))
    here = {"q": sought} if sought else {"show": chosen}
    after = request.GET.get("after", "")
    cases, onward = page_of(found(actor, sought) if sought else cases_of(actor, chosen, now), after)
    shown = {
        "rows": rows_of(cases, actor, now, attempts_of(cases, now) if chosen == "call_back" else {}),
        "chosen": chosen,
        "sought": sought,
        "tabs": tabs(actor, chosen, now),
        "units": sorted(actor.units(HANDLER)),
        **ends(here, after, onward),
    }
    return render(request, "desk/queue.html", shown)
