"""The verbs of a case's page, the next one first and the rest by what they are for. 「操作分组」"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from wolaiban.promises.life.chances import MOVES_CLOCKS
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.showing import CaseShown

NOTE = "note"
CLOCKS = MOVES_CLOCKS | {"classify", "review_pause"}
TALK = frozenset({"talk", "call_back"})
RECORD = frozenset({"correct", "merge", "join", "withdraw", "decline"})
WATCH = frozenset({"supervise", "inspect", "take_charge", "delegate"})


@dataclass(frozen=True)
class Group:
    """Some verbs under one heading. 「操作组」"""

    code: str
    title: str
    actions: tuple[Action, ...]


def groups(shown: CaseShown, actions: list[Action]) -> list[Group]:
    """The verbs that are neither the main one nor a note, under their headings; empty headings are left out."""
    rest = [action for action in actions if not action.is_main and action.verb != NOTE]
    titles = {
        "move": gettext("推进办理"),
        "talk": gettext("联系诉求人"),
        "clock": gettext("时限"),
        "watch": gettext("督办与包案"),
        "record": gettext("登记与归并"),
    }
    found = [(code, title, tuple(a for a in rest if _group(shown, a) == code)) for code, title in titles.items()]
    return [Group(code, title, members) for code, title, members in found if members]


def note_of(actions: list[Action]) -> Action | None:
    """The form of a note among officers."""
    return next((action for action in actions if action.verb == NOTE), None)


def _group(shown: CaseShown, action: Action) -> str:
    for code, verbs in (("talk", TALK), ("clock", CLOCKS), ("watch", WATCH), ("record", RECORD)):
        if action.verb in verbs:
            return code
    return "watch" if shown.service.verbs[action.verb].signer else "move"
