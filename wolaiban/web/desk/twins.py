"""Other open cases of the same asker: perhaps the same matter twice. 「重复诉求」"""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases, sees_requester
from wolaiban.promises.models import Case
from wolaiban.promises.reading import subjects


@dataclass(frozen=True)
class Twin:
    """Another open case of the same asker and service; the younger one goes into the older. 「疑似重复」"""

    number: str
    subject: str
    is_older: bool


def twins(case: Case, actor: Actor) -> list[Twin]:
    """Open cases of the same asker in the same service that this officer may see, the oldest first."""
    if case.asker_key is None or case.is_over or not sees_requester(actor, case):
        return []
    same = access_cases(actor).open().filter(asker_key=case.asker_key, service=case.service).exclude(pk=case.pk)
    # A link between a masked case and an open one would tell who the masked asker is.
    found = [twin for twin in same.order_by("registered_at")[:5] if sees_requester(actor, twin)]
    said = subjects(found)
    older = (case.registered_at, case.pk)
    return [Twin(c.number, said.get(c.pk, ""), (c.registered_at, c.pk) < older) for c in found]
