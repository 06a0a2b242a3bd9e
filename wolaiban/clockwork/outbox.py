"""How deliveries stand: for operators, monitors and the pages of those who watch. 「发件箱」"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q

from wolaiban.promises.models import Delivery
from wolaiban.promises.models.delivery import GIVEN_UP, LIVE, WAITING

from .instance import may_send

SHOWN = 50


@dataclass(frozen=True)
class Standing:
    """How many deliveries wait, since when, by template; how many were given up; may it send. 「投递情况」"""

    waiting: int
    oldest: datetime | None
    given_up: int
    may_send: bool
    by_template: dict[str, int] = field(default_factory=dict)


def standing() -> Standing:
    """Two small questions: only what is not out yet is counted."""
    live, given_up = Q(state__in=LIVE), Q(state=GIVEN_UP)
    rows = Delivery.objects.filter(live | given_up).values("template").order_by("template")
    counted = rows.annotate(
        waiting=Count("pk", filter=live), oldest=Min("not_before", filter=live), given_up=Count("pk", filter=given_up)
    )
    found = list(counted)
    return Standing(
        waiting=sum(row["waiting"] for row in found),
        oldest=min((row["oldest"] for row in found if row["oldest"]), default=None),
        given_up=sum(row["given_up"] for row in found),
        may_send=may_send(),
        by_template={row["template"]: row["waiting"] for row in found if row["waiting"]},
    )


def given_up(most: int = SHOWN) -> list[Delivery]:
    """What could not be delivered, newest first, with its case and the reason."""
    return list(Delivery.objects.given_up().select_related("case")[:most])


def try_again(at: datetime) -> int:
    """Try once more what was given up, under the same ids; returns how many."""
    about = {"state": WAITING, "next_try_at": at, "not_before": at, "tries": 0, "claim": None}
    return Delivery.objects.given_up().update(**about)
