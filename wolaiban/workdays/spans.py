"""Pauses laid over the calendar: half-open spans, united. 「暂停时段」"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from .errors import DueError

Pause = tuple[datetime, datetime | None]
LONGEST = timedelta(days=36_525)  # a longer pause is a slip, and would be walked day by day
FOREVER = datetime.max.replace(tzinfo=UTC)


class Spans:
    """United pauses in order of time; each holds from its begin up to, not including, its end. 「暂停时段」

    An open pause ends at FOREVER. Acts of an instant come before its bell: a bell at the very begin is paused, one at
    the very end is not.
    """

    __slots__ = ("spans",)

    def __init__(self, pauses: Iterable[Pause] = ()) -> None:
        spans: list[tuple[datetime, datetime]] = []
        for begin, end in sorted(_read(pause) for pause in pauses):
            if begin == end:
                continue
            if spans and begin <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((begin, end))
        self.spans = tuple(spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def holding(self, instant: datetime) -> tuple[datetime, datetime] | None:
        """The pause that holds at this instant, if any."""
        for begin, end in self.spans:
            if begin <= instant < end:
                return begin, end
        return None

    def free(self, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The parts of [begin, end) in which nothing is paused."""
        parts = []
        for paused, resumed in self.spans:
            if resumed <= begin:
                continue
            if paused >= end:
                break
            if begin < paused:
                parts.append((begin, paused))
            begin = resumed
        if begin < end:
            parts.append((begin, end))
        return parts


def utc(instant: datetime, what: str = "start") -> datetime:
    """The instant in UTC; refuses one without an offset, which could mean any of 24 hours."""
    if not isinstance(instant, datetime) or instant.tzinfo is None or instant.utcoffset() is None:
        raise DueError(
            f"{what} 应为带时区的时刻，得到的是 {instant!r}。",
            f"{what} must be an instant with its offset, not {instant!r}.",
        )
    return instant.astimezone(UTC)


def _read(pause: Pause) -> tuple[datetime, datetime]:
    begin = utc(pause[0], "pause")
    end = FOREVER if pause[1] is None else utc(pause[1], "pause")
    if end < begin:
        raise DueError(
            f"暂停止于开始之前：{begin.isoformat()} 至 {end.isoformat()}。",
            f"a pause ends before it begins: {begin.isoformat()} to {end.isoformat()}.",
        )
    if end != FOREVER and end - begin > LONGEST:
        raise DueError(
            f"暂停超过 100 年：{begin.isoformat()} 至 {end.isoformat()}；尚未恢复的暂停请不写结束时刻。",
            f"a pause of over 100 years, {begin.isoformat()} to {end.isoformat()}; an open one has no end.",
        )
    return begin, end
