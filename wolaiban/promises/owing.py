"""The clock's own verbs, made ready: what a due promise does by itself. 「时钟动作」"""

from __future__ import annotations

from datetime import datetime

from .life import Act, Life, Opening, Owed
from .life.owed import because


def clock_act(life: Life, debt: Owed, now: datetime) -> Act:
    """The act of the clock for one debt; a verb that opens tasks opens one a kind, for who holds the promise."""
    rule = life.service.verbs[debt.verb]
    holder = life.holder(debt.given)
    tasks = tuple(Opening(kind, holder) for kind in rule.opens)
    at = debt.at if debt.at is not None else now
    last = life.acts[-1].at
    return Act(
        seq=len(life.acts) + 1,
        at=max(at, last),
        verb=debt.verb,
        task=debt.given.task if rule.on else 0,
        fields={"because": because(debt.given)},
        tasks=tasks,
    )
