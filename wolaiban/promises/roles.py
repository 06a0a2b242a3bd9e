"""In which role an actor may do a verb: the frame resolves it before the event (kernel §9). 「身份判定」"""

from __future__ import annotations

from typing import NamedTuple

from wolaiban.catalogue.service import Service, VerbRule
from wolaiban.people.actor import ANY_OFFICER, Actor, Standing

from .life import Life, Task
from .neighbours import PARTNER

HANDLER, LEAD = "unit", "lead"


class Acting(NamedTuple):
    """The role taken, the post it rests on, and on whose delegation. 「以何身份」"""

    role: str
    post: int | None = None
    behalf: str = ""


def covers(standing: Standing, area: str) -> bool:
    """A post without an area serves everywhere, and every post serves a case without one; codes nest by prefix."""
    return not standing.area or not area or area.startswith(standing.area)


def acting(life: Life, verb: VerbRule, actor: Actor, task: int, *, area: str = "", own: bool = False) -> Acting | None:
    """The first role of the verb that the actor may take here, or None.

    `own` says that an asker proved to be the asker of this case. `unit` is a handler of the unit of the task,
    `lead` of the lead unit (before any lead: the desk), as kernel §4 and §9 have it.
    """
    for role in verb.by:
        found = _take(life, role, actor, life.tasks.get(task), area, own)
        if found is not None:
            return found
    return None


def to_sign_first(life: Life, verb: VerbRule, actor: Actor) -> bool:
    """Whether the verb is the lead unit's, and the actor handles for a unit that is to lead and has not signed."""
    units = {task.unit for task in life.tasks.values() if task.kind == LEAD and not task.is_over and not task.signed_at}
    return LEAD in verb.by and bool(units & actor.units(HANDLER))


def _take(life: Life, role: str, actor: Actor, task: Task | None, area: str, own: bool) -> Acting | None:
    if actor.kind != "officer" and not (actor.kind == PARTNER and role in (HANDLER, LEAD)):
        return Acting(role) if role in _names(life.service, actor, own) else None
    if role == ANY_OFFICER:
        return _post(role, actor.posts[0] if actor.posts else None)
    if role == HANDLER:
        unit = task.unit if task else (life.lead.unit if life.lead else None)
        if not unit:
            return None
        # A task may stand with a role instead of a unit: a supervision notice to the desk is the desk's to answer.
        return _post(role, actor.standing(HANDLER, unit)) or _in_area(role, unit, actor, area)
    if role == LEAD:
        if life.lead is None:
            return _in_area(role, "desk", actor, area)
        return _post(role, actor.standing(HANDLER, life.lead.unit))
    return _in_area(role, role, actor, area)


def _names(service: Service, actor: Actor, own: bool) -> frozenset[str]:
    """The roles of one who holds no post: the clock, an import, somebody who asks, the asker of this case."""
    if actor.kind == "asker":
        return frozenset({service.asker, "asker"} if own else {service.asker})
    return frozenset({actor.kind})


def _in_area(role: str, post: str, actor: Actor, area: str) -> Acting | None:
    for standing in actor.posts:
        if standing.role == post and covers(standing, area):
            return _post(role, standing)
    return None


def _post(role: str, standing: Standing | None) -> Acting | None:
    return Acting(role, standing.post, standing.on_behalf_of) if standing else None
