"""Finished cases are drawn for inspection, and the draw goes on record. 「抽查登记」

Looked at are a random share of what is finished and may still be inspected, and beside it all key cases and whatever is
overdue (field book 2.3). Chance decides only the first; the record says which case came in by which way.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case, Head
from wolaiban.promises.town import town

from .draw import draw, fingerprint
from .models import Draw
from .scope import Scope


def draw_finished(
    service: str,
    *,
    by: Actor,
    seed: str = "",
    share: Decimal | int | str,
    first: date | None = None,
    last: date | None = None,
    at: datetime | None = None,
) -> Draw:
    """Draw a share (percent) of the finished cases of a service registered from `first` to `last`, and keep the draw.

    Archived cases are left out: nobody could correct anything in them. Without a seed the latest signed head serves,
    which nobody can choose. A draw whose cases, seed and share are those of an earlier one gives the same cases, and is
    a record of its own: who drew again shows. Raises Refusal for an unknown service or a share that is none.
    """
    when, named = at or clock.now(), seed.strip()
    scope = Scope(town(), service, when, first, last)
    cases = scope.within(Case.objects.filter(is_over=False))
    numbers = _numbers(cases.filter(finished_at__isnull=False, finished_at__lte=when))
    seed = named or fresh_seed()
    drawn = draw(numbers, seed, share)
    rule = {
        "of": "finished",
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "by": "sha256(seed|number), smallest first",
        "seed": "named" if named else "latest head",
        "key": _numbers(cases.filter(fields__key="yes")),
        "overdue": _numbers(cases.overdue(when)),
    }
    return Draw.objects.create(
        service=service, rule=rule, seed=seed, share=Decimal(str(share)), size=len(numbers), pool=fingerprint(numbers),
        numbers=drawn, at=when, by=f"{by.kind}:{by.id}",
    )  # fmt: skip


def fresh_seed() -> str:
    """The hash of the latest head, which is signed and which nobody chose; before there is one, a random word."""
    head = Head.objects.order_by("-number").values_list("hash", flat=True).first()
    return head or secrets.token_hex(16)


def _numbers(cases: QuerySet[Case]) -> list[str]:
    return sorted(cases.values_list("number", flat=True))


def is_repeatable(record: Draw, numbers: list[str]) -> bool:
    """Whether the numbers are those drawn from, and the seed and share of the record draw the same ones from them."""
    return fingerprint(numbers) == record.pool and draw(numbers, record.seed, record.share) == record.numbers
