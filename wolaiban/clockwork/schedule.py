"""What the clock does, how often, and why then. 「时间表」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wolaiban.promises.gathering import gather
from wolaiban.statistics.freezing import freeze_daily

from .delivering import deliver_due
from .digesting import digest_daily
from .pinging import ping
from .playing import play_on
from .sealing import seal_daily
from .settling import settle_due
from .sweeping import sweep_files

RECORD, POST, ACCOUNT, WATCH = "record", "post", "account", "watch"


@dataclass(frozen=True)
class Entry:
    """One line of the schedule; `run` takes the instant and answers how much it did. 「表项」

    Each lane runs in a thread of its own: a mail server that does not answer holds up no breach. With `if_well` only
    where the last round of every lane went well, not long ago.
    """

    name: str
    why: str
    run: Callable[[datetime], int]
    lane: str = RECORD
    if_well: bool = False


SCHEDULE = (
    Entry("play", "every tick, before anything falls due: a town for demonstration acts at its minute", play_on),
    Entry("settle", "every tick: a breach, a warning and the clock's own verbs come to the second", settle_due),
    Entry("digest", "at the opening of each working day: what every post owes, before the first call", digest_daily),
    Entry("seal", "once a local day, at the first tick: whoever deletes a case after that is found out", seal_daily),
    Entry("freeze", "once a local day: a finished month is published for good when it is through", freeze_daily,
          lane=ACCOUNT),
    Entry("gather", "every tick: a file that declares another figure counts the cases before it too", gather,
          lane=ACCOUNT),
    Entry("sweep", "every ten minutes: files that somebody sent and no verb took must not fill the disk", sweep_files,
          lane=ACCOUNT),
    Entry("deliver", "every tick: who is told something is told it within seconds", deliver_due, lane=POST),
    Entry("ping", "once a minute, after a round without fault: silence is the alarm outside", ping,
          lane=WATCH, if_well=True),
)  # fmt: skip
