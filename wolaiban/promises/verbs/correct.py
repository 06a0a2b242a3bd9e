"""A mistyped phone, firm or text is put right, on record. 「更正」"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.promises.asker import asker_key, check_requester
from wolaiban.promises.models import Case, Event
from wolaiban.promises.neighbours import PARTNER
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.recording import Said, recording, service_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.sorting import sort_out


def correct(
    case: Case, *, by: Actor, at: datetime | None = None, requester: Mapping[str, str] | None = None, **said: Any
) -> Event:
    """Put right what was typed wrong; the first wording stays in its own event. 「更正」

    `requester` holds only the entries that change. Clocks are untouched. Raises Refused.
    """
    service = service_of(case)
    whole = {**said_at_first(case).get("requester", {}), **(requester or {})}
    wrong = list(check_requester(whole, imported=by.kind in ("import", PARTNER))) if requester else []
    if wrong:
        raise Refused(wrong, service)
    fields, words = sort_out(service, {**said, **({"requester": dict(requester)} if requester else {})})
    with recording(case, "correct", by=by, at=at, said=Said(fields, words)) as event:
        if requester and by.kind != PARTNER:  # a case of a neighbour's is found there, not here
            Case.objects.filter(pk=case.pk).update(asker_key=asker_key(whole))
        return event
