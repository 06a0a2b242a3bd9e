"""The one clock of the process; everything else takes its instant as an argument. 「唯一的钟」"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class _Moved:
    """Shows `start` at the real second `since` and runs `speed` shown seconds to the real one; 0 stands still."""

    start: datetime
    since: float
    speed: float


FILE = ".clock"
"""Name of the file that the processes of a town for demonstration follow: what the clock shows, and how fast."""
_moved: _Moved | None = None
_file: Path | None = None
_seen: tuple[int, int] = (0, 0)
_mine = threading.local()


def now() -> datetime:
    """The present instant in UTC: the real one, or that of the moved clock."""
    held: datetime | None = getattr(_mine, "held", None)
    if held is not None:
        return held
    _look(_file)
    if _moved is None:
        return datetime.now(UTC)
    return _moved.start + timedelta(seconds=(time.time() - _moved.since) * _moved.speed)


def move_to(instant: datetime, *, speed: float = 1.0, since: float | None = None) -> None:
    """Start the clock of the whole process at `instant` and let it run on.

    `speed` is shown seconds per real second. `since` is the real time (seconds since 1970) at which the clock
    showed `instant`: processes given the same pair show the same time. Where a file is followed, all that follow it
    move along. Raises ValueError without a time zone.
    """
    global _moved
    _moved = _Moved(_aware(instant), time.time() if since is None else since, speed)
    if _file is not None:
        _tell(_file, _moved)


def follow(path: Path) -> None:
    """Show the time that a file tells: all processes that follow it show the same, and any of them may move it."""
    global _file, _seen
    _file, _seen = path, (0, 0)


def is_followed() -> bool:
    """Whether this process shares its clock with others, so that moving it here moves it for all."""
    return _file is not None


def run_real() -> None:
    """Show the real time again, and follow nobody."""
    global _moved, _file
    _moved, _file = None, None


def is_moved() -> bool:
    """Whether the clock shows another time than the real one."""
    return _moved is not None


def speed() -> float:
    """Shown seconds to a real one: 1 of the real time."""
    _look(_file)
    return 1.0 if _moved is None else _moved.speed


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Hold the clock of the whole process, all its threads included, still at an instant; for tests."""
    global _moved, _file
    before = _moved, _file
    _moved, _file = _Moved(_aware(instant), time.time(), 0.0), None
    try:
        yield now()
    finally:
        _moved, _file = before


@contextmanager
def held_here(instant: datetime) -> Iterator[None]:
    """Hold the clock still for this thread alone: a play acts at its minute, and visitors' threads go by their own."""
    before, _mine.held = getattr(_mine, "held", None), _aware(instant)
    try:
        yield
    finally:
        _mine.held = before


def _look(path: Path | None) -> None:
    """Take over what a file tells, once it was written anew; until there is one the clock stays as it is."""
    global _moved, _seen
    if path is None:
        return
    try:
        about = path.stat()
        if _seen == (stamp := (about.st_mtime_ns, about.st_ino)):
            return
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    _moved, _seen = _Moved(datetime.fromisoformat(told["shows"]), told["since"], told["speed"]), stamp


def _tell(path: Path, moved: _Moved) -> None:
    """Write the file in one step, so that nobody reads half of it."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    told = {"shows": moved.start.isoformat(), "since": moved.since, "speed": moved.speed}
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(path)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"An instant needs a time zone: {instant.isoformat()} has none.")
    return instant.astimezone(UTC)
