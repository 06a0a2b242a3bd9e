"""Promises as a page shows them: who holds them, until when, and how that is counted. 「承诺展示」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wolaiban.promises.life import Given, Life
from wolaiban.promises.telling import promise_told, steps_told

from .people import Names
from .telling import reader_lang


@dataclass(frozen=True)
class PromiseShown:
    """One promise in the reader's language. 「承诺」

    `state` is running, paused, kept, broken, kept_late or released; `overdue` says that it was broken and is still
    owed. `percent` is the share of its time that has passed, from 0 to 100; `begins` says that a day begins as it
    ends; `about` what the task is about that it belongs to.
    """

    code: str
    label: str
    holder: str
    state: str
    due_at: datetime | None
    first_due_at: datetime | None
    given_at: datetime
    settled_at: datetime | None
    percent: int
    provisional: bool
    steps: tuple[str, ...]
    task: int = 0
    begins: bool = False
    about: str = ""

    @property
    def is_open(self) -> bool:
        """Neither kept nor released: somebody still owes it."""
        return self.settled_at is None

    @property
    def overdue(self) -> bool:
        """Broken, and still owed."""
        return self.is_open and self.state == "broken"

    @property
    def moved(self) -> bool:
        """Whether another due instant was told first."""
        return self.first_due_at is not None and self.due_at is not None and self.first_due_at != self.due_at


def promises_shown(life: Life, names: Names, at: datetime, *, staff: bool) -> list[PromiseShown]:
    """The promises of a case that a reader may see: open ones first, least time left first, then what was settled."""
    shown = [_shown(life, given, names, at) for given in life.promises if promise_told(given, staff=staff)]
    return sorted(shown, key=lambda p: (not p.is_open, p.due_at is None, p.due_at or p.given_at))


def _shown(life: Life, given: Given, names: Names, at: datetime) -> PromiseShown:
    service, lang = life.service, reader_lang()
    holder = names.holder(service, life.holder(given))
    working = given.count(life.timetable(given), life.spans)
    return PromiseShown(
        code=given.code,
        label=service.word("promises", given.code, lang),
        holder=holder,
        state=given.state,
        due_at=given.due_at,
        first_due_at=given.first_due_at,
        given_at=given.start,
        settled_at=given.settled_at,
        percent=_percent(given.start, given.due_at, given.settled_at or at),
        provisional=given.provisional,
        steps=tuple(steps_told(life, given, working, lang, holder)),
        task=given.task,
        begins=given.rule.ends == "daybreak",
    )


def _percent(start: datetime, due_at: datetime | None, at: datetime) -> int:
    if due_at is None or due_at <= start:
        return 0
    return max(0, min(100, round(100 * ((at - start) / (due_at - start)))))
