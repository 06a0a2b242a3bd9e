"""Do a verb to a case, on its own page or sent from the case's page. 「办理」"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, sees_requester
from wolaiban.promises.models import Case, Event
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform
from wolaiban.web.shared.acting import Action, chosen, officer_actions
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.showing import case_shown

from .beaten import beaten
from .changed import only_changed


@officers_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, actor: Actor, number: str, verb: str) -> HttpResponse:
    """The form of one verb, and the verb itself; a refusal stands beside the form, with what was typed."""
    case = access_case(actor, number)
    shown = case_shown(case, clock.now(), staff=True, by=actor, unmasked=sees_requester(actor, case))
    action = chosen(shown, officer_actions(shown, actor), verb, request.POST or request.GET)
    given = {"shown": shown, "case": case, "action": action}
    status = 200
    if request.method == "POST":
        try:
            _do(case, action, actor)
            messages.success(request, gettext("已记录：%(verb)s") % {"verb": action.label})
            return redirect("desk-case", case.number)
        except Refused as refused:
            action.form.refuse(refused)
            given["beaten"] = beaten(case, actor, refused)
            status = refused.status
    return render(request, "desk/verb.html", given, status=status)


def _do(case: Case, action: Action, actor: Actor) -> Event:
    said: dict[str, Any] = action.said()
    if action.verb == "correct":
        said = only_changed(case, said)
    return perform(case, action.verb, by=actor, task=action.task, tasks=action.openings(), **said)
