"""What people call the parts of a breakdown. 「分组名称」"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wolaiban.people.models import Area, Organisation

from .cells import OTHERS
from .scope import Scope

_PARTS = {
    "month": ("月份", "Month"),
    "unit": ("牵头单位", "Lead unit"),
    "channel": ("渠道", "Channel"),
    "area": ("区域", "Area"),
}
_OTHERS = ("其他（合并）", "others, merged")
_NONE = ("未填", "not given")
_DESK = ("未派单", "not dispatched")


def part_name(scope: Scope, part: str, lang: str = "zh") -> str:
    """What a part of the breakdown is called: month, unit, or a field of the service."""
    if part in _PARTS:
        return _PARTS[part][lang == "en"]
    return scope.service.word("fields", part, lang)


def namer(scope: Scope, lang: str = "zh") -> Callable[[str, str], str]:
    """A function that names the value of a part; asks for the names of units and areas once."""
    named: Mapping[str, dict[str, str]] = {
        part: {row.code: (row.name_en if lang == "en" else "") or row.name for row in model.objects.all()}
        for part, model in (("unit", Organisation), ("area", Area))
        if part in scope.by
    }

    def name(part: str, value: str) -> str:
        if value == OTHERS:
            return _OTHERS[lang == "en"]
        if not value:
            return (_DESK if part == "unit" else _NONE)[lang == "en"]
        if part in _PARTS:
            return named.get(part, {}).get(value, value)
        return scope.service.word(f"choices.{part}", value, lang)

    return name
