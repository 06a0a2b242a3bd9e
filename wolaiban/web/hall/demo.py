"""In a town for demonstration: enter as any officer with one click. Elsewhere there is no such page. 「演示入口」"""

from __future__ import annotations

from django.contrib.auth import login as sign_in
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wolaiban.people.welcome import BACKEND
from wolaiban.promises.access import door
from wolaiban.promises.town import town

from .faces import face_of, faces


@door("anybody")
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody who holds a post today, by role."""
    _only_in_a_demo()
    return render(request, "hall/demo.html", {"roles": faces()})


@door("anybody")
@require_POST
def enter(request: HttpRequest, login: str) -> HttpResponse:
    """Sign in as an officer without a password."""
    _only_in_a_demo()
    sign_in(request, face_of(login), backend=BACKEND)
    return redirect("desk")


def _only_in_a_demo() -> None:
    if not town().demo:
        raise Http404
