"""Units side by side: what each answers for, how far it is, and until when. 「并联分道」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wolaiban.web.shared.outlook import OutlookShown, PartShown
from wolaiban.web.shared.owing import PromiseShown
from wolaiban.web.shared.showing import CaseShown, TaskShown


@dataclass(frozen=True)
class Lane:
    """One task with its own promises, and how it stands against its plan where it has one. 「分道」"""

    task: TaskShown
    matter: str
    promises: tuple[PromiseShown, ...]
    planned: PartShown | None = None

    @property
    def css(self) -> str:
        """How the component calls its state."""
        if self.task.state in ("done", "dropped", "waiting"):
            return self.task.state
        return "overdue" if any(promise.overdue for promise in self.promises) else ""

    @property
    def says_nothing(self) -> bool:
        """Whether it only names a unit at work."""
        return self.task.state == "open" and not self.matter and not self.promises and not self.task.to_be_signed

    @property
    def tells_plan(self) -> bool:
        """Whether the day planned at first stands nowhere beneath: a promise may have moved, or not begun."""
        moved = self.task.state == "waiting" or any(promise.moved for promise in self.promises)
        return self.planned is not None and (self.foretold or moved)

    @property
    def foretold(self) -> bool:
        """Whether its plan says more than its promises beneath: when it was done, or that others push it back."""
        return self.planned is not None and bool({"done", "risk"} & set(self.planned.css.split()))

    @property
    def due_at(self) -> datetime | None:
        """Until when something of it is owed."""
        return next((promise.due_at for promise in self.promises if promise.is_open and promise.due_at), None)


def lanes(shown: CaseShown, outlook: OutlookShown | None) -> list[Lane]:
    """The tasks of a case, the dropped ones last; `outlook` says how those with a plan stand against it.

    A lead alone who promised nothing of their own is named above as who has the case.
    """
    planned = {part.number: part for part in outlook.parts} if outlook else {}
    found = [
        Lane(
            task,
            shown.about.get(task.number, ""),
            tuple(promise for promise in shown.promises if promise.task == task.number),
            planned.get(task.number),
        )
        for task in shown.tasks
    ]
    if len(found) == 1 and found[0].says_nothing and found[0].task.unit == shown.held_by:
        return []
    return sorted(found, key=lambda lane: lane.task.state == "dropped")
