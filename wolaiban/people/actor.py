"""Who does a verb: an officer through their posts, the asker, the clock, or an import. 「行为人」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol, Self

from django.utils import timezone

from .models import Officer

ANY_OFFICER = "any_officer"
Kind = Literal["officer", "asker", "clock", "import", "partner"]


class HasKey(Protocol):
    """Anything stored under a primary key."""

    pk: object


class Standing(NamedTuple):
    """One post of an actor at the instant of the verb. 「身份」"""

    role: str
    unit: str
    area: str
    post: int | None
    on_behalf_of: str


@dataclass(frozen=True)
class Actor:
    """The one who does a verb, with everything that decides whether they may. 「行为人」

    `id` is the officer's key, the case's key for its asker, the source for an import, the code of a neighbouring town.
    `posts` holds role, code of the unit, code of the area ("" for everywhere), key of the post, and whom they stand in
    for: "officer:<key>" or "".
    """

    kind: Kind
    id: str
    name: str = ""
    posts: tuple[Standing, ...] = ()

    @classmethod
    def of(cls, officer: Officer, at: datetime) -> Self:
        """An officer with the posts that they may use on the town's day of an instant."""
        posts = tuple(
            Standing(
                held.post.role,
                held.post.organisation.code,
                held.post.area.code if held.post.area else "",
                held.post.pk,
                f"officer:{held.on_behalf_of.pk}" if held.on_behalf_of else "",
            )
            for held in officer.posts_on(timezone.localdate(at))
        )
        return cls("officer", str(officer.pk), officer.name, posts)

    @classmethod
    def asker(cls, case: HasKey | None = None, name: str = "") -> Self:
        """The asker of a case; without one, somebody who is about to ask."""
        return cls("asker", "" if case is None else str(case.pk), name)

    @classmethod
    def clock(cls) -> Self:
        """The clock, which acts where nobody did."""
        return cls("clock", "clock")

    @classmethod
    def importer(cls, source: str, posts: tuple[Standing, ...] = ()) -> Self:
        """The replay of an existing record; `posts` are those under which the record was made, where known."""
        return cls("import", source, source, posts)

    @classmethod
    def neighbour(cls, code: str, units: Iterable[str] = ()) -> Self:
        """A neighbouring town, for those of its units that are units of this record too."""
        return cls("partner", code, code, tuple(Standing("unit", unit, "", None, "") for unit in units))

    @property
    def roles(self) -> frozenset[str]:
        """The words by which a service's file may name this actor."""
        own = {standing.role for standing in self.posts}
        match self.kind:
            case "officer":
                return frozenset(own | {ANY_OFFICER} if own else ())
            case kind:
                return frozenset(own | {kind})

    def units(self, role: str) -> frozenset[str]:
        """Codes of the units for which this actor may take a role."""
        return frozenset(standing.unit for standing in self.posts if standing.role == role)

    def standing(self, role: str, unit: str | None = None) -> Standing | None:
        """The first post in a role, for a unit where one is named; own posts stand before those deputised for."""
        for standing in self.posts:
            if standing.role == role and unit in (None, standing.unit):
                return standing
        return None
