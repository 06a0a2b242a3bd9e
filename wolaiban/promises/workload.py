"""How much is owed, by holder and area: one question for all posts. 「待办量」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from wolaiban.people.actor import Actor

from .models import Promise
from .roles import HANDLER, covers

CALL_BACK = "call_back"


@dataclass(frozen=True)
class Load:
    """Open promises due until the end of a day, those overdue, and cases that wait to be called back. 「待办量」"""

    today: int = 0
    overdue: int = 0
    calls: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(self.today + other.today, self.overdue + other.overdue, self.calls + other.calls)

    def __bool__(self) -> bool:
        return bool(self.today or self.overdue or self.calls)


Loads = dict[tuple[str, str], Load]
"""By holder (code of a unit, or a role) and area of the case."""


def loads(at: datetime, until: datetime) -> Loads:
    """What everybody owes at an instant, and by the end of their day."""
    owed = Promise.objects.filter(settled_at=None, counts=True, case__is_over=False)
    rows = (
        owed.order_by()
        .values_list("holder", "case__area")
        .annotate(
            today=Count("pk", filter=Q(due_at__gte=at, due_at__lt=until)),
            overdue=Count("pk", filter=Q(due_at__lt=at)),
            calls=Count("case", filter=Q(code=CALL_BACK), distinct=True),
        )
    )
    return {(holder, area): Load(*counts) for holder, area, *counts in rows}


def load_of(actor: Actor, found: Loads) -> Load:
    """What an officer's posts owe: the unit's for its handlers, the role's in the area of the post for all others."""
    mine = {
        key
        for key in found
        for standing in actor.posts
        if (standing.role == HANDLER and standing.unit == key[0])
        or (standing.role == key[0] and covers(standing, key[1]))
    }
    return sum((found[key] for key in mine), Load())
