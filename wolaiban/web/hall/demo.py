"""In a town for demonstration: enter as any officer with one click. Elsewhere there is no such page. 「演示入口」"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.contrib.auth import logout as sign_out
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from wolaiban.clockwork.playing import played
from wolaiban.lib import clock
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.access import door
from wolaiban.promises.town import town

from .faces import face_of, faces
from .moving import slow_down

TILES = [
    {"value": "12", "label": "respond", "note": "n = 40", "tone": "", "href": "#rows"},
    {"value": "3", "label": "done", "note": "n = 40", "tone": "late", "href": "#rows"},
    {"value": "5", "label": "sign", "note": "n = 40", "tone": "soon", "href": "#rows"},
    {"value": "82.5%", "label": "satisfied_rate", "note": "33 / 40", "tone": "good", "href": ""},
]
"""What the page of components shows; codes for labels, because it is for those who write pages."""


@door("anybody")
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody who holds a post today, by role."""
    _only_in_a_demo()
    return render(request, "hall/demo.html", {"roles": faces(), "played": played()})


@door("anybody")
@require_POST
def enter(request: HttpRequest, login: str) -> HttpResponse:
    """Sign in as an officer without a password."""
    _only_in_a_demo()
    officer = face_of(login)
    sign_in(request, officer, backend=BACKEND)
    if slow_down():
        messages.info(request, gettext("时钟已放回原速，您可以从容地办。要快，再拨页顶的钟。"))
    return redirect("desk")


@door("anybody")
@require_POST
def as_asker(request: HttpRequest) -> HttpResponse:
    """Leave whatever post one held and ask something, with time to type."""
    _only_in_a_demo()
    sign_out(request)
    slow_down()
    return redirect("choose")


@door("anybody")
@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """Every component of the pages on one page, with invented figures."""
    _only_in_a_demo()
    return render(request, "hall/pieces.html", {"tiles": TILES, "cut_off": clock.now()})


def _only_in_a_demo() -> None:
    if not town().demo:
        raise Http404
