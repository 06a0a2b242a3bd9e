"""How deliveries stand: for operators, monitors and the pages of those who watch. 「发件箱」"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from wolaiban.promises.models import Delivery
from wolaiban.promises.models.delivery import DROPPED, WAITING, DeliveryQuerySet

from .instance import is_confirmed

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
    """Small questions: what is out is not counted, and no index holds it."""
    live = Delivery.objects.live().values("template").order_by("template")
    found = list(live.annotate(waiting=Count("pk"), oldest=Min("not_before")))
    return Standing(
        waiting=sum(row["waiting"] for row in found),
        oldest=min((row["oldest"] for row in found), default=None),
        given_up=Delivery.objects.given_up().count(),
        may_send=is_confirmed(),
        by_template={row["template"]: row["waiting"] for row in found},
    )


def given_up(most: int = SHOWN) -> list[Delivery]:
    """What could not be delivered, newest first, with its case and the reason."""
    return list(Delivery.objects.given_up().select_related("case")[:most])


def try_again(at: datetime, only: Collection[UUID] | None = None) -> int:
    """Try once more what was given up, or only these of it, under the same ids; returns how many."""
    about = {"state": WAITING, "next_try_at": at, "not_before": at, "tries": 0, "claim": None}
    return _given_up(only).update(**about)


def drop(by: str, only: Collection[UUID] | None = None) -> int:
    """Let what was given up, or only these of it, go for good; returns how many."""
    return _given_up(only).update(state=DROPPED, error=f"dropped by {by}"[:300])


def _given_up(only: Collection[UUID] | None) -> DeliveryQuerySet:
    rows = Delivery.objects.given_up()
    return rows if only is None else rows.filter(pk__in=only)
