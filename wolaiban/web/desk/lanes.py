"""Units side by side: what each answers for, how far it is, and until when. 「并联分道」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wolaiban.promises.models import Case
from wolaiban.promises.reading import matters
from wolaiban.web.shared.outlook import said_of
from wolaiban.web.shared.owing import PromiseShown
from wolaiban.web.shared.showing import CaseShown, TaskShown


@dataclass(frozen=True)
class Lane:
    """One task with its own promises. 「分道」"""

    task: TaskShown
    matter: str
    promises: tuple[PromiseShown, ...]

    @property
    def css(self) -> str:
        """How the component calls its state."""
        if self.task.state in ("done", "dropped", "waiting"):
            return self.task.state
        return "overdue" if any(promise.overdue for promise in self.promises) else ""

    @property
    def due_at(self) -> datetime | None:
        """Until when something of it is owed."""
        return next((promise.due_at for promise in self.promises if promise.is_open and promise.due_at), None)


def _matter(shown: CaseShown, about: Mapping[int, str], number: int) -> list[str]:
    return [about[number]] if about.get(number) and shown.reader.sees("matter") else []


def lanes(case: Case, shown: CaseShown) -> list[Lane]:
    """The tasks of a case, the dropped ones last."""
    about = matters(case) if shown.tasks else {}
    found = [
        Lane(
            task,
            gettext("、").join([*said_of(shown, shown.life.tasks[task.number]), *_matter(shown, about, task.number)]),
            tuple(promise for promise in shown.promises if promise.task == task.number),
        )
        for task in shown.tasks
    ]
    return sorted(found, key=lambda lane: lane.task.state == "dropped")
