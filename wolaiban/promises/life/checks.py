"""Whether an event fits the file and the life so far; one list for the frame and for `verify`. 「合规检查」"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import ByField, VerbRule

from .acts import Act
from .extending import ceiling, days_to_add
from .matching import has_happened
from .moving import extended
from .opening import against_openings
from .values import against_value, day_of
from .wrong import Wrong

if TYPE_CHECKING:
    from .machine import Life


TAKES: dict[str, tuple[str, ...]] = {
    "register": ("requester", "place"),
    "correct": ("requester", "place"),
    "merge": ("into",),
    "join": ("merged",),
    "delegate": ("to", "until"),
    "extend": ("promise", "until"),
    "grant_extension": ("promise", "until"),
    "refuse_extension": ("promise", "until"),
}
"""What verbs of the kernel carry besides the fields that a file gives them."""

UNREADABLE = frozenset({"not_a_choice", "not_a_date", "not_a_number", "not_a_period", "no_such_task"})
"""Reasons that say a value means nothing, so that there is nothing to apply."""


def against(life: Life, act: Act, verb: VerbRule | None) -> Iterator[Wrong]:
    """Every reason why the act may not happen now, the most telling first."""
    if verb is None:
        yield Wrong(act.seq, "unknown_verb", {"verb": act.verb})
        return
    yield from _state(life, act, verb)
    if act.role and act.role not in verb.by:
        yield Wrong(act.seq, "wrong_role", {"verb": act.verb, "role": act.role})
    yield from _task(life, act, verb)
    yield from _fields(life, act, verb)
    yield from against_openings(life, act, verb)
    for pattern in verb.after:
        if not has_happened(life, pattern):
            missing = pattern.all or "/".join(pattern.do or pattern.to)
            yield Wrong(act.seq, "not_yet" if pattern.do or pattern.to else "tasks_open", {"what": missing})
    yield from _effects(life, act)


def _state(life: Life, act: Act, verb: VerbRule) -> Iterator[Wrong]:
    if act.verb == "register":
        if life.state:
            yield Wrong(act.seq, "already_registered")
        return
    if not life.state:
        yield Wrong(act.seq, "not_registered")
        return
    if life.acts and act.at < life.acts[-1].at:
        yield Wrong(act.seq, "back_in_time", {"at": life.acts[-1].at.isoformat()})
    allowed = not life.is_over if verb.from_states is None else life.state in verb.from_states
    if not allowed:
        yield Wrong(act.seq, "wrong_state", {"verb": act.verb, "state": life.state})


def _task(life: Life, act: Act, verb: VerbRule) -> Iterator[Wrong]:
    if not verb.on:
        if act.task and act.verb not in ("pause", "resume", "extend", "grant_extension", "refuse_extension", "note"):
            yield Wrong(act.seq, "no_task_needed", {"verb": act.verb}, "task")
        elif act.task and act.task not in life.tasks:
            yield Wrong(act.seq, "no_such_task", {"task": str(act.task)}, "task")
        return
    task = life.tasks.get(act.task)
    if task is None or task.kind not in verb.on:
        yield Wrong(act.seq, "which_task", {"verb": act.verb, "kinds": "/".join(verb.on)}, "task")
    elif task.is_over:
        yield Wrong(act.seq, "task_over", {"task": str(task.number), "verb": act.verb}, "task")
    elif act.verb == "sign" and task.signed_at is not None:
        yield Wrong(act.seq, "already_signed", {"unit": task.unit}, "task")


def _fields(life: Life, act: Act, verb: VerbRule) -> Iterator[Wrong]:
    carried = set(act.fields) | act.words | ({"tasks"} if act.tasks else set())
    for name in verb.needs:
        if name not in carried:
            yield Wrong(act.seq, "needs", {"verb": act.verb, "field": name}, name)
    known = {*verb.needs, *verb.may, "tasks", "because", *TAKES.get(act.verb, ())}
    for name in sorted(carried - known):
        yield Wrong(act.seq, "not_taken", {"verb": act.verb, "field": name}, name)
    for name, text in act.fields.items():
        rule = life.service.fields.get(name)
        if rule is not None and name in known:
            yield from against_value(act.seq, rule, text)
    yield from _regrade(life, act, carried)


def _regrade(life: Life, act: Act, carried: set[str]) -> Iterator[Wrong]:
    """A change of grade needs its ground; the first grade is no change (kernel §6.3, field book 1.2)."""
    for given in life.promises:
        within = given.rule.within
        if isinstance(within, ByField) and given.is_open and given.graded and given.task in (0, act.task):
            new = act.fields.get(within.field)
            changed = new is not None and given.period != within.choices.get(new) and within.firm_with is not None
            if changed and "ground" not in carried:
                yield Wrong(act.seq, "ground_for_grade", {"field": within.field}, "ground")


def _effects(life: Life, act: Act) -> Iterator[Wrong]:
    open_spans = [span for span in life.spans if span.until is None and span.task == act.task]
    if act.verb == "pause" and any(span.reason == act.fields.get("reason") for span in open_spans):
        yield Wrong(act.seq, "already_paused", {"reason": act.fields.get("reason", "")}, "reason")
    reason = act.fields.get("reason")
    if act.verb == "resume" and not any(reason in (None, span.reason) for span in open_spans):
        yield Wrong(act.seq, "not_paused")
    if act.verb in ("extend", "grant_extension"):
        yield from _extension(life, act)


def _extension(life: Life, act: Act) -> Iterator[Wrong]:
    """Asked and granted before the due instant, not while paused, at most to the ceiling (design §2.4)."""
    given, until = extended(life, act), day_of(act.fields.get("until"))
    if given is None:
        yield Wrong(act.seq, "not_running", {"promise": act.fields.get("promise", "")}, "promise")
    elif given.rule.extendable is None:
        yield Wrong(act.seq, "not_extendable", {"promise": given.code}, "promise")
    elif given.due_at is None:
        yield Wrong(act.seq, "paused_now", {"promise": given.code}, "promise")
    elif until is None:
        yield Wrong(act.seq, "not_a_date", {"field": "until", "value": act.fields.get("until", "")}, "until")
    else:
        times, last = given.rule.extendable.times, ceiling(life, given)
        if times is not None and given.extensions >= times:
            yield Wrong(act.seq, "extended_already", {"promise": given.code, "times": str(times)}, "promise")
        elif last is not None and until > last:
            about = {"until": until.isoformat(), "last": last.isoformat()}
            yield Wrong(act.seq, "beyond_ceiling", about, "until")
        elif not days_to_add(life, given, until):
            yield Wrong(act.seq, "no_extension", {"until": until.isoformat()}, "until")
