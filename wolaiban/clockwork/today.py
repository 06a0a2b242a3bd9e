"""What one round of the clock asks once: the day's hours, who owes what, how cases stand. 「当日」"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.promises.access import access_cases
from wolaiban.promises.life import Life
from wolaiban.promises.models import Case
from wolaiban.promises.recording import life_of
from wolaiban.promises.signals import Hit, hits
from wolaiban.promises.town import town
from wolaiban.promises.workload import Load, Loads, load_of, loads
from wolaiban.workdays import Timetable

LOOKING = frozenset({"centre", "supervisor", "leader"})
"""Roles that are told of things to look at: others find theirs in their lists."""
MOST_LIVES = 500


class Today:
    """The answers of one round: a dozen desks told of one case must not replay it a dozen times. 「当日」"""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.people: dict[tuple[str, str], list[Officer]] = {}
        self._lives: dict[UUID, Life] = {}

    @cached_property
    def timetable(self) -> Timetable:
        """The town's own hours."""
        hours = town().default_hours
        return town().timetable(hours, town().calendar_known_at(self.at, hours))

    @cached_property
    def _loads(self) -> Loads:
        midnight = self.timetable.instant(self.timetable.date_of(self.at) + timedelta(days=1), 0)
        return loads(self.at, midnight)

    @cached_property
    def _hits(self) -> list[Hit]:
        return hits(self.at)

    def life(self, case: Case) -> Life:
        """A case as it stands; nobody may change what comes back."""
        if len(self._lives) >= MOST_LIVES:
            self._lives.clear()
        if case.pk not in self._lives:
            self._lives[case.pk] = life_of(case, self.at)
        return self._lives[case.pk]

    def of(self, actor: Actor) -> tuple[Load, int]:
        """What an officer owes, and how many things they should look at."""
        seen = 0
        if actor.roles & LOOKING and self._hits:
            cases = {case for hit in self._hits for case in hit.cases}
            visible = set(access_cases(actor).filter(pk__in=cases).values_list("pk", flat=True))
            seen = sum(1 for hit in self._hits if visible.intersection(hit.cases))
        return load_of(actor, self._loads), seen
