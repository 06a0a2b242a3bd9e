"""What the parser found wrong with a request, in sentences for people. 「格式校验」"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .problems import Problem, say, unknown_field
from .sent import Strict

OUTER = frozenset({"body", "query", "path", "header", "asked", "act", "filters", "span", "form", "of"})
"""Where a value stood, and what our functions call it: nothing that a caller wrote."""
KINDS = frozenset({"bool", "int", "str", "PauseSpan", "constrained-str"})
NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("请填写此项。", "Fill this in."),
    "string_too_long": ("最多 {max_length} 个字符。", "At most {max_length} characters."),
    "string_too_short": ("请填写此项。", "Fill this in."),
    "string_type": ("应为文字。", "This must be text."),
    "string_pattern_mismatch": ("应符合格式 {pattern}。", "This must match {pattern}."),
    "string_unicode": ("含有无效字符，请删去。", "There are invalid characters in this; take them out."),
    "bool_type": ("应为 true 或 false。", "This must be true or false."),
    "bool_parsing": ("应为 true 或 false。", "This must be true or false."),
    "int_type": ("应为整数。", "This must be a whole number."),
    "int_parsing": ("应为整数。", "This must be a whole number."),
    "greater_than_equal": ("不能小于 {ge}。", "This must be at least {ge}."),
    "less_than_equal": ("不能大于 {le}。", "This must be at most {le}."),
    "list_type": ("应为列表。", "This must be a list."),
    "too_long": ("最多 {max_length} 项。", "At most {max_length} entries."),
    "dict_type": ("应为对象。", "This must be an object."),
    "model_type": ("应为对象。", "This must be an object."),
    "model_attributes_type": ("应为对象。", "This must be an object."),
    "date_from_datetime_parsing": ("应为日期，如 2024-09-19。", "This must be a date such as 2024-09-19."),
    "date_parsing": ("应为日期，如 2024-09-19。", "This must be a date such as 2024-09-19."),
}


def problem_of(found: list[dict[str, Any]]) -> Problem:
    """422 with a sentence for each entry that could not be read."""
    first: dict[str, str] = {}
    for error in found:
        for field, sentence in _sentences(error):
            first.setdefault(field, sentence)
    # Of a value that may be of several kinds only what is wrong inside it helps.
    return Problem.at_fields(
        [(field, said) for field, said in first.items() if not any(other.startswith(f"{field}.") for other in first)]
    )


def unknown_names(sent: Iterable[str], shape: type[Strict]) -> list[tuple[str, str]]:
    """The names in an address that its shape does not have; the parser passes over them, so a slip would go unseen."""
    known = [field.alias or name for name, field in shape.model_fields.items()]
    return [(name, unknown_field(name, known)) for name in sent if name not in known]


def _sentences(error: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    field = _field(error["loc"])
    about = error.get("ctx") or {}
    match error["type"]:
        case "unknown_fields":
            for name in about["names"]:
                yield f"{field}.{name}".lstrip("."), unknown_field(name, about["known"])
        case "refused":
            yield field, say(about["zh"], about["en"])
        case kind if kind in SENTENCES:
            yield field, say(*SENTENCES[kind]).format(**about)
        case _:
            yield field, say(f"此项格式不符：{error['msg']}。", f"This cannot be read: {error['msg']}.")


def _field(place: tuple[Any, ...]) -> str:
    """Where it stands, as the caller wrote it: requester.phone, pauses.0."""
    # The first part is where in the request it stood; a file's part of the form is called as that is.
    inner = list(place[1:] if place[0] == "file" else place)
    while inner and inner[0] in OUTER:
        inner.pop(0)
    # A value that may be of several kinds adds their names to the place.
    shown = (str(part) for part in inner if isinstance(part, int) or part not in KINDS)
    return ".".join(part for part in shown if NAME.fullmatch(part))
