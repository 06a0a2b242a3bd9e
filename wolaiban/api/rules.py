"""GET /rules: the public rules of the town, each version with its days and approvals. 「规则接口」"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from wolaiban.catalogue.rules import Rule, in_force
from wolaiban.promises.access import door
from wolaiban.promises.life.values import day_of
from wolaiban.promises.town import today, town

from .problems import Problem
from .told import Told, Words, problems

router = Router(tags=["services"])
DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"


class ApprovalTold(Told):
    """Who approved a version, and when."""

    by: Words
    on: date | None


class RuleTold(Told):
    """One version of a rule: what it is called, since when it holds, what it says, who approved it, where from."""

    code: str
    version: str
    level: str
    number: str
    title: Words
    valid_from: date
    text: Words | None
    approvals: list[ApprovalTold]
    source: str


class Rules(Told):
    """The versions that hold on a day."""

    on: date
    rules: list[RuleTold]


@router.get("/rules", response={200: Rules, **problems(422)})
@door("anybody")
def list_rules(
    request: HttpRequest,
    on: Annotated[str, Query(description="The day on which they hold, today if left out.", pattern=DAY)] = "",
) -> Any:
    """The public rules as they held on a day: a version that one side has not approved holds on none."""
    day = day_of(on) if on else today()
    if day is None:
        raise Problem.at_field(
            "on", f"“{on}”不是日期，应如 2024-09-13。", f"{on} is no date. Write it like 2024-09-13."
        )
    held = (in_force(versions, day) for versions in town().rules.values())
    return {"on": day, "rules": [_told(rule) for rule in held if rule is not None and rule.public]}


def _told(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "version": rule.version,
        "level": rule.level,
        "number": rule.number,
        "title": dict(rule.title),
        "valid_from": rule.valid_from,
        "text": dict(rule.text) or None,
        "approvals": [{"by": dict(one.by), "on": one.on} for one in rule.approvals],
        "source": rule.source,
    }
