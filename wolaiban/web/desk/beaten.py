"""Somebody else was first: who did what when, and how the case stands now. 「他人已办」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case
from wolaiban.promises.recording import service_of
from wolaiban.promises.refused import Refused
from wolaiban.web.shared.telling import reader_lang


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
