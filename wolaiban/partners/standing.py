"""How the exchange with each neighbouring town stands: for operators and those who watch. 「往来情况」"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db.models import Count, Max, Min, Q

from wolaiban.catalogue.partner_rules import Partner
from wolaiban.promises.heads import public_key
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.models.delivery import GIVEN_UP, LIVE, SENT
from wolaiban.promises.neighbours import TRANSPORT
from wolaiban.promises.town import town

from .models import Counterpart, Received, TurnedAway

FEW = 5


@dataclass(frozen=True)
class Exchange:
    """What waits for a town, since when and why; what was sent and taken last; what was turned away. 「往来情况」"""

    partner: Partner
    waiting: int
    oldest: datetime | None
    error: str
    given_up: int
    sent_at: datetime | None
    taken_at: datetime | None
    turned_away: tuple[TurnedAway, ...]


def exchanges() -> list[Exchange]:
    """Each neighbouring town of town.toml, in its order."""
    return [_exchange(partner) for partner in town().partners.values()]


def _exchange(partner: Partner) -> Exchange:
    rows = Delivery.objects.filter(to=f"{TRANSPORT}{partner.code}")
    live = Q(state__in=LIVE)
    found = rows.aggregate(
        waiting=Count("pk", filter=live),
        oldest=Min("written_at", filter=live),
        sent_at=Max("sent_at", filter=Q(state=SENT)),
        given_up=Count("pk", filter=Q(state=GIVEN_UP)),
    )
    failed = rows.filter(live).exclude(error="").order_by("written_at").values_list("error", flat=True).first()
    taken = Received.objects.filter(partner=partner.code).aggregate(at=Max("at"))["at"]
    away = tuple(TurnedAway.objects.filter(partner=partner.code)[:FEW])
    return Exchange(partner, error=failed or "", taken_at=taken, turned_away=away, **found)


def numbers_there(case: Case) -> Iterator[tuple[Partner, str]]:
    """The numbers of a case in the records of neighbouring towns: for officers, the asker has one number only."""
    for row in Counterpart.objects.filter(case=case):
        partner = town().partners.get(row.partner)
        if partner is not None:
            yield partner, row.number


def own_key() -> str:
    """Our public key as a neighbour writes it into its town.toml."""
    return base64.b64encode(public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
