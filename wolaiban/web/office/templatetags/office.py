"""The navigation of the office. 「督办室导航」"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from wolaiban.web.office.rooms import pages_for

register = template.Library()


@register.inclusion_tag("office/_nav.html", takes_context=True)
def office_nav(context: Context, here: str) -> dict[str, Any]:
    """The pages of the office that the reader may open; `here` is the name of this one."""
    return {"pages": pages_for(context["request"].actor, here)}
