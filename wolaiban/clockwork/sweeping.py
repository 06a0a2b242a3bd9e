"""Files that somebody sent and no verb took are removed, whether or not another is sent. 「清理附件」"""

from __future__ import annotations

from datetime import datetime, timedelta

from wolaiban.promises.files import sweep

EVERY = timedelta(minutes=10)
_last: list[datetime] = []


def sweep_files(now: datetime) -> int:
    """Remove what no verb took in time, at most every ten minutes of the town; returns how many files."""
    if _last and timedelta() <= now - _last[0] < EVERY:
        return 0
    _last[:] = [now]
    return sweep(now)
