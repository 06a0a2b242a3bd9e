"""A case as one line of a list: subject, service, state; a few questions for a whole page. 「办件行」"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases
from wolaiban.promises.models import Case
from wolaiban.promises.names import units_by_code
from wolaiban.promises.reading import subjects
from wolaiban.promises.recording import service_of
from wolaiban.promises.visibility import sees_whole_town
from wolaiban.web.shared.people import Names, rooms_of_roles
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

PAGE = 40


@dataclass(frozen=True)
class Line:
    """What a list says of a case. 「办件行」"""

    case: Case
    subject: str
    service: str
    state: str
    unit: str


def lines_of(cases: Iterable[Case]) -> dict[UUID, Line]:
    """A line for each case, by its key."""
    found = {case.pk: case for case in cases}
    said = subjects(list(found.values()))
    units = units_by_code(case.lead_unit for case in found.values())
    return {key: _line(case, said.get(key, ""), units) for key, case in found.items()}


def _line(case: Case, subject: str, units: dict[str, str]) -> Line:
    service = service_of(case)
    state = service.word("states", case.state, reader_lang())
    unit = units.get(case.lead_unit, case.lead_unit)
    return Line(case, subject or case.number, service_name(service), state, unit)


def names_of(holders: Collection[str]) -> Names:
    """Everybody who holds something, and the units of roles."""
    return Names(units_by_code(set(holders)), rooms=rooms_of_roles())


def seen_by(actor: Actor, rows: QuerySet[Any], path: str = "case") -> QuerySet[Any]:
    """The rows whose case the actor may see."""
    if sees_whole_town(actor):  # asked of the case itself: a list of all of them would be read for it
        return rows.filter(**{f"{path}__hidden": ""})
    return rows.filter(**{f"{path}__in": access_cases(actor)})
