"""The cases that a case names, and those that name it, as its page tells them. 「关联办件展示」"""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.people.actor import Actor
from wolaiban.promises.linking import linked
from wolaiban.promises.models import Case
from wolaiban.promises.recording import service_of

from .telling import reader_lang


@dataclass(frozen=True)
class LinkShown:
    """One case at the other end of a link; who may not see it reads its number, and no more. 「关联」"""

    label: str
    number: str
    names_it: bool
    is_open: bool = False
    subject: str = ""
    state: str = ""
    asker: str = ""


def links_shown(case: Case, actor: Actor | None) -> list[LinkShown]:
    """What the page of a case says of each case that it is linked with."""
    lang, found = reader_lang(), []
    for one in linked(case, actor):
        state = service_of(one.case).word("states", one.case.state, lang) if one.case else ""
        label = one.label[lang]
        found.append(LinkShown(label, one.number, one.names_it, one.case is not None, one.subject, state, one.asker))
    return found
