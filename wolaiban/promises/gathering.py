"""A file may declare a figure after its cases were registered: what they bring to it is gathered anew. 「重新归集」"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wolaiban.catalogue.service import Service
from wolaiban.lib.canonical import digest

from . import storing
from .models import Brought, Case, Gathered
from .recording import lives_of
from .town import town

AT_ONCE = 200


def gather(now: datetime) -> int:
    """Go through the cases of each version whose figures are not those of last time; returns how many cases."""
    there = {(row.service, row.version): row.rules for row in Gathered.objects.all()}
    changed = [
        Gathered(service=one.code, version=one.valid_from, rules=rules)
        for versions in town().services.values()
        for one in versions
        if there.get((one.code, one.valid_from), rules_of(one, ())) != (rules := rules_of(one))
    ]
    done = sum(_gather(row) for row in changed)
    if changed:
        keys = ["service", "version"]
        Gathered.objects.bulk_create(changed, update_conflicts=True, unique_fields=keys, update_fields=["rules"])
    return done


def rules_of(service: Service, figures: tuple | None = None) -> str:
    """What decides the figures of a version, as a digest; `figures` instead of its own."""
    return digest(repr((figures if figures is not None else service.figures, sorted(service.states.items()))).encode())


def _gather(row: Gathered) -> int:
    after: UUID | None = None
    count = 0
    cases = Case.objects.filter(service=row.service, version=row.version).order_by("pk")
    while True:
        with transaction.atomic():
            some = list((cases.filter(pk__gt=after) if after else cases).select_for_update()[:AT_ONCE])
            if not some:
                return count
            rows = [
                Brought(case=case, task=task, code=code, **values)
                for case, lived in lives_of(some)
                for (task, code), values in storing.brought_rows(lived).items()
            ]
            Brought.objects.filter(case__in=some).delete()
            Brought.objects.bulk_create(rows)
        after, count = some[-1].pk, count + len(some)
