"""One case: what was asked, what is owed, what happened, and what can be done now. 「办件页」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.partners.standing import numbers_there
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, sees_requester
from wolaiban.promises.looking_back import perhaps_earlier
from wolaiban.web.shared.acting import officer_actions
from wolaiban.web.shared.boards import figures_shown
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.linking import links_shown
from wolaiban.web.shared.outlook import outlook_shown
from wolaiban.web.shared.showing import case_shown

from .grouping import groups, note_of
from .lanes import lanes
from .preparing import prepare
from .twins import earlier, twins


@officers_only
@require_safe
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A case with the verbs that this officer may do now, each as a small form."""
    found, now = access_case(actor, number), clock.now()
    shown = case_shown(found, now, staff=True, by=actor, unmasked=sees_requester(actor, found))
    actions = prepare(shown, officer_actions(shown, actor), now)
    outlook = outlook_shown(shown, now, staff=True)
    given = {
        "shown": shown,
        "case": found,
        "is_ours": shown.is_with(actor),
        "main_action": next((action for action in actions if action.is_main), None),
        "groups": groups(shown, actions),
        "note": note_of(actions),
        "lanes": lanes(shown, outlook),
        "outlook": outlook,
        "figures": figures_shown(shown.life),
        "owed": [promise for promise in shown.owed if not promise.task],
        "settled": [promise for promise in shown.settled if not promise.task],
        "twins": twins(found, actor),
        "earlier": earlier(found, actor),
        "perhaps": () if found.is_over or shown.masked else perhaps_earlier(found),
        "links": links_shown(found, actor),
        "there": list(numbers_there(found)) if shown.service.partner else (),
    }
    return render(request, "desk/case.html", given)
