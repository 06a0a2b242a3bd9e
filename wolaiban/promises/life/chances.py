"""What the state of a case allows now, whatever is sent: one home for refusing and for offering. 「当前可办」"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import VerbRule

from .extending import against_extension, requests
from .matching import has_happened
from .spans import Span
from .tasks import DONE, WAITING, Task, prerequisites
from .wrong import Wrong

if TYPE_CHECKING:
    from .machine import Life

MOVES_CLOCKS = frozenset({"pause", "resume", "extend", "grant_extension", "refuse_extension"})
"""Verbs that act on the clocks of the case, or on those of one task where a task is named."""


def allows(life: Life, verb: VerbRule, task: int, by: str = "") -> bool:
    """Whether the verb, done to this task (0: the case) by somebody, would be accepted as far as state decides."""
    return next(against_state(life, verb, task), None) is None and _has_object(life, verb, task, by)


def targets(life: Life, verb: VerbRule) -> list[int]:
    """What the verb could be about: tasks of its kinds, else the case; a verb that moves clocks also any task."""
    if verb.on:
        return [task.number for task in life.tasks.values() if task.kind in verb.on]
    return [0, *life.tasks] if verb.name in MOVES_CLOCKS else [0]


def against_state(life: Life, verb: VerbRule, task: int, seq: int = 0) -> Iterator[Wrong]:
    """Every reason in the case itself, the most telling first."""
    if verb.name == "register":
        if life.state:
            yield Wrong(seq, "already_registered")
        return
    if not life.state:
        yield Wrong(seq, "not_registered")
        return
    if life.is_over if verb.from_states is None else life.state not in verb.from_states:
        yield Wrong(seq, "wrong_state", {"verb": verb.name, "state": life.state})
    if verb.name == "rate" and "asker" in verb.by and any(act.verb == "rate" for act in life.this_handling):
        yield Wrong(seq, "rated_already")
    if verb.once and any(act.verb == verb.name and act.task == task for act in life.acts):
        yield Wrong(seq, "once_only", {"verb": verb.name})
    yield from _task(life, verb, task, seq)
    for pattern in verb.after:
        if not has_happened(life, pattern):
            missing = pattern.all or "/".join(pattern.do or pattern.to)
            yield Wrong(seq, "not_yet" if pattern.do or pattern.to else "tasks_open", {"what": missing})


def _task(life: Life, verb: VerbRule, number: int, seq: int) -> Iterator[Wrong]:
    if not verb.on:
        if number and verb.name not in MOVES_CLOCKS | {"note"}:
            yield Wrong(seq, "no_task_needed", {"verb": verb.name}, "task")
        elif number and number not in life.tasks:
            yield Wrong(seq, "no_such_task", {"task": str(number)}, "task")
        return
    task = life.tasks.get(number)
    if task is None or task.kind not in verb.on:
        yield Wrong(seq, "which_task", {"verb": verb.name, "kinds": "/".join(verb.on)}, "task")
    elif task.is_over:
        yield Wrong(seq, "task_over", {"task": str(number), "verb": verb.name}, "task")
    elif verb.name == "sign" and task.signed_at is not None:
        yield Wrong(seq, "already_signed", {"unit": task.unit}, "task")
    elif task.state == WAITING and (verb.finishes or verb.name == "answer"):
        about = {"task": str(number), "verb": verb.name, "before": _before(task, life)}
        yield Wrong(seq, "task_waits", about, "task")


def _before(task: Task, life: Life) -> str:
    """What it still waits for, by number and name."""
    left = [other for other in prerequisites(task, life.tasks) if other.state != DONE]
    return ", ".join(f"{other.number} {other.name}".strip() for other in left)


def _has_object(life: Life, verb: VerbRule, task: int, by: str) -> bool:
    """Whether a verb that moves clocks finds one to move."""
    if verb.name == "pause":
        return bool(pausable(life, task))
    if verb.name == "resume":
        return any(span.is_for(task, None, by) for span in open_spans(life, task))
    if verb.name not in MOVES_CLOCKS:
        return True
    codes = {given.code for given in life.promises if given.task == task and given.is_running}
    if verb.name == "refuse_extension":
        return any(requests(life, code, task) for code in codes)
    movable = [code for code in codes if against_extension(life, code, task) is None]
    return any(verb.name == "extend" or requests(life, code, task) for code in movable)


def open_spans(life: Life, task: int) -> list[Span]:
    """The pauses of the case, or of one task, that are open now."""
    return [span for span in life.spans if span.until is None and span.task == task]


def pausable(life: Life, task: int) -> list[str]:
    """Reasons for which a pause of the case (0), or of this task, finds a promise still owed that it could stop."""
    owed = [given for given in life.promises if given.is_open and task in (0, given.task)]
    reasons = dict.fromkeys(reason for given in owed for reason in given.rule.stops_for)
    paused = {span.reason for span in open_spans(life, task)}
    return [reason for reason in reasons if reason not in paused]
