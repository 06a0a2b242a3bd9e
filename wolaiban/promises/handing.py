"""What a person leaves behind when they go: the cases that name them or that they follow. 「待移交办件」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from wolaiban.people.models import Officer

from .life import Life
from .life.extending import requests
from .life.handing import HAND_OVER, HEIR, LEAVER, bonds
from .models import Case, Event
from .recording import lives_of
from .town import town


@dataclass(frozen=True)
class Bound:
    """A case with what binds it to an officer: names of fields, `follower`; and the extension they asked for."""

    case: Case
    life: Life
    bonds: tuple[str, ...]
    asked: tuple[str, ...]


def bound_to(officer: Officer, *, first: int | None = None) -> list[Bound]:
    """The cases that a person has to hand over, least time left first; at most `first`."""
    found = []
    for case, life in lives_of(_candidates(officer).least_time_first().iterator()):
        if bound := bonds(life, str(officer.pk)):
            found.append(Bound(case, life, tuple(bound), tuple(_asked(life, officer))))
            if first is not None and len(found) >= first:
                break
    return found


def count_bound(officer: Officer) -> int:
    """How many cases a person has to hand over."""
    return len(bound_to(officer))


def handed_over(officer: Officer, since: datetime | None = None) -> list[Event]:
    """What an officer handed over, the latest first."""
    done = Event.objects.filter(verb=HAND_OVER, **{f"fields__{LEAVER}": str(officer.pk)})
    done = done.filter(at__gte=since) if since else done
    return list(done.select_related("case").order_by("-at", "-id"))


def _candidates(officer: Officer):
    """Cases that are not over and may be bound to them: followed, or named in an event, or in a task it opened."""
    key, names = str(officer.pk), _person_fields()
    named = Q(**{"verb": HAND_OVER, f"fields__{HEIR}": key})
    for name in names:
        named |= Q(**{f"fields__{name}": key}) | Q(opened__contains=f'"{name}": "{key}"')
    events = Event.objects.annotate(opened=Cast("tasks", TextField())).filter(named)
    return Case.objects.filter(Q(follower=key) | Q(pk__in=events.values("case")), is_over=False, hidden="")


def _person_fields() -> set[str]:
    services = [version for versions in town().services.values() for version in versions]
    return {rule.name for service in services for rule in service.fields.values() if rule.kind == "person"}


def _asked(life: Life, officer: Officer) -> list[str]:
    """Promises for whose extension they asked and nobody has decided."""
    by, waiting = f"officer:{officer.pk}", []
    for given in life.promises:
        if any(by in (one.by, one.behalf) for one in requests(life, given.code, given.task)):
            waiting.append(given.code)
    return list(dict.fromkeys(waiting))
