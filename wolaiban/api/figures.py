"""GET /figures: the figures of a service, each with numerator, denominator, definition and cut-off. 「公示数据接口」"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from wolaiban.lib.words import Refusal
from wolaiban.promises.access import door
from wolaiban.promises.town import town
from wolaiban.statistics.figures import Account, figures
from wolaiban.statistics.public import WrongSpan, may_count_freely, public_figures

from .callers import Caller, OptionalBearer
from .misread import unknown_names
from .problems import Problem, lang, unknown_value
from .refusals import problem_of_words
from .sent import Span
from .told import problems
from .told_figures import FiguresTold

router = Router(tags=["figures"])


@router.get(
    "/figures",
    response={200: FiguresTold, **problems(401, 403, 422)},
    by_alias=True,
    exclude_unset=True,
    auth=OptionalBearer(),
)
@door("anybody")
def show_figures(request: HttpRequest, span: Query[Span]) -> Any:
    """The figures of a service. Anybody: whole months, one breakdown at a time, nothing of a few.

    With the token of an officer who may see every case: any days, any breakdown, small cells merged.
    """
    if wrong := unknown_names(request.GET, Span):
        raise Problem.at_fields(wrong)
    if span.service not in town().services:
        raise unknown_value("service", span.service, list(town().services))
    caller: Caller = request.auth  # type: ignore[attr-defined]
    caller.need("read")
    first, last = _day("from", span.first), _day("to", span.last)
    if first and last and last < first:
        raise Problem.at_field(
            "to", "截止日早于起始日，请核对。", "The last day lies before the first. Compare the two."
        )
    by = tuple(part.strip() for part in span.by.split(",") if part.strip())
    try:
        return _account(caller, span.service, first, last, by).as_json(lang())
    except WrongSpan as refusal:
        raise problem_of_words("from" if span.first else "to", refusal) from refusal
    except Refusal as refusal:
        raise problem_of_words("by", refusal) from refusal


def _account(caller: Caller, service: str, first: date | None, last: date | None, by: tuple[str, ...]) -> Account:
    """What the caller may count; the public list refuses two breakdowns as it refuses an unknown one."""
    if caller.actor is not None and may_count_freely(caller.actor):
        return figures(service, first=first, last=last, by=by)
    return public_figures(service, first=first, last=last, by=",".join(by))


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem.at_field(
            field, f"“{text}”不是日期，应如 2024-09-13。", f"{text} is no date. Write it like 2024-09-13."
        ) from None
