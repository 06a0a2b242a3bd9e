"""The doors: the only ways to a case from outside; not allowed is not found. 「门禁」"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TypeVar

from django.http import Http404

from wolaiban.lib import clock
from wolaiban.lib.ids import as_typed
from wolaiban.people.actor import ANY_OFFICER, Actor

from .life import Life
from .life.chances import allows, targets
from .models import Case
from .neighbours import asks_nobody
from .recording import life_of
from .roles import HANDLER, covers
from .signing import may_sign, taken
from .telling import Reader, unsigned
from .town import town
from .visibility import WHOLE_TOWN, visible_to

View = TypeVar("View", bound=Callable)
NOT_ON_A_CASE = ("register", "join")
"""Verbs that no one does to an existing case: the first made it, the second comes with a merge."""


def door(name: str) -> Callable[[View], View]:
    """Declare who may come through a URL: anybody, asker, officer, or a role. A wall fails where none is declared."""

    def declare(view: View) -> View:
        view.door = name  # type: ignore[attr-defined]
        return view

    return declare


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
    return Case.objects.filter(visible_to(actor))


def sees_requester(actor: Actor | None, case: Case, *, own: bool = False) -> bool:
    """Whether the asker's name and contacts are shown: a confidential asker is not told to the handling unit.

    Only a post for the town, in whose area this case lies, is told; a role that somebody holds for another area, or as
    the handler of a unit, is no reason. Nobody of the unit complained of is told, whatever else they are.
    """
    if own:
        return True
    if actor is None or actor.kind != "officer":
        return False
    if case.fields.get("confidential") != "yes":
        return True
    about = case.fields.get("about_unit", "")
    party = bool(about) and any(standing.unit == about for standing in actor.posts)
    return not party and any(standing.role in WHOLE_TOWN and covers(standing, case.area) for standing in actor.posts)


def roles_here(actor: Actor, case: Case, life: Life, *, own: bool = False) -> frozenset[str]:
    """The roles in which an actor sees this case, as a file's `seen_by` names them."""
    if actor.kind != "officer":
        return frozenset({actor.kind, *(("asker", life.service.asker) if own or actor.kind == "asker" else ())})
    units = {task.unit for task in life.tasks.values()}
    found = {ANY_OFFICER}
    for standing in actor.posts:
        if standing.role != HANDLER:
            found |= {standing.role} if covers(standing, case.area) else set()
        elif standing.unit in units:
            found |= {HANDLER, *(("lead",) if life.lead and life.lead.unit == standing.unit else ())}
    return frozenset(found | {"lead"} if life.lead is None and "desk" in found else found)


def reader_of(case: Case, life: Life, actor: Actor, *, staff: bool) -> Reader:
    """An actor as the reader of a case: what they are shown of it."""
    apart = _apart(case, life, actor) if staff else _apart(case, life, actor) | unsigned(life)
    return Reader(life.service, staff, roles_here(actor, case, life), apart)


def _apart(case: Case, life: Life, actor: Actor) -> frozenset[int]:
    """The events by which a hidden case stayed hidden, but those of a time when the actor was one of who saw it."""
    found, units, before = set(), set[str](), ""
    entered = {change.seq: change.state for change in life.changes}
    for act in life.acts if actor.kind == "officer" and life.service.hidden else ():
        state = entered.get(act.seq, before)
        roles = life.service.hidden.get(before, ())
        sees = any(
            post.role in roles and (post.unit in units if post.role == HANDLER else covers(post, case.area))
            for post in actor.posts
        )
        if roles and state in life.service.hidden and not sees:
            found.add(act.seq)
        units |= {opening.unit for opening in act.tasks}
        before = state
    return frozenset(found)


def possible(case: Case, actor: Actor, *, own: bool = False, life: Life | None = None) -> list[tuple[str, int]]:
    """The verbs that an actor may do now, each with the task it acts on (0: the case), in the order of the file.

    What is offered is not refused for how the case stands, nor for who asks; what is sent with it may still be wrong.
    """
    now = clock.now()
    life = life or life_of(case, now)
    found = []
    for name, rule in life.service.verbs.items():
        if name in NOT_ON_A_CASE or asks_nobody(life, rule, town()):
            continue
        for task in targets(life, rule):
            if not allows(life, rule, task, actor.kind):
                continue
            role = taken(life, rule, actor, task, at=now, area=case.area, own=own)
            if role and may_sign(life, rule, actor, role, task, now):
                found.append((name, task))
    return found
