"""What an event does to the tasks of a case: open, sign, finish, drop, wake. 「分项的变化」"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wolaiban.catalogue.service import VerbRule

from .acts import Act
from .tasks import DONE, DROPPED, OPEN, WAITING, Task, all_done, may_start

if TYPE_CHECKING:
    from .machine import Life


def done_kinds(life: Life) -> set[str]:
    """Kinds of which every task is done by now."""
    return {kind for kind in life.service.tasks if all_done(life.tasks, kind)}


def apply(life: Life, act: Act, verb: VerbRule) -> list[Task]:
    """Change the tasks; return those whose promises are to be given: opened or woken by this event."""
    task = life.tasks.get(act.task)
    if task is not None and not task.is_over:
        if act.verb == "sign":
            task.signed_at = act.at
        if verb.finishes or verb.drops:
            task.state, task.over_at = (DONE if verb.finishes else DROPPED), act.at
    started = [_open(life, act, number) for number in range(len(act.tasks))]
    return [new for new in started if new.state == OPEN] + _wake(life, act)


def _open(life: Life, act: Act, position: int) -> Task:
    opening, number = act.tasks[position], len(life.tasks) + 1
    task = Task(number, opening.kind, opening.unit, opening.name, opening.after, WAITING, dict(opening.fields))
    task.hours, task.calendar, task.partner = opening.hours, opening.calendar, opening.partner
    if opening.replaces in life.tasks:
        life.tasks[opening.replaces].replaced_by = number
    life.tasks[number] = task
    if may_start(task, life.tasks) and not _waits_for_sibling(act, position, number):
        task.state, task.opened_at = OPEN, act.at
    return task


def _waits_for_sibling(act: Act, position: int, number: int) -> bool:
    """Whether a prerequisite is named, or numbered, that the same event opens further down."""
    later = enumerate(act.tasks[position + 1 :], start=number + 1)
    words = {word for place, opening in later for word in (str(place), opening.name)}
    return any(word in words for word in act.tasks[position].after)


def _wake(life: Life, act: Act) -> list[Task]:
    woken = []
    for task in life.tasks.values():
        if task.state == WAITING and may_start(task, life.tasks) and task.number <= len(life.tasks) - len(act.tasks):
            task.state, task.opened_at = OPEN, act.at
            woken.append(task)
    return woken
