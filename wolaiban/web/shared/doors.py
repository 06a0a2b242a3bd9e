"""The door of the desk: an officer with a post today; others are sent to sign in. 「工作台门禁」"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import door

# Posts whose holders watch over others' promises: they find the office in the navigation.
OFFICE = frozenset({"supervisor", "leader", "centre", "operator"})


def officers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the actor behind the session; nobody without a post of today comes in."""

    @door("officer")
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor = Actor.of(request.user, clock.now())
        if not actor.posts:
            return render(request, "shared/no_post.html", status=403)
        request.actor = actor  # type: ignore[attr-defined]
        return view(request, actor, *given, **named)

    return guarded
