"""Units, posts and officers of a case by name, as the API tells them. 「称谓」"""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.catalogue.service import Service
from wolaiban.promises.models import Event
from wolaiban.promises.names import Named

from .problems import lang


@dataclass(frozen=True)
class Names(Named):
    """Everybody whom an answer names. 「名册」"""

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
