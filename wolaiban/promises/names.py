"""Names of those who act, for people to read. 「称谓」"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from wolaiban.people.models import Officer, Organisation, Post

from .life.handing import HEIR, LEAVER
from .models import Event

NAMING = frozenset({LEAVER, HEIR, "to"})
"""What an event of the kernel holds as the key of an officer; a file may have fields of kind `person` besides."""


def name_of(by: str) -> str:
    """The name behind an event's `by`: an officer's; "" for the asker, the clock and imports."""
    kind, _, key = by.partition(":")
    if kind != "officer" or not key.isdigit():
        return ""
    return Officer.objects.filter(pk=int(key)).values_list("name", flat=True).first() or ""


@dataclass(frozen=True)
class Named:
    """Titles of units by code and of the units of posts by key, names of officers by key. 「名册」"""

    units: dict[str, str] = field(default_factory=dict)
    posts: dict[int, str] = field(default_factory=dict)
    officers: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        codes: Iterable[str],
        events: Collection[Event],
        *,
        officers: bool = True,
        persons: Collection[str] = (),
        **more: Any,
    ) -> Self:
        """Everybody named in a case, with a question each where there is anybody; officers only where asked for.

        `persons` are the fields that hold the key of an officer.
        """
        keys = set(_keys(events, {*NAMING, *persons})) if officers else set()
        posts = {event.post for event in events if event.post}
        of_posts = Post.objects.filter(pk__in=posts).select_related("organisation") if posts else ()
        return cls(
            units=units_by_code(codes),
            posts={post.pk: post.organisation.title for post in of_posts},
            officers=dict(Officer.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {},
            **more,
        )


def _keys(events: Iterable[Event], fields: Collection[str]) -> Iterator[int]:
    """Who did each event, for whom, and whom it names."""
    for event in events:
        for kind, _, key in (who.partition(":") for who in (event.by, event.behalf)):
            if kind == "officer" and key.isdigit():
                yield int(key)
        yield from (int(text) for name, text in event.fields.items() if name in fields and text.isdigit())


def units_by_code(codes: Iterable[str]) -> dict[str, str]:
    """Titles of units in the reader's language."""
    known = set(codes) - {""}
    return {unit.code: unit.title for unit in Organisation.objects.filter(code__in=known)} if known else {}
