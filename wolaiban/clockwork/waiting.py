"""How long what failed waits before it is tried again: longer and longer, up to six hours. 「重试间隔」"""

from __future__ import annotations

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
_DOUBLED_AT_MOST = 20
"""Far beyond the longest wait; what fails for weeks must not double past what an interval can hold."""


def wait_after(tries: int) -> timedelta:
    """The wait after so many tries, the first of which is 1."""
    return min(FIRST_WAIT * 2 ** min(tries - 1, _DOUBLED_AT_MOST), LONGEST_WAIT)
