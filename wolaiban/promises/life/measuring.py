"""What a case brings to the figures that its file declares: by its life alone, so that both copies agree. 「一件之数」

Numbers are in millionths, the finest that a number of a field can be, so that nothing is rounded on the way
(docs/adr/0034).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from wolaiban.catalogue.service import LEFT, Amount, FigureRule, Pattern

from .machine import Life
from .matching import is_below, is_like, often_enough, value
from .tasks import DROPPED, all_done

MICRO = 1_000_000


@dataclass(frozen=True)
class Measured:
    """What one figure makes of one case or one of its tasks: above the line, below it, in millionths. 「一件之数」"""

    top: int
    under: int | None


def brought(lived: Life) -> Iterator[tuple[FigureRule, int, Measured]]:
    """What a life brings to the declared figures of its version, with the number of the task, 0 for the case.

    A count that nothing of it fits brings nothing; a sum whose number is 0 does.
    """
    for rule in lived.service.figures:
        for number, one in () if rule.each else of_life(rule, lived):
            if rule.top.of is not None or one.top or one.under:
                yield rule, number, one


def of_life(rule: FigureRule, lived: Life) -> list[tuple[int, Measured]]:
    """A figure of each part of a case that it speaks of: its tasks of the kind by number, or 0 for the case."""
    if not lived.acts or lived.contract_state in LEFT:
        return []
    numbers = [0]
    if rule.of is not None:
        numbers = [one.number for one in lived.tasks.values() if one.kind == rule.of and one.state != DROPPED]
    found = ((number, measured(rule, lived, number)) for number in numbers)
    return [(number, one) for number, one in found if one is not None]


def measured(rule: FigureRule, lived: Life, task: int = 0) -> Measured | None:
    """A figure of one case, or of one task; None where it does not speak of it or the number below is not known yet."""
    top = _amount(rule.top, lived, task)
    if rule.over is None:
        return None if top is None else Measured(top, None)
    under = _amount(rule.over, lived, task)
    return None if under is None else Measured(top or 0, under)


def stands(lived: Life, pattern: Pattern, task: int = 0) -> bool:
    """Whether a case, or one of its tasks, is such as the pattern says, by all that has happened.

    With `do` the fields are those that the verb said then, as everywhere: what a check found once, no later one undoes.
    """
    if pattern.to and lived.state not in pattern.to:
        return False
    if pattern.all is not None and not all_done(lived.tasks, pattern.all):
        return False
    if pattern.handling is not None and lived.handling < pattern.handling:
        return False
    if pattern.below and not is_below(lived, pattern.below, task):
        return False
    if pattern.do:
        acts = [act for act in lived.acts if is_like(lived, pattern, act) and (not task or act.task == task)]
        return often_enough(lived, pattern, acts)
    return all(value(lived, name, None, task) in wanted for name, wanted in pattern.fields.items())


def _amount(amount: Amount, lived: Life, task: int) -> int | None:
    """In millionths; None where a sum has no number yet."""
    fits = stands(lived, amount.when, task)
    if amount.of is None:
        return MICRO if fits else 0
    if not fits:
        return None
    text = _first(lived, amount.of, task) if amount.first else _own(lived, task).get(amount.of)
    return None if text is None else int(Decimal(text) * MICRO)


def _own(lived: Life, task: int) -> dict[str, str]:
    return lived.tasks[task].fields if task else lived.fields


def _first(lived: Life, name: str, task: int) -> str | None:
    """The value that a field was first set to, at the opening of its task or by a verb."""
    opened = 0
    for act in lived.acts:
        for opening in act.tasks:
            opened += 1
            if opened == task and name in opening.fields:
                return opening.fields[name]
        if name in act.fields and act.task == task:
            return act.fields[name]
    return None
