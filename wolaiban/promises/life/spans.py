"""Pauses as half-open spans of the log, laid over the calendar; never a sum of seconds. 「挂起」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ASKER = "asker"
"""Who asked; also the reason of a pause that waits for them, the only one that is theirs to end."""


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

    def is_for(self, task: int, reason: str | None, by: str) -> bool:
        """Whether a resume of this task by somebody ends it: for one reason, or for all there are."""
        theirs = self.reason == ASKER or by.partition(":")[0] != ASKER
        return self.task == task and reason in (None, self.reason) and theirs
