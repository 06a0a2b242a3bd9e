"""Of a correction only what differs from what stands. 「更正内容」"""

from __future__ import annotations

from typing import Any

from wolaiban.promises.models import Case
from wolaiban.promises.reading import said_at_first
from wolaiban.web.shared.forms import requester_said


def only_changed(case: Case, said: dict[str, str]) -> dict[str, Any]:
    """The answers that change something, the requester's gathered in one."""
    stood = said_at_first(case)
    before = stood.get("requester", {})
    requester = {name: text for name, text in requester_said(said).items() if before.get(name, "") != text}
    rest: dict[str, Any] = {name: text for name, text in said.items() if stood.get(name) != text}
    return rest | ({"requester": requester} if requester else {})
