"""The door of the office: for who watches over others' promises; nobody else finds such a page. 「督办室门禁」"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from wolaiban.people.actor import Actor
from wolaiban.web.shared.doors import officers_only

from .rooms import WATCHERS

View = Callable[..., HttpResponse]


def watching(roles: frozenset[str] = WATCHERS) -> Callable[[View], View]:
    """Let in who holds one of these posts today; by default every post that watches over others."""

    def declare(view: View) -> View:
        @officers_only
        @wraps(view)
        def guarded(request: HttpRequest, actor: Actor, *given: Any, **named: Any) -> HttpResponse:
            if not actor.roles & roles:
                raise Http404(request.path)
            return view(request, actor, *given, **named)

        return guarded

    return declare
