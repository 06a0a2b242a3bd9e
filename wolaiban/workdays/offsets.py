"""Local time and UTC for whole arrays, in zones with and without summer time. 「时区换算」"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]  # since 1970-01-01 00:00, UTC or local as said
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = 1900, 9998


class Offsets:
    """The offsets of a zone over some years: `changes` in UTC seconds, `offsets` around them. 「时差表」"""

    __slots__ = ("_local_changes", "changes", "offsets")

    def __init__(self, changes: Seconds, offsets: Seconds) -> None:
        self.changes = changes
        self.offsets = offsets
        # A skipped or repeated local time is read with the offset before the change, as datetime does with fold=0.
        self._local_changes = changes + np.maximum(offsets[:-1], offsets[1:])

    @property
    def fixed(self) -> int | None:
        """The one offset, if there is only one."""
        return int(self.offsets[0]) if len(self.offsets) == 1 else None

    def to_local(self, utc: Seconds) -> Seconds:
        """Local seconds of UTC seconds."""
        if self.fixed is not None:
            return utc + self.fixed
        return utc + self.offsets[np.searchsorted(self.changes, utc, "right")]

    def to_utc(self, local: Seconds) -> Seconds:
        """UTC seconds of local seconds."""
        if self.fixed is not None:
            return local - self.fixed
        return local - self.offsets[np.searchsorted(self._local_changes, local, "right")]


@lru_cache(maxsize=64)
def offsets_of(zone: ZoneInfo, first_year: int, last_year: int) -> Offsets:
    """The offsets of a zone from the first to the last year, both included."""
    day = _EPOCH.replace(year=max(first_year, _FIRST)) - timedelta(days=1)
    last = _EPOCH.replace(year=min(last_year, _LAST) + 1) + timedelta(days=1)
    before = _offset(zone, day)
    changes, offsets = [], [before]
    while day < last:
        day += timedelta(days=1)
        after = _offset(zone, day)
        if after != before:
            changes.append(_change(zone, day - timedelta(days=1), day))
            offsets.append(after)
            before = after
    return Offsets(np.array(changes, np.int64), np.array(offsets, np.int64))


def to_local(utc: NDArray[np.datetime64], zone: ZoneInfo | str) -> NDArray[np.datetime64]:
    """Local wall-clock times (datetime64[s]) of UTC instants; NaT stays NaT."""
    return _convert(utc, zone, "to_local")


def to_utc(local: NDArray[np.datetime64], zone: ZoneInfo | str) -> NDArray[np.datetime64]:
    """UTC instants (datetime64[s]) of local wall-clock times; skipped or repeated ones with the offset before."""
    return _convert(local, zone, "to_utc")


def _convert(times: NDArray[np.datetime64], zone: ZoneInfo | str, way: str) -> NDArray[np.datetime64]:
    times = np.asarray(times, "datetime64[s]")
    missing = np.isnat(times)
    if missing.all():
        return times.copy()
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    known = times[~missing]
    years = known.min().item().year - 1, known.max().item().year + 1
    result = times.copy()
    result[~missing] = getattr(offsets_of(zone, *years), way)(known.astype(np.int64)).astype("datetime64[s]")
    return result


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> int:
    """The UTC second at which the offset changes, between two instants a day apart."""
    old = _offset(zone, low)
    first, last = _seconds(low), _seconds(high)
    while last - first > 1:
        middle = (first + last) // 2
        if _offset(zone, _EPOCH + timedelta(seconds=middle)) == old:
            first = middle
        else:
            last = middle
    return last


def _seconds(instant: datetime) -> int:
    return round((instant - _EPOCH).total_seconds())
