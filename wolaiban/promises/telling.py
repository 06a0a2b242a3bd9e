"""What of a case its asker is told: which promises, steps and words; notes among officers never are. 「告知范围」"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wolaiban.catalogue.service import Service

from .life import Given
from .life.tasks import MATTERS
from .models import Event

# A verb that moves the case is always told; of the others these.
TOLD = frozenset(
    {"register", "respond", "talk", "sign", "pause", "resume", "grant_extension", "answer", "call_back", "rate",
     "correct", "recount", "join", "close"}
)  # fmt: skip
WRITTEN_FOR_ASKER: Mapping[str, tuple[str, ...]] = {
    "respond": ("text",), "talk": ("text",), "answer": ("answer",), "close": ("answer",), "decline": ("ground",),
    "withdraw": ("ground",), "rate": ("text",), "reopen": ("text",), "resume": ("text",), "register": (),
}  # fmt: skip
CODES_FOR_ASKER = ("board", "grade", "reason", "until", "rating", "resolved", "into")
OTHERWISE_SHOWN = frozenset({"requester", "place", MATTERS})


def promise_told(given: Given, *, staff: bool) -> bool:
    """Whether a promise is shown: waits of the clock are promises to nobody; some concern officers only."""
    return given.rule.counts and (staff or given.rule.shown != "staff")


def step_told(service: Service, event: Event, *, staff: bool) -> bool:
    """Whether an event is shown."""
    rule = service.verbs.get(event.verb)
    return staff or event.verb in TOLD or bool(rule and rule.to)


def words_told(event: Event, content: Mapping[str, Any], *, staff: bool) -> dict[str, Any]:
    """The typed words of an event that are shown; who asked and where stands elsewhere."""
    names = content if staff else WRITTEN_FOR_ASKER.get(event.verb, ())
    return {name: content[name] for name in names if name in content and name not in OTHERWISE_SHOWN}


def codes_told(event: Event, *, staff: bool) -> dict[str, str]:
    """The codes of an event that are shown."""
    return {name: text for name, text in event.fields.items() if staff or name in CODES_FOR_ASKER}
