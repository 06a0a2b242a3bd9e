"""What came of a draw: who was inspected, which faults, whether they were corrected and seen again. 「督查结果」"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.signals import Hit

from .models import Draw

INSPECT, CORRECTION = "inspect", "rectify"
NO_FAULT = "none"
WAYS = ("key", "overdue", "drawn")
"""By which way a case came to be inspected, the first that holds."""
RUNNING = 3
"""Faults in so many draws running make a unit stand out (field book 2.3)."""


@dataclass(frozen=True)
class Inspected:
    """One case of a draw: the way it came in, the first finding since, the latest look, the corrections. 「受检件」"""

    case: Case
    way: str
    fault: str = ""
    at: datetime | None = None
    again: str = ""
    corrections: tuple[Promise, ...] = ()

    @property
    def has_fault(self) -> bool:
        return bool(self.fault) and self.fault != NO_FAULT

    @property
    def is_looked_at_again(self) -> bool:
        return bool(self.again)


@dataclass(frozen=True)
class Outcome:
    """The account of one draw or of several. 「督查账」"""

    cases: int = 0
    inspected: int = 0
    faults: Mapping[str, int] = field(default_factory=dict)
    corrections: int = 0
    in_time: int = 0

    @property
    def found(self) -> int:
        """In how many of the inspected cases a fault was found."""
        return sum(self.faults.values())


def numbers_of(record: Draw) -> dict[str, str]:
    """Every case number of a draw with the way by which it came in."""
    ways = {"key": record.rule.get("key", ()), "overdue": record.rule.get("overdue", ()), "drawn": record.numbers}
    found: dict[str, str] = {}
    for way in WAYS:
        for number in ways[way]:
            found.setdefault(number, way)
    return found


def inspected(record: Draw, until: datetime | None = None) -> list[Inspected]:
    """The cases of a draw, each with what its inspection found, up to an instant: three questions for all of them."""
    ways = numbers_of(record)
    cases = list(Case.objects.filter(number__in=ways))
    looks = _looks(cases, record.at, until)
    promises: dict[UUID, list[Promise]] = {}
    for promise in Promise.objects.filter(case__in=cases, code=CORRECTION, given_at__gte=record.at).order_by("due_at"):
        promises.setdefault(promise.case_id, []).append(promise)
    order = {number: place for place, number in enumerate(ways)}
    return [
        _inspected(case, ways[case.number], looks.get(case.pk, []), tuple(promises.get(case.pk, ())))
        for case in sorted(cases, key=lambda case: order[case.number])
    ]


def outcome(found: Iterable[Inspected]) -> Outcome:
    """Counts: inspected, faults by kind, corrections and how many of them came in time."""
    rows = list(found)
    faults: dict[str, int] = {}
    for row in rows:
        if row.has_fault:
            faults[row.fault] = faults.get(row.fault, 0) + 1
    corrections = [promise for row in rows for promise in row.corrections]
    return Outcome(
        cases=len(rows),
        inspected=sum(1 for row in rows if row.fault),
        faults=dict(sorted(faults.items(), key=lambda one: (-one[1], one[0]))),
        corrections=len(corrections),
        in_time=sum(1 for promise in corrections if promise.state == "kept"),
    )


def three_running(service: str) -> list[Hit]:
    """Units in whose cases faults were found in each of the last three draws of a service (field book 2.3)."""
    records = list(Draw.objects.filter(service=service)[:RUNNING])
    if len(records) < RUNNING:
        return []
    # A case belongs to the latest draw before its inspection: a finding counts once.
    ends = [None, *(record.at for record in records)]
    by_unit = [_faulty(inspected(record, end)) for record, end in zip(records, ends, strict=False)]
    always = set.intersection(*(set(units) for units in by_unit))
    return [
        Hit("draws_running", records[0].at, tuple(key for units in by_unit for key in units[unit]), unit)
        for unit in sorted(always)
    ]


def _faulty(found: Iterable[Inspected]) -> dict[str, list[UUID]]:
    units: dict[str, list[UUID]] = {}
    for row in found:
        if row.has_fault and row.case.lead_unit:
            units.setdefault(row.case.lead_unit, []).append(row.case.pk)
    return units


def _looks(cases: list[Case], since: datetime, until: datetime | None) -> dict[UUID, list[Event]]:
    events = Event.objects.filter(case__in=cases, verb=INSPECT, at__gte=since)
    if until is not None:
        events = events.filter(at__lt=until)
    found: dict[UUID, list[Event]] = {}
    for event in events.order_by("seq"):
        found.setdefault(event.case_id, []).append(event)
    return found


def _inspected(case: Case, way: str, looks: list[Event], corrections: tuple[Promise, ...]) -> Inspected:
    if not looks:
        return Inspected(case, way)
    faults = [event.fields.get("fault", "") for event in looks]
    return Inspected(case, way, faults[0], looks[0].at, faults[-1] if len(faults) > 1 else "", corrections)


def of_all(services: Iterable[str]) -> Iterator[Hit]:
    """The units that stand out, of every service."""
    for code in services:
        yield from three_running(code)
