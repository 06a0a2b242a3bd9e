"""The boards of the office: which services have one, and each with all its cases, as of any day. 「看板」"""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case
from wolaiban.promises.town import in_force
from wolaiban.promises.visibility import visible_to
from wolaiban.statistics.board import has_board
from wolaiban.web.shared.boards import board_asked
from wolaiban.web.shared.offers import service_of_today
from wolaiban.web.shared.showing import service_name

from .doors import watching


@watching()
@require_safe
def boards(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every service that has a board, with how many cases the reader may see on it."""
    services = [one for one in in_force() if has_board(one)]
    seen = Case.objects.filter(visible_to(actor)).order_by().values_list("service")
    cases = dict(seen.annotate(Count("pk")))
    rows = [(one.code, service_name(one), cases.get(one.code, 0)) for one in services]
    return render(request, "office/boards.html", {"rows": rows})


@watching()
@require_safe
def one_board(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The cases of one service on its board, those that the reader may see; `on` asks for an earlier day."""
    service = service_of_today(code)
    if not has_board(service):
        raise Http404(code)
    given = {"service": service_name(service), **board_asked(code, request.GET, seen=visible_to(actor))}
    return render(request, "office/board.html", given)
