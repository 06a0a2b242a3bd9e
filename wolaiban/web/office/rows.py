"""A promise as one line of a list: what, of which case, until when, who holds it. 「承诺行」"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wolaiban.people.actor import Actor
from wolaiban.promises.models import Promise
from wolaiban.promises.recording import service_of

from .lines import Line, lines_of, names_of


@dataclass(frozen=True)
class Row:
    """One promise in a list. 「承诺行」"""

    promise: Promise
    line: Line
    label: str
    holder: str
    overdue: bool
    is_open: bool
    supervised: bool


def rows_of(promises: Sequence[Promise], lang: str, at: datetime, actor: Actor) -> list[Row]:
    """The lines of these promises for this reader; the case of each has to be loaded with it."""
    lines = lines_of(promise.case for promise in promises)
    names = names_of([promise.holder for promise in promises])
    return [
        Row(
            promise,
            lines[promise.case_id],
            service_of(promise.case).word("promises", promise.code, lang),
            names.holder(service_of(promise.case), promise.holder),
            overdue=promise.broken_at is not None or bool(promise.due_at and promise.due_at < at),
            is_open=promise.settled_at is None,
            supervised=_may_be_supervised(promise, actor),
        )
        for promise in promises
    ]  # fmt: skip


def _may_be_supervised(promise: Promise, actor: Actor) -> bool:
    """Whether this reader may send a notice about it: an officer owes it, in a case that is open."""
    is_open = promise.case.finished_at is None and not promise.case.is_over
    rule = service_of(promise.case).verbs.get("supervise")
    return is_open and promise.holder != "asker" and rule is not None and bool(actor.roles & set(rule.by))
