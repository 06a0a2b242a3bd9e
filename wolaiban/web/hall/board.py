"""The board of a service for anybody: what its file publishes, as of any day. 「公开看板」"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.promises.access import door
from wolaiban.statistics.board import board, has_board
from wolaiban.web.shared.boards import board_shown, day_asked, page_of
from wolaiban.web.shared.offers import offer, service_of_today
from wolaiban.web.shared.paging import ends


@door("anybody")
@require_safe
def public_board(request: HttpRequest, code: str) -> HttpResponse:
    """All cases that the file lists; the others are in the numbers."""
    service = service_of_today(code)
    if not has_board(service, public=True):
        raise Http404(code)
    on, after = request.GET.get("on", ""), request.GET.get("after", "")
    at, wrong = day_asked(on)
    found = board(code, at or clock.now(), public=True)
    page, onward = page_of(found.rows, after)
    given = {
        "offer": offer(service),
        "board": board_shown(found, page, public=True),
        "on": on if at else "",
        "wrong": wrong,
        **ends({"on": on} if at else {}, after, onward),
    }
    return render(request, "hall/board.html", given)
