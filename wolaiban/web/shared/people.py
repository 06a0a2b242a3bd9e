"""Who holds a promise and who did a verb, by name, for a whole page with one question each. 「责任人称谓」"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.people.models import Post
from wolaiban.promises.models import Event
from wolaiban.promises.names import Named
from wolaiban.promises.neighbours import PARTNER
from wolaiban.promises.town import today, town

from .telling import reader_lang


@dataclass(frozen=True)
class Names(Named):
    """Everybody whom a page names, and the unit in which all of a role sit. 「名册」"""

    rooms: dict[str, str] = field(default_factory=dict)

    def holder(self, service: Service, holder: str) -> str:
        """A unit's title, or the word for a role with the unit in which it sits."""
        if holder in self.units:
            return self.units[holder]
        word = service.word("roles", holder, reader_lang())
        room = self.rooms.get(holder, "")
        if not room or _names(room, word):
            return room or word
        return gettext("%(unit)s%(role)s") % {"unit": room, "role": word}

    def actor(self, service: Service, event: Event) -> str:
        """Who did it: unit and name of an officer, "asker", "the clock"."""
        kind, _, key = event.by.partition(":")
        if kind == PARTNER and (town_there := town().partners.get(key)):
            return town_there.name[reader_lang()]
        if kind != "officer":
            return service.word("roles", kind, reader_lang())
        name = self.officers.get(int(key), gettext("已离任人员")) if key.isdigit() else key
        unit = self.posts.get(event.post or 0) or service.word("roles", event.role, reader_lang())
        return f"{unit} {name}"

    def behalf(self, event: Event) -> str:
        """The officer in whose stead it was done; "" for nobody's."""
        key = event.behalf.partition(":")[2]
        return self.officers.get(int(key), gettext("已离任人员")) if key.isdigit() else event.behalf


def _names(room: str, word: str) -> bool:
    """Whether a unit's title holds the word for a role, in full or shortened: 企业综合服务中心, 企服中心."""
    if word.casefold() in room.casefold():
        return True
    signs = iter(room)
    return not word.isascii() and all(sign in signs for sign in word)


def rooms_of_roles() -> dict[str, str]:
    """For each role that answers for the whole town from one unit only: the title of that unit."""
    found: dict[str, set[str]] = {}
    posts = Post.objects.on(today()).filter(area=None).select_related("organisation")
    for post in posts.exclude(role="unit"):
        found.setdefault(post.role, set()).add(post.organisation.title)
    return {role: titles.pop() for role, titles in found.items() if len(titles) == 1}
