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
from wolaiban.web.shared.uploads import take_files

from .beaten import beaten, kept_as_note
from .changed import only_changed
from .foretelling import looked_at
from .preparing import prepare
from .returning import with_ground
from .since import done_since


@officers_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, actor: Actor, number: str, verb: str) -> HttpResponse:
    """The form of one verb, and the verb itself; whatever stands in the way, what was typed stays."""
    case, now = access_case(actor, number), clock.now()
    shown = case_shown(case, now, staff=True, by=actor, unmasked=sees_requester(actor, case))
    actions = officer_actions(shown, actor)
    prepare(shown, [action for action in actions if action.verb == verb], now)
    action = chosen(shown, actions, verb, request.POST or request.GET)
    given: dict[str, Any] = {"shown": shown, "case": case, "action": action}
    status = 200
    try:
        if request.method == "POST":
            take_files(action.form, request, shown.service, actor)
            if "look" in request.POST:
                given |= {"has_looked": True, "looked": looked_at(shown, action, now)}
            elif since := done_since(shown, action, actor, request.POST.get("seen", "")):
                given["since"], status = since, 409
            else:
                _do(case, action, actor)
                messages.success(request, gettext("已记录：%(verb)s") % {"verb": action.label})
                return redirect("desk-case", case.number)
    except Refused as refused:
        action.form.refuse(refused)
        given |= {"beaten": beaten(case, actor, refused), "note": kept_as_note(action, actions)}
        status = refused.status
    return render(request, "desk/verb.html", given, status=status)


def _do(case: Case, action: Action, actor: Actor) -> Event:
    said: dict[str, Any] = with_ground(action.said())
    if action.verb == "correct":
        said = only_changed(case, said)
    return perform(case, action.verb, by=actor, task=action.task, tasks=action.openings(), **said)
