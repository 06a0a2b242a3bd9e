"""What is sent, and how sending fails. 「信件」"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Letter:
    """One message as it leaves the house. `id` is the same at every try. 「信件」"""

    id: UUID
    address: str
    subject: str
    text: str


class TryAgain(Exception):
    """Not delivered now, perhaps later; says why without naming the address."""


class Away(TryAgain):
    """The other side did not answer at all: nothing else need be tried there in this round."""


class NeverWill(Exception):
    """The other side refuses this letter for good."""
