"""The board of a service for anybody: what its file publishes, as of any day. 「公开看板」"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.promises.access import door
from wolaiban.statistics.board import has_board
from wolaiban.web.shared.boards import board_asked
from wolaiban.web.shared.offers import offer, service_of_today


@door("anybody")
@require_safe
def public_board(request: HttpRequest, code: str) -> HttpResponse:
    """All cases that the file lists; the others are in the numbers."""
    service = service_of_today(code)
    if not has_board(service, public=True):
        raise Http404(code)
    given = {"offer": offer(service), **board_asked(code, request.GET, public=True)}
    return render(request, "hall/board.html", given)
