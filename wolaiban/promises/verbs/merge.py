"""The same firm asked the same thing twice: the younger case goes into the older one. 「并案」"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from wolaiban.people.actor import Actor
from wolaiban.promises.life import Wrong
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import Said, recording, service_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.sorting import sort_out


def merge(case: Case, *, by: Actor, at: datetime | None = None, into: Case | str = "", **said: Any) -> Event:
    """Merge a younger case into an older one of the same service; the older keeps its number and clocks. 「并案」

    Two events in one transaction, locked in order of id: `merge` on the younger, `join` on the older, whose
    watchers now include this asker (kernel §8). Raises Refused.
    """
    service = service_of(case)
    older = into if isinstance(into, Case) else Case.objects.filter(number=into).first()
    if older is None or older.pk == case.pk or older.service != case.service or older.is_over or case.is_over:
        raise Refused([Wrong(case.seq + 1, "merge_over", {}, "into")], service)
    if (older.registered_at, older.pk) > (case.registered_at, case.pk):
        raise Refused([Wrong(case.seq + 1, "merge_older", {}, "into")], service)
    fields, words = sort_out(service, said)
    with transaction.atomic():
        list(Case.objects.select_for_update().filter(pk__in=[case.pk, older.pk]).order_by("pk"))
        with recording(older, "join", by=by, at=at, said=Said({"merged": case.number})):
            pass
        with recording(case, "merge", by=by, at=at, said=Said({**fields, "into": older.number}, words)) as event:
            return event
