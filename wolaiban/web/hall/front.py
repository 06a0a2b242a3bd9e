"""The first page: what is promised, where to ask, how to follow, how it went. 「首页」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.promises.access import door
from wolaiban.web.shared.offers import offers_to_ask

from .account import small_account


@door("anybody")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The sentence, the ask button, the track field, the services and a small public account."""
    return render(request, "hall/front.html", {"offers": offers_to_ask(), "account": small_account()})
