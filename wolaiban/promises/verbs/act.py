"""Any verb whose whole effect stands in the service's file and in life: respond, dispatch, sign. 「一般操作」"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wolaiban.people.actor import Actor
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import Said, recording, service_of
from wolaiban.promises.sorting import sort_out


def act(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime | None = None,
    task: int = 0,
    tasks: Sequence[Opening] = (),
    own: bool = False,
    **said: Any,
) -> Event:
    """Do a plain verb to a case: fields, tasks and state alone. 「一般操作」

    `said` are the fields of the file; text and files go to erasable words, codes into the event. `own` says that
    an asker proved to be the asker of this case. Raises Refused with every reason.
    """
    fields, words = sort_out(service_of(case), said)
    with recording(case, verb, by=by, at=at, said=Said(fields, words, tasks, task), own=own) as event:
        return event
