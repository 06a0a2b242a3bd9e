"""In a town for demonstration: enter as any officer with one click. Elsewhere there is no such page. 「演示入口」"""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth import login as sign_in
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wolaiban.lib import clock
from wolaiban.people.models import Officer, Post
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.access import door
from wolaiban.promises.town import town
from wolaiban.web.shared.telling import reader_lang


class Face(NamedTuple):
    """An officer to enter as. 「身份」"""

    login: str
    name: str
    unit: str


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
    sign_in(request, get_object_or_404(Officer, login=login, is_active=True), backend=BACKEND)
    return redirect("desk")


def faces() -> list[tuple[str, list[Face]]]:
    """Officers by the word for their role, the desks first."""
    service = next(versions[-1] for versions in town().services.values())
    found: dict[str, list[Face]] = {}
    posts = Post.objects.on(timezone.localdate(clock.now())).select_related("officer", "organisation")
    for post in posts.filter(officer__is_active=True).order_by("pk"):
        word = service.word("roles", post.role, reader_lang())
        found.setdefault(word, []).append(Face(post.officer.login, post.officer.name, post.organisation.title))
    return list(found.items())


def _only_in_a_demo() -> None:
    if not town().demo:
        raise Http404
