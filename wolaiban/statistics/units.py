"""What one unit answers for: cases it leads, answered, key and late ones, and what it was reminded of. 「单位账」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wolaiban.catalogue.service import LEFT
from wolaiban.promises.models import Case, Promise, Warning
from wolaiban.promises.town import town

from .scope import published_promises


@dataclass(frozen=True)
class UnitAccount:
    """The cases of one service that a unit leads: how many, answered, key ones, and those in which it was late."""

    service: str
    of: int
    answered: int
    key: int
    late: int


def account_of(unit: str, at: datetime) -> list[UnitAccount]:
    """The account of a unit by service, as of an instant; late are cases with a published promise that it missed."""
    missed = Promise.objects.filter(published_promises(town()), _missed(at), case=OuterRef("pk"), holder=unit)
    led = Case.objects.filter(lead_unit=unit, hidden="").exclude(contract_state__in=LEFT).annotate(late=Exists(missed))
    rows = led.order_by("service").values_list("service").annotate(
        of=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        key=Count("pk", filter=Q(fields__key="yes")),
        behind=Count("pk", filter=Q(late=True)),
    )  # fmt: skip
    return [UnitAccount(*row) for row in rows]


def reminded_of(unit: str, at: datetime) -> QuerySet[Promise]:
    """The look-back list of a unit: what it was reminded of by then and has not kept, least time first.

    A measure whose service says "1 month before" comes in a month before its day, and stays until it is kept.
    """
    warned = Warning.objects.filter(promise=OuterRef("pk"), at__lte=at)
    owed = Promise.objects.filter(holder=unit, counts=True, settled_at=None, case__is_over=False)
    return owed.filter(Exists(warned)).select_related("case").order_by("due_at", "id")


def _missed(at: datetime) -> Q:
    """Broken, or due and not kept: a clock that stands still hides nothing."""
    return Q(broken_at__isnull=False, broken_at__lt=at) | Q(settled_at=None, due_at__lt=at)
