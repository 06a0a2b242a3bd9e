"""Whether a pattern holds: the only conditions there are (kernel §3). 「条件」"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import Below, Pattern

from .acts import Act
from .tasks import all_done, none_open

if TYPE_CHECKING:
    from .machine import Life


@dataclass(frozen=True, slots=True)
class Now:
    """The event under way: what it did so far, which patterns may ask about."""

    act: Act
    entered: str | None = None
    completed: frozenset[str] = frozenset()


def value(life: Life, name: str, act: Act | None, task: int) -> str | None:
    """A field's value: in the event, else the task, else the case, else its default."""
    if act is not None and name in act.fields:
        return act.fields[name]
    if task in life.tasks and name in life.tasks[task].fields:
        return life.tasks[task].fields[name]
    if name in life.fields:
        return life.fields[name]
    return life.service.default(name)


def fields_hold(life: Life, pattern: Pattern, act: Act, task: int) -> bool:
    return all(value(life, name, act, task) in wanted for name, wanted in pattern.fields.items())


def said(life: Life, pattern: Pattern, act: Act, task: int) -> bool:
    """The same for what the event itself decides: what its verb may carry and this event left out is not said.

    Else the rating of the first handling would decide the branch of a call-back in the second.
    """
    verb = life.service.verbs[act.verb]
    carries = (*verb.needs, *verb.may)
    if act.verb == "resume" and "reason" in pattern.fields and "reason" not in act.fields:
        rest = {name: wanted for name, wanted in pattern.fields.items() if name != "reason"}
        return _ends(life, act, pattern.fields["reason"]) and said(life, replace(pattern, fields=rest), act, task)
    return all(
        (life.service.default(name) if name in carries and name not in act.fields else value(life, name, act, task))
        in wanted
        for name, wanted in pattern.fields.items()
    )


def _ends(life: Life, act: Act, reasons: tuple[str, ...]) -> bool:
    """Whether a resume that names no reason ends a pause for one of these: it ends all there are."""
    ends = (span for span in life.spans if span.until in (None, act.at) and span.is_for(act.task, None, act.by))
    return any(span.reason in reasons for span in ends)


def _like(life: Life, pattern: Pattern, act: Act) -> Iterable[Act]:
    """The acts of this handling that do the same verb with the same field values, the present one included."""
    for other in (*life.this_handling, act):
        if (pattern.do or other.verb == act.verb) and is_like(life, pattern, other):
            yield other


def happens(life: Life, pattern: Pattern, now: Now, task: int) -> bool:
    """Whether the event under way is one that the pattern means.

    A pattern with `do` reaches the promises of the case (`task` 0) and of the task acted on, one of the case all. A
    pause is of what it is laid on: what begins or ends on a task begins or ends nothing of the case.
    """
    act = now.act
    if act.verb in ("pause", "resume") and not pattern.of_case and act.task != task:
        return False
    if pattern.do and act.verb not in pattern.do:
        return False
    if pattern.to and now.entered not in pattern.to:
        return False
    if pattern.all is not None and pattern.all not in now.completed:
        return False
    if task and not pattern.of_case and act.task != task:
        return False
    if not pattern.do and not pattern.of_case:
        return False
    if pattern.below and not is_below(life, pattern.below, act.task):
        return False
    return _counts_hold(life, pattern, act, 0 if pattern.of_case else task) and said(life, pattern, act, task)


def is_below(life: Life, below: Below, task: int) -> bool:
    """Whether the share of the case, or of the task acted on, lies under the line; never where there is no whole yet.

    A part that nobody has told yet is none of the whole.
    """
    rule = next(one for one in life.service.figures if one.code == below.figure)
    own = life.tasks[task].fields if rule.of is not None and task in life.tasks else life.fields
    part, whole = (Decimal(own.get(amount.of or "") or 0) for amount in rule.amounts)
    return whole > 0 and part * 100 < below.percent * whole


def _counts_hold(life: Life, pattern: Pattern, act: Act, task: int = 0) -> bool:
    """How often, and in which handling; for the promise of a task only what was done to this task counts."""
    if pattern.handling is not None and life.handling < pattern.handling:
        return False
    if pattern.times is None and pattern.days is None:
        return True
    return often_enough(life, pattern, [one for one in _like(life, pattern, act) if not task or one.task == task])


def often_enough(life: Life, pattern: Pattern, acts: Collection[Act]) -> bool:
    """Whether these are as many acts, on as many days, as the pattern wants; one where it does not say."""
    days = {act.at.astimezone(life.zone).date() for act in acts}
    return len(acts) >= (pattern.times or 1) and len(days) >= (pattern.days or 1)


def branches(life: Life, pattern: Pattern | None, act: Act) -> bool:
    """Whether the `when` of a branch holds: it asks what this event says."""
    return pattern is None or (_stands(life, pattern, act) and said(life, pattern, act, act.task))


def holds(life: Life, pattern: Pattern | None, act: Act, task: int) -> bool:
    """Whether the `when` of a promise holds as it would be given: it asks how the case stands."""
    return pattern is None or (_stands(life, pattern, act) and fields_hold(life, pattern, act, task))


def _stands(life: Life, pattern: Pattern, act: Act) -> bool:
    """All of a `when` but its fields; `all` asks here whether every task of the kind is done by now."""
    if pattern.do and act.verb not in pattern.do:
        return False
    if pattern.to and life.state not in pattern.to:
        return False
    if pattern.all is not None and not all_done(life.tasks, pattern.all):
        return False
    if pattern.below and not is_below(life, pattern.below, act.task):
        return False
    return _counts_hold(life, pattern, act)


def has_happened(life: Life, pattern: Pattern) -> bool:
    """Whether an `after` is fulfilled: such an act in this handling, or no task of the kind open."""
    if pattern.all is not None and not none_open(life.tasks, pattern.all):
        return False
    if pattern.handling is not None and life.handling < pattern.handling:
        return False
    if pattern.to and not any(c.state in pattern.to for c in life.changes if c.handling == life.handling):
        return False
    if not pattern.do and not pattern.fields:
        return True
    return often_enough(life, pattern, [act for act in life.this_handling if is_like(life, pattern, act)])


def is_like(life: Life, pattern: Pattern, act: Act) -> bool:
    """Whether an act did the verb, if one is named, with these field values."""
    fields = pattern.fields.items()
    return (not pattern.do or act.verb in pattern.do) and all(
        act.fields.get(name, life.service.default(name)) in values for name, values in fields
    )
