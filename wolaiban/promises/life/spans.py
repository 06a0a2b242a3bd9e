"""Pauses as half-open spans of the log, laid over the calendar; never a sum of seconds. 「挂起」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Span:
    """One pause of the case (task 0) or of one task, for one reason; `until` None while it is open."""

    task: int
    reason: str
    since: datetime
    until: datetime | None = None

    def stops(self, task: int, stops_for: tuple[str, ...]) -> bool:
        """Whether it stops a promise on `task` whose file lists `stops_for`."""
        return self.reason in stops_for and self.task in (0, task)
