"""One page of a long list by the place where the last one ended, which stays put when rows come and go. 「翻页」"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.utils.http import urlencode

BETWEEN = "~"


def page_after(found: QuerySet[Any], order: Sequence[str], after: str, size: int) -> tuple[list[Any], str]:
    """The rows that come after a cursor, and the cursor of the next page, empty on the last.

    `order` names columns as order_by takes them, which together tell every row from every other; what is empty comes
    last. A cursor that is none is passed over.
    """
    return cut(list(ordered(found, order, after)[: size + 1]), order, size)


def ends(here: Mapping[str, str], after: str, onward: str) -> dict[str, str]:
    """What `shared/_pager.html` leads to from the page after a cursor: the first page, and the next if there is one.

    `here` is what the address of the list says of it.
    """
    return {
        "first": f"?{urlencode(here)}" if after else "",
        "onward": f"?{urlencode({**here, 'after': onward})}" if onward else "",
    }


def ordered(found: QuerySet[Any], order: Sequence[str], after: str) -> QuerySet[Any]:
    """All rows that come after a cursor, in order."""
    places = [_place(name) if _may_be_empty(found.model, name) else name for name in order]
    return _beyond(found, order, after).order_by(*places)


def _place(column: str) -> OrderBy:
    place = F(column.lstrip("-"))
    return place.desc(nulls_last=True) if column.startswith("-") else place.asc(nulls_last=True)


def cut(rows: list[Any], order: Sequence[str], size: int) -> tuple[list[Any], str]:
    """A page of the rows, of which one more than fits was asked for, and the cursor of the next."""
    return rows[:size], _cursor(rows[size - 1], order) if len(rows) > size else ""


def _cursor(row: Any, order: Sequence[str]) -> str:
    return BETWEEN.join(_text(getattr(row, name.lstrip("-"))) for name in order)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _beyond(found: QuerySet[Any], order: Sequence[str], after: str) -> QuerySet[Any]:
    names, texts = [name.lstrip("-") for name in order], after.split(BETWEEN)
    # PostgreSQL takes no NUL in text, not even to look for it.
    if len(texts) != len(names) or "\x00" in after:
        return found
    try:
        values = [_value(found.model, name, text) for name, text in zip(names, texts, strict=True)]
    except ValidationError:
        return found
    later, same = Q(pk__in=[]), Q()
    for column, name, value in zip(order, names, values, strict=True):
        if value is not None:
            beyond = Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
            later |= same & (beyond | Q(**{name: None}) if _may_be_empty(found.model, name) else beyond)
        same &= Q(**{name: value})
    return found.filter(later)


def _value(model: type[Model], name: str, text: str) -> Any:
    """What a cursor names. Raises ValidationError where that cannot stand in the column."""
    field: Any = model._meta.get_field(name)
    value = field.to_python(text) if text or not field.null else None
    if value is None and not field.null:
        raise ValidationError(name)
    return value


def _may_be_empty(model: type[Model], name: str) -> bool:
    return bool(model._meta.get_field(name.lstrip("-")).null)
