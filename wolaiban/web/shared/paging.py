"""One page of a long list by the place where the last one ended, which stays put when rows come and go. 「翻页」"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

BETWEEN = "~"


def page_after(found: QuerySet[Any], order: Sequence[str], after: str, size: int) -> tuple[list[Any], str]:
    """The rows that come after a cursor, and the cursor of the next page, empty on the last.

    `order` names columns that are never empty, as order_by takes them; together they tell every row from every other.
    """
    rows = list(_beyond(found, order, after).order_by(*order)[: size + 1])
    return rows[:size], _cursor(rows[size - 1], order) if len(rows) > size else ""


def _cursor(row: Any, order: Sequence[str]) -> str:
    values = (getattr(row, name.lstrip("-")) for name in order)
    return BETWEEN.join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def _beyond(found: QuerySet[Any], order: Sequence[str], after: str) -> QuerySet[Any]:
    """What comes after a cursor; one that is no cursor is passed over."""
    names, texts = [name.lstrip("-") for name in order], after.split(BETWEEN)
    if len(texts) != len(names):
        return found
    try:
        values = [found.model._meta.get_field(name).to_python(text) for name, text in zip(names, texts, strict=True)]
    except ValidationError:
        return found
    later, same = Q(pk__in=[]), Q()
    for column, name, value in zip(order, names, values, strict=True):
        later |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return found.filter(later)
