"""One case: what was asked, what is owed, what happened, and what can be done now. 「办件页」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, sees_requester
from wolaiban.web.shared.acting import officer_actions
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.showing import case_shown

from .twins import twins


@officers_only
@require_safe
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A case with the verbs that this officer may do now, each as a small form."""
    found = access_case(actor, number)
    shown = case_shown(found, clock.now(), staff=True, by=actor, unmasked=sees_requester(actor, found))
    given = {"shown": shown, "case": found, "actions": officer_actions(shown, actor), "twins": twins(found, actor)}
    return render(request, "desk/case.html", given)
