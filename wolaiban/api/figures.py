"""GET /figures: the figures of a service, each with numerator, denominator, definition and cut-off. 「公示数据接口」"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from wolaiban.lib.words import Refusal
from wolaiban.promises.access import door
from wolaiban.promises.town import town
from wolaiban.statistics.figures import figures

from .problems import Problem, lang, unknown_value
from .refusals import problem_of_words
from .sent import Span
from .told import PROBLEMS, FiguresTold

router = Router(tags=["figures"])


@router.get(
    "/figures",
    response={200: FiguresTold, 422: PROBLEMS[422]},
    by_alias=True,
    exclude_unset=True,
)
@door("anybody")
def show_figures(request: HttpRequest, span: Query[Span]) -> Any:
    """What is published of a service; cells with few cases are merged. `from` and `to` are days of registration."""
    if span.service not in town().services:
        raise unknown_value("service", span.service, list(town().services))
    first, last = _day("from", span.first), _day("to", span.last)
    if first and last and last < first:
        raise Problem.at_field(
            "to", "截止日早于起始日，请核对。", "The last day lies before the first. Compare the two."
        )
    by = tuple(part.strip() for part in span.by.split(",") if part.strip())
    try:
        return figures(span.service, first=first, last=last, by=by).without_staff().as_json(lang())
    except Refusal as refusal:
        raise problem_of_words("by", refusal) from refusal


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem.at_field(
            field, f"“{text}”不是日期，应如 2024-09-13。", f"{text} is no date. Write it like 2024-09-13."
        ) from None
