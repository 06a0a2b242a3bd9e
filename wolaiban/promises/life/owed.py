"""What the clock owes a case by an instant: verbs that happen without a person (kernel §10). 「时钟所欠」"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from .given import Given
from .machine import Life


@dataclass(frozen=True, slots=True)
class Owed:
    """One verb of the clock: `at` None means now (`if_broken`), else the due instant (`at_due`)."""

    verb: str
    at: datetime | None
    given: Given


def owed(life: Life, at: datetime, without: Collection[tuple[str, str]] = ()) -> Owed | None:
    """The next verb that the clock owes by `at`, in order of when it acts, or None.

    `at_due` acts at the due instant itself even if written later; `if_broken` once a promise, naming it.
    Both only where the file gives the verb to the clock and the state allows it. `without` are debts, as verb and
    promise, that were refused and are passed over.
    """
    # What acts at its due instant comes before what acts now, or a dead clock would change the outcome.
    candidates = (one for one in _candidates(life, at) if (one.verb, because(one.given)) not in without)
    found = sorted(candidates, key=lambda one: (one.at or at, one.given.due_at, one.given.seq))
    return found[0] if found else None


def _candidates(life: Life, at: datetime) -> Iterator[Owed]:
    done = {(act.verb, act.fields.get("because")) for act in life.acts if act.role == "clock"}
    for given in life.promises:
        # What ends at daybreak is over as the day begins: whoever comes at 00:00 finds it so.
        begun = given.due_at == at and given.rule.ends == "daybreak"
        if not given.is_open or given.due_at is None or (given.due_at >= at and not begun):
            continue
        for verb, instant in ((given.rule.at_due, given.due_at), (given.rule.if_broken, None)):
            if verb and (verb, because(given)) not in done and _may(life, verb, given):
                yield Owed(verb, instant, given)


def because(given: Given) -> str:
    """The name of a promise inside its case, as the clock's event gives it: task, code, round."""
    return f"{given.task}/{given.code}/{given.round}"


def _may(life: Life, verb: str, given: Given) -> bool:
    rule = life.service.verbs.get(verb)
    if rule is None or "clock" not in rule.by or life.is_over:
        return False
    if rule.on and (given.task not in life.tasks or life.tasks[given.task].is_over):
        return False
    return rule.from_states is None or life.state in rule.from_states
