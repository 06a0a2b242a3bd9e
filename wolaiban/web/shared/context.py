"""What every page knows: the town, and that its clock may be a moved one. 「页面通用内容」"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wolaiban.lib import clock
from wolaiban.promises.town import town

from .telling import reader_lang


def place(request: HttpRequest) -> dict[str, Any]:
    """Name of the town, whether it is one for demonstration, and the present instant."""
    here = town()
    lang = reader_lang()
    return {
        "town_name": here.name.get(lang) or here.name.get("zh", ""),
        "is_demo": here.demo,
        "now": clock.now(),
        "lang": lang,
        "is_officer": request.user.is_authenticated if hasattr(request, "user") else False,
    }
