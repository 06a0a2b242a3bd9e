"""POST /due: the arithmetic of a period, day by day, for anyone. 「时限推算接口」"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.access import door
from wolaiban.promises.arithmetic import checked_pause, pause_of, working
from wolaiban.promises.town import town
from wolaiban.workdays import Pause, Period, PeriodError, WorkdaysError

from .problems import Problem, lang
from .refusals import problem_of_words
from .sent import Asked, PauseSpan
from .told import Working, problems

router = Router(tags=["due"])
# What anybody may ask without a token has to stay cheap: ten years of days are counted in some milliseconds.
FARTHEST = timedelta(days=3660)


@router.post("/due", response={200: Working, **problems(400, 413, 415, 422)}, by_alias=True)
@door("anybody")
def count(request: HttpRequest, asked: Asked) -> Any:
    """When a period given at an instant falls due, on the calendar known now, with the working in words."""
    try:
        period = Period.parse(asked.period)
    except PeriodError as error:
        raise Problem.at_field("period", error.zh, error.en) from error
    if _days(period) > FARTHEST.days:
        raise _too_far("period")
    pauses = list(_pauses(asked))
    try:
        return working(
            town(), asked.period, asked.start, known_at=clock.now(), pauses=pauses, lang=asked.lang or lang()
        )
    except WorkdaysError as error:
        raise Problem.at_field("period", error.zh, error.en) from error


def _days(period: Period) -> int:
    """About how many days a period reaches."""
    return {"months": 31, "working minutes": 1 / 120, "minutes": 1 / 1440}.get(period.unit, 1) * period.count  # type: ignore[return-value]


def _pauses(asked: Asked) -> Iterator[Pause]:
    for place, pause in enumerate(asked.pauses):
        try:
            since, until = _pause(pause)
        except Refusal as refusal:
            raise problem_of_words(f"pauses.{place}", refusal) from refusal
        if any(abs(end - asked.start) > FARTHEST for end in (since, until) if end is not None):
            raise _too_far(f"pauses.{place}")
        yield since, until


def _pause(pause: PauseSpan | str) -> tuple[datetime, datetime | None]:
    if isinstance(pause, str):
        return pause_of(pause, town().zone)
    return checked_pause(pause.since, pause.until)


def _too_far(field: str) -> Problem:
    return Problem.at_field(field, "最多推算十年，请缩短。", "At most ten years are counted here; ask for less.")
