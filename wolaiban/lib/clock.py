"""The one clock of the process; everything else takes its instant as an argument. 「唯一的钟」"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class _Moved:
    """Shows `start` at the real second `since` and runs `speed` shown seconds to the real one; 0 stands still."""

    start: datetime
    since: float
    speed: float


_moved: _Moved | None = None


def now() -> datetime:
    """The present instant in UTC: the real one, or that of the moved clock."""
    if _moved is None:
        return datetime.now(UTC)
    return _moved.start + timedelta(seconds=(time.time() - _moved.since) * _moved.speed)


def move_to(instant: datetime, *, speed: float = 1.0, since: float | None = None) -> None:
    """Start the clock of the whole process at `instant` and let it run on.

    `speed` is shown seconds per real second. `since` is the real time (seconds since 1970) at which the clock
    showed `instant`: processes given the same pair show the same time. Raises ValueError without a time zone.
    """
    global _moved
    _moved = _Moved(_aware(instant), time.time() if since is None else since, speed)


def run_real() -> None:
    """Show the real time again."""
    global _moved
    _moved = None


def is_moved() -> bool:
    """Whether the clock shows another time than the real one."""
    return _moved is not None


def speed() -> float:
    """Shown seconds to a real one: 1 of the real time."""
    return 1.0 if _moved is None else _moved.speed


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Hold the clock of the whole process, all its threads included, still at an instant; for tests."""
    global _moved
    before = _moved
    move_to(instant, speed=0.0)
    try:
        yield now()
    finally:
        _moved = before


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"An instant needs a time zone: {instant.isoformat()} has none.")
    return instant.astimezone(UTC)
