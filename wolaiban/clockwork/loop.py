"""The loop: run what the schedule says, in bounded batches, until told to stop. 「循环」"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime

from django.db import Error, close_old_connections, connection

from wolaiban.lib import clock

from .pulse import beat
from .schedule import RECORD, SCHEDULE, Entry

LOG = logging.getLogger(__name__)
TICK_SECONDS = 1.0
STUCK_SECONDS = 300.0
ENDS_SECONDS = 15.0
"""A letter under way when the clock is stopped has this long; killed, it is taken up by the next clock."""
NEVER = float("-inf")
_well: dict[str, float] = {}
"""When the last round of each lane ended, by the monotonic clock: NEVER where it ended with a fault."""


def run_loop(stop: threading.Event) -> None:
    """Tick until `stop` is set. Killed at any instant nothing is lost, and nothing done twice but a letter sent again
    under the same id: each step is one transaction."""
    lanes = dict.fromkeys(entry.lane for entry in SCHEDULE)
    # Daemons: what hangs outside, in a resolver say, must not keep the process from ending.
    others = [
        threading.Thread(target=_run_lane, args=(lane, stop), name=lane, daemon=True)
        for lane in lanes
        if lane != RECORD
    ]
    # The other lanes have a while for their first round; the record must have come through one.
    _well.update({lane: NEVER if lane == RECORD else time.monotonic() for lane in lanes})
    for thread in others:
        thread.start()
    _run_lane(RECORD, stop)
    for thread in others:
        thread.join(timeout=ENDS_SECONDS)


def _run_lane(lane: str, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            tick(lane)
        except Error:
            # The database is away: the record holds what is due, so the next tick catches up.
            LOG.exception("clockwork: the database did not answer")
        finally:
            close_old_connections()
        stop.wait(TICK_SECONDS)
    connection.close()


def tick(lane: str | None = None) -> dict[str, int]:
    """One round of every entry of the schedule, or of one lane; returns how much each did."""
    now, done, well = clock.now(), dict[str, int](), True
    try:
        for entry in SCHEDULE:
            if lane in (None, entry.lane):
                count = _run(entry, now) if not entry.if_well or (well and _others_are_well(lane)) else 0
                well = well and count is not None
                done[entry.name] = count or 0
        if lane in (None, RECORD):
            beat(now)
    except Error:
        well = False
        raise
    finally:
        if lane is not None:
            _well[lane] = time.monotonic() if well else NEVER
    return done


def _others_are_well(lane: str | None) -> bool:
    """Whether the record and every other lane of this process came through its last round, and lately."""
    if lane is None:
        return True
    ended = {RECORD: NEVER, **_well, lane: time.monotonic()}
    return all(time.monotonic() - at < STUCK_SECONDS for at in ended.values())


def _run(entry: Entry, now: datetime) -> int | None:
    """One entry; a fault in it is told, by None, and stops neither the others nor the clock."""
    try:
        return entry.run(now)
    except Error:
        raise
    except Exception:
        LOG.exception("clockwork: %s failed", entry.name)
        return None
