"""What fell due is settled without a person: breaches marked, the clock's verbs done. 「到期处理」"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from . import storing
from .models import Case, Promise
from .recording import life_of, pay
from .warning import warn


def settle(case: Case, at: datetime) -> int:
    """Settle one case up to an instant; returns how many verbs the clock did. Safe to repeat and to run at once."""
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        before = life_of(locked)
        warn(locked, before, at)
        done = pay(locked, before, at)
        stored = storing.snapshot(before)
        before.look(at)
        locked.seen_at = max(locked.seen_at, at)
        storing.store(locked, before, stored)
    return done


def due_cases(at: datetime, limit: int = 200, *, without: Collection[UUID] = ()) -> list[Case]:
    """Cases whose promises fell due, or have a warning stage that came, and were not seen to yet; oldest first."""
    others = Promise.objects.exclude(case__in=without) if without else Promise.objects.all()
    broken = others.due_before(at).values_list("case_id", flat=True)[:limit]
    staged = others.to_warn_of(at).values_list("case_id", flat=True)[:limit]
    ids = list(dict.fromkeys([*broken, *staged]))[:limit]
    by_id = Case.objects.in_bulk(ids)
    return [by_id[key] for key in ids]
