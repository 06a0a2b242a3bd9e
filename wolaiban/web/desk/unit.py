"""The page of a unit: what it answered, how many key ones, how many late, and what it was reminded of. 「本单位」"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Organisation
from wolaiban.promises.access import access_cases
from wolaiban.promises.reading import matters
from wolaiban.promises.recording import service_of
from wolaiban.promises.town import town
from wolaiban.promises.visibility import sees_whole_town
from wolaiban.statistics.units import account_of, reminded_of
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

AT_MOST = 200


@officers_only
@require_safe
def unit(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One unit, for its own officers and for those who see the whole town."""
    if code not in {standing.unit for standing in actor.posts} and not sees_whole_town(actor):
        raise Http404(code)
    found, at = get_object_or_404(Organisation, code=code), clock.now()
    accounts = [(service_name(town().services[one.service][-1]), one) for one in account_of(code, at)]
    seen = reminded_of(code, at).filter(case__in=access_cases(actor))
    rows = [
        {
            "promise": promise,
            "case": promise.case,
            "label": service_of(promise.case).word("promises", promise.code, reader_lang()),
            "matter": matters(promise.case).get(promise.task, ""),
            "overdue": promise.broken_at is not None or (promise.due_at is not None and promise.due_at < at),
        }
        for promise in seen.prefetch_related("case__words")[:AT_MOST]
    ]
    return render(request, "desk/unit.html", {"unit": found, "accounts": accounts, "rows": rows})
