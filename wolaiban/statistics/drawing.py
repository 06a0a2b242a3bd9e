"""Finished cases are drawn for inspection, and the draw goes on record. 「抽查登记」"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case
from wolaiban.promises.town import town

from .draw import draw, fingerprint
from .models import Draw
from .scope import Scope


def draw_finished(
    service: str,
    *,
    by: Actor,
    seed: str,
    share: Decimal | int | str,
    first: date | None = None,
    last: date | None = None,
    at: datetime | None = None,
) -> Draw:
    """Draw a share (percent) of the finished cases of a service registered from `first` to `last`, and keep the draw.

    A draw whose cases, seed and share are those of an earlier one gives the same cases, and is a record of its own:
    who drew again shows. Raises Refusal for an unknown service or a share that is none.
    """
    when = at or clock.now()
    scope = Scope(town(), service, when, first, last)
    finished = scope.within(Case.objects.filter(finished_at__isnull=False, finished_at__lte=when))
    numbers = sorted(finished.values_list("number", flat=True))
    rule = {
        "of": "finished",
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "by": "sha256(seed|number), smallest first",
    }
    return Draw.objects.create(
        service=service, rule=rule, seed=seed, share=Decimal(str(share)), size=len(numbers), pool=fingerprint(numbers),
        numbers=draw(numbers, seed, share), at=when, by=f"{by.kind}:{by.id}",
    )  # fmt: skip


def is_repeatable(record: Draw, numbers: list[str]) -> bool:
    """Whether the numbers are those drawn from, and the seed and share of the record draw the same ones from them."""
    return fingerprint(numbers) == record.pool and draw(numbers, record.seed, record.share) == record.numbers
