"""The loop: run what the schedule says, in bounded batches, until told to stop. 「循环」"""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.db import Error, close_old_connections

from wolaiban.lib import clock

from .pulse import beat
from .schedule import SCHEDULE, Entry

LOG = logging.getLogger(__name__)
TICK_SECONDS = 1.0


def run_loop(stop: threading.Event) -> None:
    """Tick until `stop` is set. Killed at any instant nothing is lost or done twice: each step is one transaction."""
    while not stop.is_set():
        try:
            tick()
        except Error:
            # The database is away: the record holds what is due, so the next tick catches up.
            LOG.exception("clockwork: the database did not answer")
        finally:
            close_old_connections()
        stop.wait(TICK_SECONDS)


def tick() -> dict[str, int]:
    """One round of every entry of the schedule; returns how much each did."""
    now = clock.now()
    done = {entry.name: _run(entry, now) for entry in SCHEDULE}
    beat(now)
    return done


def _run(entry: Entry, now: datetime) -> int:
    """One entry; a fault in it is told and stops neither the others nor the clock."""
    try:
        return entry.run(now)
    except Error:
        raise
    except Exception:
        LOG.exception("clockwork: %s failed", entry.name)
        return 0
