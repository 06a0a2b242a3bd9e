"""In which order cases stand on a board of this moment, asked of the stored rows: a page costs a page. 「看板次序」

The same order as `board` makes of lives: what the town owes and has not done, then by how far it has come, what is
due next first.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from wolaiban.catalogue.service import LEFT, Service
from wolaiban.promises.models import Case, Event, Promise

from .scope import Scope

PLACE = ("late_0", "state_0", "due_0", "number")


def lines(scope: Scope, cases: QuerySet[Case], *, public: bool) -> QuerySet[Case]:
    """The cases that have a line on the board; to the public those that the file lists."""
    found = cases.exclude(contract_state__in=LEFT)
    return found.filter(listed_by(scope.service)) if public else found


def listed_by(service: Service) -> Q:
    """What `[publish] listed` says, asked of the stored rows: fields, states and verbs, all that it may name."""
    pattern, found = service.publish.listed, Q()
    if pattern is None:
        return found
    said = Q()
    for name, wanted in pattern.fields.items():
        one = Q(**{f"fields__{name}__in": wanted})
        said &= one | Q(**{f"fields__{name}__isnull": True}) if service.default(name) in wanted else one
    if pattern.to:
        found &= Q(state__in=pattern.to)
    if pattern.do:
        return found & Exists(Event.objects.filter(said, case=OuterRef("pk"), verb__in=pattern.do))
    return found & said


def page_of(
    scope: Scope, found: QuerySet[Case], after: str, size: int, *, public: bool
) -> list[tuple[UUID, str]]:  # fmt: skip
    """Key and number of so many cases in the order of the board, from the one after a number, or from the top."""
    placed = _placed(scope, found, public)
    last = placed.filter(number=after).values_list(*PLACE).first() if after and "\x00" not in after else None
    if last is not None:
        placed = placed.filter(_beyond(last))
    ordered = placed.order_by("late_0", "state_0", F("due_0").asc(nulls_last=True), "number")
    return list(ordered.values_list("pk", "number")[:size])


def _placed(scope: Scope, found: QuerySet[Case], public: bool) -> QuerySet[Case]:
    owed = Promise.objects.filter(case=OuterRef("pk"), settled_at=None, counts=True)
    if public:
        told = {rule.code for version in scope.versions for rule in version.promises if rule.shown == "public"}
        owed = owed.filter(code__in=told)
    late = owed.filter(due_at__lt=scope.cut_off).exclude(holder="asker")
    order = [When(state=state, then=Value(place)) for place, state in enumerate(scope.service.states)]
    return found.annotate(
        late_0=Choice(When(Exists(late), then=Value(0)), default=Value(1), output_field=IntegerField()),
        state_0=Choice(*order, default=Value(len(order)), output_field=IntegerField()),
        due_0=Coalesce(_first(late), _first(owed.filter(due_at__isnull=False))),
    )


def _first(owed: QuerySet[Promise]) -> Subquery:
    return Subquery(owed.order_by("due_at").values("due_at")[:1])


def _beyond(last: tuple[int, int, datetime | None, str]) -> Q:
    """All places after one: later in the first thing that differs; what has no due day comes last."""
    late, state, due, number = last
    same = Q(late_0=late, state_0=state)
    if due is None:
        nearer = Q(due_0__isnull=True, number__gt=number)
    else:
        nearer = Q(due_0__gt=due) | Q(due_0__isnull=True) | Q(due_0=due, number__gt=number)
    return Q(late_0__gt=late) | Q(late_0=late, state_0__gt=state) | (same & nearer)
