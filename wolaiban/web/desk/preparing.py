"""The forms of a case as the desk shows them: proposals, grounds, what follows from each choice. 「表单准备」"""

from __future__ import annotations

from datetime import datetime

from wolaiban.promises.town import today
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.showing import CaseShown

from .foretelling import foretell
from .proposing import propose
from .returning import ask_for_ground

LONG = 4
IN_SIGHT = ("units", "tasks", "file")


def prepare(shown: CaseShown, actions: list[Action], at: datetime) -> list[Action]:
    """The same actions, their forms made ready."""
    foretell(shown, actions, at)
    propose(shown, actions, today())
    ask_for_ground(shown, actions)
    for action in actions:
        _shorten(action)
    return actions


def _shorten(action: Action) -> None:
    """In a long form, what may be left out and has no consequence stands aside, after the rest."""
    entries = action.form.entries
    if len(entries) > LONG:
        for entry in entries:
            follows = any(entry.notes.values())
            entry.aside = entry.optional and not follows and entry.kind not in IN_SIGHT
        entries.sort(key=lambda entry: entry.aside)
