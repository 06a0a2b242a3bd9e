"""The two instants that come with a filing: of the conversation, and of the device. 「登记时刻」"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wolaiban.people.actor import Actor

from .life import Wrong

BACK_AT_MOST = timedelta(hours=24)
DEVICE_FAST = timedelta(minutes=5)
"""How far a device may be ahead: clocks that are set by hand drift by minutes, and signing in by Kerberos forgives as
much. More would show staff an instant that has not come."""
DEVICE_OFFLINE = timedelta(days=30)
"""How long something may wait on a device before it is sent; what is older comes from a clock that was never set."""


def wrong_asked_at(by: Actor, at: datetime, now: datetime) -> Iterator[Wrong]:
    """Nothing was asked in the future; only an officer's statement lies back, a day at most, and an import further."""
    back = BACK_AT_MOST if by.kind == "officer" else timedelta(0)
    if at > now or (by.kind != "import" and at < now - back):
        yield Wrong(1, "too_early", {"hours": str(BACK_AT_MOST // timedelta(hours=1))}, "asked_at")


def wrong_written_at(written: datetime | None, at: datetime, now: datetime) -> Iterator[Wrong]:
    """A device writes at most a month before what was asked, and not after now but for a clock a little fast."""
    if written is not None and not fits(written, at, now):
        days, minutes = str(DEVICE_OFFLINE.days), str(DEVICE_FAST // timedelta(minutes=1))
        yield Wrong(1, "wrong_device_time", {"days": days, "minutes": minutes}, "written_at")


def fits(written: datetime, at: datetime, now: datetime) -> bool:
    """Whether a device's time can be right for something that was asked at an instant and arrives now."""
    return at - DEVICE_OFFLINE <= written <= now + DEVICE_FAST
