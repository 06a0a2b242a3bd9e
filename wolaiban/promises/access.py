"""The doors: the only ways to a case from outside; not allowed is not found. 「门禁」"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TypeVar

from django.db.models import Q
from django.http import Http404

from wolaiban.lib.ids import as_typed
from wolaiban.people.actor import Actor

from .life import Life
from .models import Case
from .recording import life_of
from .roles import acting

View = TypeVar("View", bound=Callable)
WHOLE_TOWN = ("desk", "centre", "caller", "supervisor", "leader", "operator")


def door(name: str) -> Callable[[View], View]:
    """Declare who may come through a URL: anybody, asker, officer, or a role. A wall fails where none is declared."""

    def declare(view: View) -> View:
        view.door = name  # type: ignore[attr-defined]
        return view

    return declare


def visible_to(actor: Actor) -> Q:
    """Which cases an officer may see: the town's for its desks, a unit's own for its handlers."""
    if actor.kind in ("clock", "import") or any(
        standing.role in WHOLE_TOWN and not standing.area for standing in actor.posts
    ):
        return Q()
    seen = Q(pk__in=[])
    for standing in actor.posts:
        if standing.role in WHOLE_TOWN:
            seen |= Q(area__startswith=standing.area) | Q(area="")
        if standing.unit and standing.role == "unit":
            seen |= Q(tasks__unit=standing.unit)
    if actor.kind == "officer":
        seen |= Q(collector=actor.id)
    return seen


def access_case(actor: Actor | None, number: str, *, tracking_code: str = "") -> Case:
    """The case of a number, for its asker with the tracking code or for an officer who may see it; else Http404."""
    # PostgreSQL takes no NUL in text, not even to look for it.
    case = None if "\x00" in number else Case.objects.filter(number=number).first()
    if case is None:
        raise Http404(number)
    if tracking_code and hmac.compare_digest(as_typed(tracking_code).encode(), case.tracking_code.encode()):
        return case
    if actor is not None and actor.kind != "asker" and Case.objects.filter(visible_to(actor), pk=case.pk).exists():
        return case
    raise Http404(number)


def access_cases(actor: Actor):
    """All cases that an officer may see."""
    seen = visible_to(actor)
    return Case.objects.filter(seen).distinct() if seen else Case.objects.all()


def sees_requester(actor: Actor | None, case: Case, *, own: bool = False) -> bool:
    """Whether the asker's name and contacts are shown: a confidential asker is masked from the handling unit."""
    if own:
        return True
    if actor is None or actor.kind != "officer":
        return False
    return case.fields.get("confidential") != "yes" or any(role in WHOLE_TOWN for role in actor.roles)


def possible(case: Case, actor: Actor, *, own: bool = False, life: Life | None = None) -> list[tuple[str, int]]:
    """The verbs that an actor may do now, each with the task it acts on (0: the case), in the order of the file."""
    life = life or life_of(case)
    found = []
    for name, rule in life.service.verbs.items():
        if name in ("register", "join") or (
            life.is_over if rule.from_states is None else life.state not in rule.from_states
        ):
            continue
        targets = [t.number for t in life.tasks.values() if t.kind in rule.on and not t.is_over] if rule.on else [0]
        if name == "sign":
            targets = [number for number in targets if life.tasks[number].signed_at is None]
        for task in targets:
            if acting(life, rule, actor, task, area=case.area, own=own):
                found.append((name, task))
    return found
