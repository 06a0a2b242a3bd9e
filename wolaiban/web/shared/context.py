"""What every page knows: the town, and that its clock may be a moved one. 「页面通用内容」"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wolaiban.catalogue import TownError
from wolaiban.clockwork.pulse import is_late
from wolaiban.lib import clock
from wolaiban.promises.town import town

from .telling import reader_lang


def place(request: HttpRequest) -> dict[str, Any]:
    """Name of the town, whether it is one for demonstration, the present instant; for officers, a clock that stands."""
    lang = reader_lang()
    try:
        here = town()
        name, is_demo = here.name.get(lang) or here.name.get("zh", ""), here.demo
    except TownError:
        # Even where the town's files are wrong there is an answer to "not found".
        name, is_demo = "", False
    now = clock.now()
    user = getattr(request, "user", None)
    return {
        "town_name": name,
        "is_demo": is_demo,
        "now": now,
        "clock_is_late": bool(user and user.is_authenticated) and is_late(now),
        "lang": lang,
    }
