"""What the clock does, how often, and why then. 「时间表」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wolaiban.statistics.freezing import freeze_daily

from .playing import play_on
from .sealing import seal_daily
from .settling import settle_due


@dataclass(frozen=True)
class Entry:
    """One line of the schedule; `run` takes the instant and answers how much it did. 「表项」"""

    name: str
    why: str
    run: Callable[[datetime], int]


SCHEDULE = (
    Entry("play", "every tick, before anything falls due: a town for demonstration acts at its minute", play_on),
    Entry("settle", "every tick: a breach, a warning and the clock's own verbs come to the second", settle_due),
    Entry("seal", "once a local day, at the first tick: whoever deletes a case after that is found out", seal_daily),
    Entry("freeze", "once a local day: a finished month is published for good when it is through", freeze_daily),
)
