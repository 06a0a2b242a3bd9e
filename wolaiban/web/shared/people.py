"""Who holds a promise and who did a verb, by name, for a whole page with one question each. 「责任人称谓」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.people.models import Officer, Organisation, Post
from wolaiban.promises.models import Event

from .telling import reader_lang


@dataclass(frozen=True)
class Names:
    """Titles of units by their code, and officers and posts by their key. 「名册」"""

    units: dict[str, str] = field(default_factory=dict)
    officers: dict[int, str] = field(default_factory=dict)
    posts: dict[int, str] = field(default_factory=dict)

    def holder(self, service: Service, holder: str) -> str:
        """A unit's title, or the word for a role."""
        return self.units.get(holder) or service.word("roles", holder, reader_lang())

    def actor(self, service: Service, event: Event) -> str:
        """Who did it: unit and name of an officer, "asker", "the clock"."""
        kind, _, key = event.by.partition(":")
        if kind != "officer":
            return service.word("roles", kind, reader_lang())
        name = self.officers.get(int(key), gettext("已离任人员")) if key.isdigit() else key
        unit = self.posts.get(event.post or 0) or service.word("roles", event.role, reader_lang())
        return f"{unit} {name}"


def units_by_code(codes: Iterable[str]) -> dict[str, str]:
    """Titles of units in the reader's language."""
    return {unit.code: unit.title for unit in Organisation.objects.filter(code__in=set(codes))}


def names_for(codes: Iterable[str], events: Iterable[Event]) -> Names:
    """Everybody whom a page about one case names: three questions."""
    events = list(events)
    keys = {int(key) for kind, _, key in (e.by.partition(":") for e in events) if kind == "officer" and key.isdigit()}
    posts = Post.objects.filter(pk__in={e.post for e in events if e.post}).select_related("organisation")
    return Names(
        units_by_code(codes),
        dict(Officer.objects.filter(pk__in=keys).values_list("pk", "name")),
        {post.pk: post.organisation.title for post in posts},
    )
