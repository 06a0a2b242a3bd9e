"""Whether the tasks that an event opens can be opened. 「分项的核对」"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import ByField, Named, Service, VerbRule

from .acts import Act, Opening
from .matching import value
from .tasks import DROPPED
from .values import NAME, against_value, day_of
from .wrong import Wrong

if TYPE_CHECKING:
    from .machine import Life


def opened_for(
    life: Life, verb: VerbRule, fields: Mapping[str, str], tasks: Sequence[Opening], matter: str = "", task: int = 0
) -> list[Opening]:
    """The tasks that an event opens: those it names, and one for each unit that a field names (`opens_for`).

    The field is that of the event, else of the case. Who names a task of the kind, as an import does, gets no second.
    Where `opens_when` does not hold of the task acted on, only those that were named.
    """
    wanted = verb.opens_when.fields.items() if verb.opens_when else ()
    if any((fields.get(name) or value(life, name, None, task)) not in words for name, words in wanted):
        return list(tasks)
    named = {one.kind for one in tasks}
    units = {kind: fields.get(name) or life.fields.get(name, "") for kind, name in verb.opens_for.items()}
    return [*tasks, *(Opening(kind, unit, matter) for kind, unit in units.items() if unit and kind not in named)]


def against_openings(life: Life, act: Act, verb: VerbRule) -> Iterator[Wrong]:
    """Kind, unit, values and order of every task that the event opens, and days named that are over."""
    about_unit = act.fields.get("about_unit") or life.fields.get("about_unit")
    for opening in act.tasks:
        if opening.kind not in verb.opens:
            yield Wrong(act.seq, "opens_not", {"verb": act.verb, "kind": opening.kind}, "tasks")
        if about_unit and opening.unit == about_unit:
            yield Wrong(act.seq, "unit_complained_of", {"unit": opening.unit}, "tasks")
        if opening.name and not NAME.fullmatch(opening.name):
            yield Wrong(act.seq, "not_a_name", {"value": opening.name}, "tasks")
        for name, text in opening.fields.items():
            rule = life.service.fields.get(name)
            if rule is None or rule.is_words:
                yield Wrong(act.seq, "not_of_task", {"field": name}, "tasks")
            else:
                yield from against_value(act.seq, rule, text)
        for name in _needed(life.service, opening.kind):
            if not (opening.fields.get(name) or act.fields.get(name) or life.fields.get(name)):
                yield Wrong(act.seq, "task_without", {"kind": opening.kind, "field": name}, "tasks")
    leads = sum(1 for opening in act.tasks if opening.kind == "lead")
    standing = any(task.kind == "lead" and not task.is_over for task in life.tasks.values())
    if leads > 1 or (act.tasks and "lead" in verb.opens and not leads and not standing):
        yield Wrong(act.seq, "one_lead", {"verb": act.verb}, "tasks")
    yield from _order(life, act)
    yield from _days_over(life, act)


def _needed(service: Service, kind: str) -> tuple[str, ...]:
    """The fields without which a promise that the opening of such a task gives would have no length, or run too soon.

    What is to be settled after the end of a year would else be due days after it was planned.
    """
    rules = [rule for rule in service.promises if rule.of == kind and not rule.given_by and rule.when is None]
    named = [rule.due for rule in rules if isinstance(rule.due, Named) and rule.due.otherwise is None]
    graded = [rule.within for rule in rules if isinstance(rule.within, ByField)]
    fields = [
        *(one.field for one in named),
        *(one.field for one in graded),
        *filter(None, (one.start for one in rules)),
    ]
    return tuple(dict.fromkeys(name for name in fields if service.default(name) is None))


def _order(life: Life, act: Act) -> Iterator[Wrong]:
    """Each waits for tasks that there are, and none for itself round a corner; only a dropped one is replaced."""
    known = {str(number) for number in life.tasks} | {task.name for task in life.tasks.values() if task.name}
    left = dict(enumerate(act.tasks, start=len(life.tasks) + 1))
    while ready := {number: one for number, one in left.items() if known.issuperset(one.after)}:
        known |= {str(number) for number in ready} | {one.name for one in ready.values() if one.name}
        left = {number: one for number, one in left.items() if number not in ready}
    missing = [word for one in left.values() for word in one.after if word not in known]
    for opening in act.tasks:
        replaced = life.tasks.get(opening.replaces) if opening.replaces is not None else None
        if opening.replaces is not None and (replaced is None or replaced.state != DROPPED):
            missing.append(str(opening.replaces))
    for word in dict.fromkeys(missing):
        yield Wrong(act.seq, "no_such_task", {"task": word}, "tasks")


def _days_over(life: Life, act: Act) -> Iterator[Wrong]:
    """A day that a promise is to be kept by is not named once it is over (kernel §5)."""
    today = act.at.astimezone(life.zone).date()
    for name in {rule.due.field for rule in life.service.promises if isinstance(rule.due, Named)}:
        for text in (act.fields.get(name), *(opening.fields.get(name) for opening in act.tasks)):
            day = day_of(text)
            if day is not None and day < today:
                yield Wrong(act.seq, "day_over", {"field": name, "value": day.isoformat()}, name)
