"""How the parts of a case stand against their plan, beside the promises: as programs read it. 「进展的形状」"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from wolaiban.promises.life import Life
from wolaiban.promises.life.forecast import Forecast
from wolaiban.promises.telling import promise_told

from .told import CaseTold, Moment, Told, moment

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class PartTold(Told):
    """A task that is promised to be finished: its first day, the day as things stand, days over (negative: early), and
    the days by which what it waits for pushes it."""

    task: int
    promise: str
    planned_on: Day
    expected_on: Day
    slip_days: int
    pushed_days: int


class WholeTold(Told):
    """A package of tasks: when it is to be expected, and the working days saved against one after another."""

    promise: str
    expected_at: Moment
    saved_working_days: int


class CaseInFull(CaseTold):
    """One case as its caller may see it, and what is to be expected of it."""

    parts: list[PartTold]
    packages: list[WholeTold]


def outlook_told(life: Life, at: datetime, *, staff: bool) -> dict[str, list[dict[str, Any]]]:
    """The parts and packages of a case that a caller may know of, as of an instant."""
    forecast = Forecast(life, at)
    return {
        "parts": [
            {
                "task": one.task.number, "promise": one.rule.code, "planned_on": _day(one.planned_on),
                "expected_on": _day(one.expected_on), "slip_days": one.slip, "pushed_days": one.pushed,
            }
            for one in forecast.outlooks()
            if staff or one.rule.shown != "staff"
        ],
        "packages": [
            {
                "promise": one.given.code, "expected_at": moment(one.expected_at),
                "saved_working_days": one.saved_days,
            }
            for one in forecast.packages()
            if promise_told(one.given, staff=staff)
        ],
    }  # fmt: skip


def _day(on: date) -> str:
    return on.isoformat()
