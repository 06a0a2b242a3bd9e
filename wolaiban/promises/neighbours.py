"""Which neighbouring towns hear of an event: the one a case came from, those whose units have a task of it. 「邻城」

Rows only, written with the verb; what is said stands in `partners`, and goes out as every message does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wolaiban.catalogue.partner_rules import Partner
from wolaiban.catalogue.service import VerbRule
from wolaiban.catalogue.town import Town

from .life import Act, Life, Task
from .town import town as this_town

PARTNER = "partner"
"""Kind of an actor, way by which a case came, template and recipient ("partner:<code>") of a delivery."""
TRANSPORT = "partner:"
ASK = "ask"
"""What a delivery is about that asks a neighbour what its record has."""


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


def connected(town: Town) -> list[Partner]:
    """The neighbouring towns whose key is known: those with whom anything is exchanged."""
    return [partner for partner in town.partners.values() if partner.key]


def asks_nobody(life: Life, verb: VerbRule, town: Town) -> bool:
    """Whether all that a verb does is to ask the neighbouring towns, and none is connected."""
    rule = life.service.partner
    if rule is None or verb.name not in rule.asks or connected(town):
        return False
    return not (verb.needs or verb.may or verb.to or verb.opens or verb.finishes or verb.drops or verb.rule)


def answered(life: Life) -> list[Act]:
    """What neighbouring towns answered since they were asked last, or officers in their place."""
    rule, found = life.service.partner, list[Act]()
    if rule is None:
        return found
    for act in life.acts:
        if act.verb in rule.asks:
            found.clear()
        elif act.verb in rule.asks.values():
            found.append(act)
    return found


def found_there(life: Life, name: str) -> list[str]:
    """The cases of their own record that neighbouring towns named in their answers."""
    return [act.fields[name] for act in answered(life) if act.fields.get(name)]


def unanswered(life: Life, towns: Iterable[Partner]) -> list[Partner]:
    """Those of these towns that were asked and have not answered.

    An officer may record an answer for them, with what they were told: pressed without a word it is none.
    """
    rule = life.service.partner
    known = {neighbour(act.by) for act in answered(life) if neighbour(act.by) or act.words or act.fields}
    if rule is None or not rule.asks or "" in known:
        return []
    return [one for one in towns if one.code not in known]


def to_be_told(life: Life, act: Act) -> Iterator[tuple[str, int | str]]:
    """Each town to be told of an event, with the task of this case that it is about: 0 for the town it came from.

    Nobody is told what they did themselves. `ASK` stands for a question about what they know.
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
    if act.verb in rule.asks:
        yield from ((partner.code, ASK) for partner in connected(this_town()))
