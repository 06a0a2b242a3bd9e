"""Which cases an officer may see: the town's for its desks, a service's for the roles of its file, a unit's own for its
handlers. 「可见范围」

A case in a state of which the file says `seen_by` is hidden: for those roles alone, whatever else somebody is.
"""

from __future__ import annotations

from django.db.models import Q

from wolaiban.people.actor import Actor, Standing

from .models import Task
from .roles import HANDLER
from .town import town

WHOLE_TOWN = ("desk", "centre", "caller", "supervisor", "leader", "deputy", "operator")
SEEN_BY_ALL = Q(hidden="")
"""Cases that stand in lists and figures as all others do."""


def sees_whole_town(actor: Actor) -> bool:
    """Whether somebody may see every case, but for hidden ones that are not theirs."""
    return actor.kind in ("clock", "import") or any(
        standing.role in WHOLE_TOWN and not standing.area for standing in actor.posts
    )


def visible_to(actor: Actor) -> Q:
    """Which cases somebody may see."""
    if actor.kind in ("clock", "import"):
        return Q()
    if sees_whole_town(actor):
        return SEEN_BY_ALL | _hidden_from_others(actor)
    seen = Q(pk__in=[])
    for standing in actor.posts:
        if standing.role in WHOLE_TOWN:
            seen |= Q(area__startswith=standing.area) | Q(area="")
        elif standing.role != HANDLER and (services := _naming(standing.role)):
            seen |= Q(service__in=services) & _here(standing)
    # A question of its own: a join would give a case once for each task, and all would have to be sorted for it.
    units = {standing.unit for standing in actor.posts if standing.role == HANDLER and standing.unit}
    if units:
        seen |= Q(pk__in=Task.objects.filter(unit__in=units).values("case"))
    if actor.kind == "officer":
        seen |= Q(follower=actor.id)
    return SEEN_BY_ALL & seen | _hidden_from_others(actor)


def _naming(role: str) -> list[str]:
    """The services in which a role of their own does something: who has it sees their cases."""
    return [
        code
        for code, versions in town().services.items()
        if any(role in verb.by for service in versions for verb in service.verbs.values())
    ]


def _hidden_from_others(actor: Actor) -> Q:
    """The hidden cases whose roles somebody has, as a file's `seen_by` names them."""
    found = Q(pk__in=[])
    for standing in actor.posts:
        found |= Q(hidden__contains=f" {standing.role} ") & _here(standing)
    return found


def _here(standing: Standing) -> Q:
    if standing.role == HANDLER:
        return Q(pk__in=Task.objects.filter(unit=standing.unit).values("case"))
    return Q(area__startswith=standing.area) | Q(area="") if standing.area else Q()
