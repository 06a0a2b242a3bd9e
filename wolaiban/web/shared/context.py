"""What every page knows: the town, and that its clock may be a moved one. 「页面通用内容」"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wolaiban.catalogue import TownError
from wolaiban.clockwork.pulse import Ticking, ticking
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.town import town

from .doors import OFFICE
from .telling import reader_lang

OF_THE_ACCOUNT = ("rules", "published", "services")
"""First words of addresses that belong to the public account of promises."""


def place(request: HttpRequest) -> dict[str, Any]:
    """Name of the town, whether it is one for demonstration, the present instant; for officers, rooms and last tick."""
    lang = reader_lang()
    try:
        here = town()
        name, is_demo = here.name.get(lang) or here.name.get("zh", ""), here.demo
    except TownError:
        # Even where the town's files are wrong there is an answer to "not found".
        name, is_demo = "", False
    now = clock.now()
    actor = _actor(request)
    ticked = ticking(now) if actor is not None else Ticking(None, late=False)
    return {
        "town_name": name,
        "is_demo": is_demo,
        "now": now,
        "clock_speed": clock.speed() if is_demo and clock.is_followed() else None,
        "clock_is_late": ticked.late,
        "last_tick": ticked.last_tick,
        "sees_office": actor is not None and bool(actor.roles & OFFICE),
        "room_now": _room(request.path),
        "lang": lang,
    }


def _room(path: str) -> str:
    """The entry of the main navigation under which an address stands: its first word, or the public account."""
    first = path.split("/")[1]
    return "figures" if first in OF_THE_ACCOUNT else first


def _actor(request: HttpRequest) -> Actor | None:
    """The officer who looks: known already where the page is for officers only."""
    known = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    if known is None and user is not None and user.is_authenticated:
        return Actor.of(user, clock.now())
    return known
