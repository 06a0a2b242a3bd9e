"""What follows from a verb before it is done: which promises it gives, moves, stops or keeps. 「预计后果」

Nothing is written: the same pure function that will count the promises counts them here with the verb added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wolaiban.promises.known import of_units
from wolaiban.promises.life import Act, Given, Life, Opening, life
from wolaiban.promises.telling import promise_told
from wolaiban.promises.town import town
from wolaiban.web.shared.people import Names
from wolaiban.web.shared.telling import reader_lang, when

Key = tuple[int, str, int]


@dataclass(frozen=True)
class Consequence:
    """What one verb would do to one promise. 「后果」

    `what` is given, moved, stopped, resumed, final, kept, late or released; `due_at` is the due instant afterwards,
    `was` the one before; `told` says that the asker hears of it.
    """

    code: str
    label: str
    holder: str
    what: str
    due_at: datetime | None
    was: datetime | None
    told: bool

    @property
    def text(self) -> str:
        """The same as a sentence, without the promise's name."""
        until = when(self.due_at) if self.due_at else ""
        was = when(self.was, year=False) if self.was else ""
        sentences = {
            "given": gettext("%(holder)s最晚 %(until)s"),
            "moved": gettext("改为最晚 %(until)s（原 %(was)s）"),
            "stopped": gettext("停止计时（原最晚 %(was)s），恢复后继续"),
            "resumed": gettext("恢复计时，最晚 %(until)s"),
            "final": gettext("不再是暂定：最晚 %(until)s"),
            "kept": gettext("兑现"),
            "late": gettext("逾期后兑现"),
            "released": gettext("解除"),
        }
        return sentences[self.what] % {"holder": self.holder and self.holder + " ", "until": until, "was": was}


def trial(
    before: Life, verb: str, at: datetime, *, task: int = 0, fields: Mapping[str, str] | None = None,
    tasks: Sequence[Opening] = (),
) -> Life:  # fmt: skip
    """The life of the case as it would be with one verb more."""
    after = life(before.service, before.acts, before.calendars)
    now = max(at, before.acts[-1].at)
    rules = before.service.fields
    codes = {name: text for name, text in (fields or {}).items() if name not in rules or not rules[name].is_words}
    calendar = town().calendar_known_at(now, before.service.hours)
    act = Act(len(before.acts) + 1, now, verb, task=task, fields=codes, tasks=tuple(tasks), calendar=calendar)
    after.step(of_units(before, act))
    return after


def consequences(before: Life, after: Life, names: Names) -> list[Consequence]:
    """What lies between two lives, promise by promise; what officers are not told of is left out."""
    stood = {_key(given): given for given in before.promises}
    found = []
    for given in after.promises:
        old = stood.get(_key(given))
        what = _what(old, given)
        if what and promise_told(given, staff=True):
            word = after.service.word("promises", given.code, reader_lang())
            holder, told = names.holder(after.service, after.holder(given)), promise_told(given, staff=False)
            found.append(Consequence(given.code, word, holder, what, given.due_at, old.due_at if old else None, told))
    return found


def untouched(before: Life, after: Life) -> list[str]:
    """The promises of the case that run on as they did: what a pause does not stop."""
    stood = {_key(given): given.due_at for given in before.promises if given.is_running}
    still = [
        given for given in after.promises
        if given.is_running and given.due_at and stood.get(_key(given)) == given.due_at
    ]  # fmt: skip
    told = [given for given in still if promise_told(given, staff=True)]
    return [after.service.word("promises", given.code, reader_lang()) for given in told]


def _what(old: Given | None, new: Given) -> str:
    if old is None:
        return "given" if new.is_open and new.due_at else ""
    if old.is_open and not new.is_open:
        return {"kept": "kept", "kept_late": "late"}.get(new.state, "released")
    if not new.is_open:
        return ""
    if old.due_at != new.due_at:
        return "stopped" if new.due_at is None else "resumed" if old.due_at is None else "moved"
    return "final" if old.provisional and not new.provisional else ""


def _key(given: Given) -> Key:
    return given.task, given.code, given.round
