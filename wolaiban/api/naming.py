"""Units, posts and officers of a case by name, with one question each. 「称谓」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wolaiban.catalogue.service import Service
from wolaiban.people.models import Officer, Organisation, Post
from wolaiban.promises.models import Event

from .problems import lang


@dataclass(frozen=True)
class Names:
    """Titles of units by code; units of posts and names of officers by key. 「名册」"""

    units: dict[str, str]
    posts: dict[int, str]
    officers: dict[int, str]

    def unit(self, service: Service, holder: str) -> dict[str, str]:
        """A unit, or a role where no unit is named."""
        return {"code": holder, "label": self.units.get(holder) or service.word("roles", holder, lang())}

    def who(self, service: Service, event: Event) -> dict[str, str]:
        """Who acted, by post and unit; by name only where officers' names were asked for."""
        kind, _, key = event.by.partition(":")
        return {
            "kind": kind,
            "label": service.word("roles", event.role or kind, lang()),
            "unit": self.posts.get(event.post or 0, ""),
            "name": self.officers.get(int(key), "") if kind == "officer" and key.isdigit() else "",
        }


def names_for(units: Iterable[str], events: Iterable[Event], *, staff: bool) -> Names:
    """Everybody named in a case; officers' names for staff only."""
    events, codes = list(events), set(units)
    posts = {event.post for event in events if event.post}
    keys = {int(event.by.partition(":")[2]) for event in events if event.by.startswith("officer:")} if staff else set()
    return Names(
        {unit.code: unit.title for unit in Organisation.objects.filter(code__in=codes)} if codes else {},
        {
            post.pk: post.organisation.title
            for post in Post.objects.filter(pk__in=posts).select_related("organisation")
        } if posts else {},
        dict(Officer.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {},
    )  # fmt: skip
