"""What life reads of an event. 「事件」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

OF_UNIT = ("hours", "calendar", "partner")
"""What an opening says about its unit: answers of the frame, which life does not ask for."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A task as the event that opens it names it. 「分项」

    `after` names the tasks (by name or number) that must be done before it starts; `replaces` is the
    number of a dropped task whose dependents wait for this one instead. `matter` says in a person's words what it is
    about: the frame takes it out and keeps it where it can be erased, so that a stored event has none.
    `hours` and `calendar` (the version known then) are those of a unit that keeps its own, `partner` the neighbouring
    town that a unit belongs to: the frame fills all three, nobody sends them.
    """

    kind: str
    unit: str = ""
    matter: str = ""
    name: str = ""
    after: tuple[str, ...] = ()
    replaces: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    hours: str = ""
    calendar: str = ""
    partner: str = ""

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Opening:
        """A task from a plain table, as files, requests and stored events hold it."""
        return cls(
            kind=table["kind"],
            unit=table.get("unit", ""),
            matter=table.get("matter", ""),
            name=table.get("name", ""),
            after=tuple(str(word) for word in table.get("after", ())),
            replaces=table.get("replaces"),
            fields=dict(table.get("fields", {})),
            **{name: str(table.get(name, "")) for name in OF_UNIT},
        )


@dataclass(frozen=True, slots=True)
class Act:
    """One verb done to one case by one person at one instant, as a pure value. 「一事一记」

    `at` is when it holds; `task` 0 is the case itself; `words` names the personal fields it carries, whose
    text lies in erasable rows; `calendar` is the version of the calendar known then.
    """

    seq: int
    at: datetime
    verb: str
    by: str = ""
    role: str = ""
    behalf: str = ""
    task: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    tasks: tuple[Opening, ...] = ()
    calendar: str = ""
    recorded_at: datetime | None = None
