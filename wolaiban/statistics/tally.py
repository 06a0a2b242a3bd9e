"""Counts and sums, written once in SQL for both databases: one question for cases, two for promises. 「计数之问」"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, F, Q, QuerySet, Sum
from numpy.typing import NDArray

from wolaiban.catalogue.service import LEFT
from wolaiban.catalogue.vocabulary import SATISFIED
from wolaiban.promises.models import Case, Promise

from .scope import Cell, Scope

FINISHED = ("answered", "closed")
IN_HAND = ("registered", "responded", "handling")
KEPT = ("kept", "kept_late")


@dataclass
class Tally:
    """What one cell counted: numbers by name, and durations by name. 「一格之数」"""

    counts: Counter[str] = field(default_factory=Counter)
    durations: dict[str, list[NDArray[Any]]] = field(default_factory=lambda: defaultdict(list))

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    def durations_of(self, name: str) -> NDArray[Any]:
        """All durations of a name as one array."""
        found = self.durations.get(name)
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def add(self, other: Tally) -> None:
        """Take another cell in: nothing is counted twice, since cells do not overlap."""
        self.counts.update(other.counts)
        for name, parts in other.durations.items():
            self.durations[name].extend(parts)


Tallies = defaultdict[Cell, Tally]


def count_cases(scope: Scope, into: Tallies) -> None:
    """Cases by what became of them, in one question; channels in another."""
    rows = scope.within(Case.objects.all())
    for cell, _, numbers in _asked(scope, rows, _of_cases()):
        into[cell].counts.update(numbers)
    for cell, channel, numbers in _asked(scope, rows, {"cases": Count("pk")}, "channel"):
        into[cell].counts[f"channel:{channel}"] += numbers["cases"]


def count_promises(scope: Scope, into: Tallies) -> None:
    """Promises by code and outcome; cases with a grade changed; bells lost to pauses."""
    rows = scope.within(Promise.objects.filter(counts=True), "case__")
    for cell, code, numbers in _asked(scope, rows, _of_promises(scope.cut_off), "code", path="case__"):
        into[cell].counts.update({f"{name}:{code}": number for name, number in numbers.items()})
    whole = {"reclassified": Count("case", distinct=True, filter=Q(regraded=True)), "lost_bells": Sum("lost_bells")}
    touched = rows.filter(Q(regraded=True) | Q(lost_bells__gt=0))
    for cell, _, numbers in _asked(scope, touched, whole, path="case__"):
        into[cell].counts.update(numbers)


def _asked(
    scope: Scope, rows: QuerySet, numbers: Mapping[str, Any], extra: str = "service", path: str = ""
) -> Iterator[tuple[Cell, str, dict[str, int]]]:
    """One question with GROUP BY: the cell, the value of `extra`, and each number by its name."""
    columns = scope.columns(path)
    # A number named like a column would be taken for it in the conditions of the next.
    named = {f"n_{name}": number for name, number in numbers.items()}
    for row in rows.order_by().annotate(**columns).values(*columns, extra).annotate(**named):
        yield scope.cell_of(row), row[extra], {name: row[f"n_{name}"] or 0 for name in numbers}


def _of_cases() -> dict[str, Any]:
    """Each count by its name. Ever finished is `answered`: a redo does not take a bad rating out of the rates."""
    ever = Q(answered_at__isnull=False)
    where = {
        "finished": Q(contract_state__in=FINISHED),
        "in_hand": Q(contract_state__in=IN_HAND),
        **{state: Q(contract_state=state) for state in LEFT},
        "answered": ever,
        "reached": ever & Q(reached="yes"),
        "asked_resolved": ever & (Q(reached="yes") | ~Q(resolved="")) & ~Q(resolved="explained"),
        "resolved": ever & Q(resolved="yes"),
        "explained": ever & Q(resolved="explained"),
        "rated": ~Q(rating=""),
        "satisfied": Q(rating__in=SATISFIED),
        "on_the_spot": Q(on_the_spot=True),
        "dispatched": Q(dispatches__gt=0),
        "never_returned": Q(dispatches__gt=0, returns=0),
        "collected": ~Q(collector=""),
        "replies": Q(external_number__isnull=False, responded_at=F("answered_at")),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in where.items()}
    return {"received": Count("pk"), **counts, "dispatch_sum": Sum("dispatches"), "return_sum": Sum("returns")}


def _of_promises(cut_off: datetime) -> dict[str, Count]:
    """Judged by the instants, not by the state: a clock that stood still must not make a promise look kept."""
    first = due_and_kept("rate_due_at", cut_off)
    extended = due_and_kept("due_at", cut_off)
    known = Q(rate_due_at__isnull=False)
    released = Q(state="released") & (~known | Q(settled_at__lt=F("rate_due_at")))
    where = {
        "due": first[0],
        "kept": first[1],
        "due_extended": extended[0],
        "kept_extended": extended[1],
        "released": released,
        "stopped": Q(rate_due_at__isnull=True) & ~Q(state="released"),
        "not_yet_due": Q(rate_due_at__gt=cut_off) & ~released,
    }
    return {name: Count("pk", filter=condition) for name, condition in where.items()}


def due_and_kept(instant: str, cut_off: datetime) -> tuple[Q, Q]:
    """Due by the cut-off and not released before; of these, kept no later than the due instant."""
    due = Q(**{f"{instant}__lte": cut_off}) & (~Q(state="released") | Q(settled_at__gte=F(instant)))
    return due, due & Q(state__in=KEPT, settled_at__lte=F(instant))
