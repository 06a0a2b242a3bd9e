"""The calendar changed: the promises of a case are counted again, as an act on record. 「重算时限」"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import Said, recording, service_of
from wolaiban.promises.sorting import sort_out


def recount(case: Case, *, by: Actor, at: datetime | None = None, **said: Any) -> Event:
    """Count on the calendar known now: by the clock what was provisional, by a person all that run. 「重算时限」

    Never into the past; both due instants move; the asker is told (kernel §6.4). Raises Refused.
    """
    fields, words = sort_out(service_of(case), said)
    with recording(case, "recount", by=by, at=at, said=Said(fields, words)) as event:
        return event
