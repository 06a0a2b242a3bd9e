"""Somebody else was first: who did what when, and how the case stands now. 「他人已办」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case
from wolaiban.promises.recording import service_of
from wolaiban.promises.refused import Refused
from wolaiban.web.shared.acting import Action
from wolaiban.web.shared.telling import reader_lang

from .grouping import NOTE, note_of


@dataclass(frozen=True)
class Beaten:
    """What the second of two officers is told. 「先办者」"""

    who: str
    verb: str
    at: datetime
    state: str
    by_me: bool


def beaten(case: Case, actor: Actor, refused: Refused) -> Beaten | None:
    """Who did what last, where the case rather than the form stands in the way."""
    last = refused.last
    if last is None or not refused.is_conflict:
        return None
    service, lang = service_of(case), reader_lang()
    who = last.name or service.word("roles", last.by.partition(":")[0], lang)
    verb, state = service.word("verbs", last.verb, lang), service.word("states", last.state, lang)
    return Beaten(who, verb, last.at, state, last.by == f"officer:{actor.id}")


def kept_as_note(action: Action, actions: list[Action]) -> Action | None:
    """The form of a note that holds the words typed for a verb that came too late, so that they can be kept."""
    note, words = note_of(actions), [entry.value for entry in action.form.entries if entry.kind == "lines"]
    typed = "\n".join(text for text in words if text)
    if note is None or action.verb == NOTE or not typed:
        return None
    for entry in note.form.entries:
        if entry.name == "text":
            entry.values = (f"{action.label}：\n{typed}" if reader_lang() == "zh" else f"{action.label}:\n{typed}",)
    return note
