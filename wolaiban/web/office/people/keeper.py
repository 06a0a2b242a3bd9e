"""Who keeps the list of officers: an operator of all, a centre of its own unit. 「人员管理门禁」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.keeping import KEEPERS, kept_by, units_kept
from wolaiban.people.models import Officer
from wolaiban.people.posting import OPERATOR
from wolaiban.promises.access import door

OF_A_CENTRE = frozenset({"leave", "back", "hand-over"})
"""What a centre may do about the officers of its own unit; the rest is an operator's."""


@dataclass(frozen=True)
class Keeper:
    """Somebody who came through this door, and how far they may go. 「人员管理者」"""

    actor: Actor

    @property
    def by(self) -> str:
        """Who acts, as records and events name them."""
        return f"officer:{self.actor.id}"

    @property
    def keeps_all(self) -> bool:
        """Whether everybody is theirs to keep."""
        return self.within is None

    @property
    def within(self) -> frozenset[str] | None:
        """The units in whose posts they may let somebody stand in; None: everywhere, and for operators too."""
        return units_kept(self.actor)

    def officers(self) -> QuerySet[Officer]:
        """The officers that they keep."""
        return kept_by(self.actor)

    def may(self, act: str) -> bool:
        """Whether an act about an officer is theirs."""
        return self.keeps_all or act in OF_A_CENTRE

    def officer(self, login: str) -> Officer:
        """The officer of a login; not theirs to keep is not found."""
        found = None if "\x00" in login else self.officers().filter(login=login).first()
        if found is None:
            raise Http404(login)
        return found


def keepers_only(act: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give the view its keeper; for others, and for an act that is not theirs, there is no such page."""

    def through(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @door(OPERATOR)
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            keeper = Keeper(Actor.of(request.user, clock.now()))
            request.actor = keeper.actor  # type: ignore[attr-defined]
            if not keeper.actor.roles & KEEPERS or (act and not keeper.may(act)):
                raise Http404
            return view(request, keeper, *given, **named)

        return guarded

    return through
