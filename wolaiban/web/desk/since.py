"""What others did to a case while somebody filled in a form: it is said before anything is saved. 「填写期间的变化」"""

from __future__ import annotations

from wolaiban.people.actor import Actor
from wolaiban.promises.access import possible
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.history import StepShown
from wolaiban.web.shared.showing import CaseShown

HARMLESS = frozenset({"note", "talk", "say", "sign"})
"""What neither changes what others decide nor is spoilt by it."""


def done_since(shown: CaseShown, action: Action, actor: Actor, seen: str) -> list[StepShown]:
    """The steps of others since the form was opened at event number `seen`, if the verb is still possible after them.

    Where it is not, the kernel refuses it and names who was first.
    """
    if action.verb in HARMLESS or not seen.isdigit() or len(seen) > 6:
        return []
    by_me = f"officer:{actor.id}"
    events = [event for event in shown.case.events.filter(seq__gt=int(seen)) if event.by not in (by_me, "clock")]
    told = {event.seq for event in events if event.verb not in HARMLESS}
    if not told or (action.verb, action.task) not in possible(shown.case, actor, life=shown.life):
        return []
    return [step for step in shown.history if step.seq in told]
