"""Who keeps which officers: an operator all, a centre those of its own unit. 「人员管理范围」"""

from __future__ import annotations

from django.db.models import QuerySet

from .actor import Actor
from .models import Officer
from .posting import OPERATOR

CENTRE = "centre"
KEEPERS = frozenset({OPERATOR, CENTRE})


def units_kept(actor: Actor) -> frozenset[str] | None:
    """Codes of the units in whose posts a keeper acts; None: everywhere, and for operators too."""
    return None if OPERATOR in actor.roles else actor.units(CENTRE)


def kept_by(actor: Actor) -> QuerySet[Officer]:
    """The officers that somebody keeps, whatever posts of their unit are over; nobody for one who is no keeper."""
    within = units_kept(actor)
    if within is None:
        return Officer.objects.all()
    return Officer.objects.filter(posts__organisation__code__in=within).distinct()
