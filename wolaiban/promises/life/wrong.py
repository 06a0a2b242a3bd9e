"""Why an event does not fit the life of its case: the frame refuses it, `verify` names it. 「不合之处」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wrong:
    """One reason: `code` names the sentence in `promises/messages.py`, `about` fills it, `field` locates it."""

    seq: int
    code: str
    about: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
