"""Which neighbouring towns hear of an event: the one a case came from, those whose units have a task of it. 「邻城」

Rows only, written with the verb; what is said stands in `partners`, and goes out as every message does.
"""

from __future__ import annotations

from collections.abc import Iterator

from .life import Act, Life, Task

PARTNER = "partner"
"""Kind of an actor, way by which a case came, template and recipient ("partner:<code>") of a delivery."""
TRANSPORT = "partner:"


def neighbour(by: str) -> str:
    """The code of the town that did it, as events have it; "" for anybody of this one."""
    kind, _, code = by.partition(":")
    return code if kind == PARTNER else ""


def came_from(life: Life) -> str:
    """The town from which the case was passed on; "" where it was asked here."""
    return neighbour(life.acts[0].by) if life.acts else ""


def handled_by(task: Task) -> str:
    """The town that works on the task; "" for a unit of this one, and once the task is over."""
    return "" if task.is_over else task.partner


def elsewhere(life: Life) -> set[str]:
    """Codes of the units of neighbouring towns in a case: nobody of theirs has a post here."""
    return {task.unit for task in life.tasks.values() if task.partner}


def to_be_told(life: Life, act: Act) -> Iterator[tuple[str, int]]:
    """Each town to be told of an event, with the task of this case that it is about: 0 for the town it came from.

    Nobody is told what they did themselves.
    """
    rule, sender, home = life.service.partner, neighbour(act.by), came_from(life)
    if rule is None:
        return
    if home and home != sender and act.verb in rule.to_home:
        yield home, 0
    fresh = len(life.tasks) - len(act.tasks)
    for task in life.tasks.values():
        town = handled_by(task)
        if town and town != sender and (task.number > fresh or act.verb in rule.to_handler):
            yield town, task.number
