"""Tasks: whatever one unit answers for inside a case. 「分项」"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

WAITING, OPEN, DONE, DROPPED = "waiting", "open", "done", "dropped"
MATTERS = "matters"
"""The name under which erasable words hold what tasks are about, by number."""


@dataclass(slots=True)
class Task:
    """A numbered piece of a case: lead, co-unit, approval, supervision notice... 「分项」

    It is waiting, open, done or dropped; once over it takes no more verbs. `hours`, `calendar` and `partner` as in its
    opening.
    """

    number: int
    kind: str
    unit: str
    name: str = ""
    after: tuple[str, ...] = ()
    state: str = OPEN
    fields: dict[str, str] = field(default_factory=dict)
    opened_at: datetime | None = None
    signed_at: datetime | None = None
    over_at: datetime | None = None
    replaced_by: int | None = None
    hours: str = ""
    calendar: str = ""
    partner: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, DROPPED)


def all_done(tasks: Mapping[int, Task], kind: str) -> bool:
    """Whether every task of the kind is done, dropped ones aside, and there is one (kernel §3)."""
    standing = [task for task in tasks.values() if task.kind == kind and task.state != DROPPED]
    return bool(standing) and all(task.state == DONE for task in standing)


def none_open(tasks: Mapping[int, Task], kind: str) -> bool:
    """Whether no task of the kind is open or waiting: the sense of `all` in `after` (kernel §2)."""
    return not any(task.kind == kind and not task.is_over for task in tasks.values())


def prerequisites(task: Task, tasks: Mapping[int, Task]) -> Iterable[Task]:
    """The tasks it waits for; a dropped one counts as the one that replaced it."""
    by_name = {other.name: other for other in tasks.values() if other.name}
    for word in task.after:
        found = by_name.get(word) or (tasks.get(int(word)) if word.isdigit() else None)
        while found is not None and found.state == DROPPED and found.replaced_by is not None:
            found = tasks[found.replaced_by]
        if found is not None:
            yield found


def may_start(task: Task, tasks: Mapping[int, Task]) -> bool:
    """Whether all that it waits for is done."""
    return all(other.state == DONE for other in prerequisites(task, tasks))
