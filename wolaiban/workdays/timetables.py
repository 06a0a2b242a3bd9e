"""A calendar, service hours and a zone joined: when a day's bell rings, when an office is open. 「作息」"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .calendars import DAY, Calendar
from .errors import DueError, HoursError
from .hours import DAY_SECONDS, Hours

Ends = Literal["close", "midnight", "daybreak"]
ENDS = ("close", "midnight", "daybreak")


class Timetable:
    """A calendar version, a set of service hours and a zone. 「作息」

    The bell of a day is its closing time when the office opens that day, else 24:00 (《民法典》 §203). A promise that
    ends at midnight has its bells at 24:00 of every day, one that ends at daybreak at 00:00.
    Make one and keep it: it remembers the days it was asked about.
    Local times that a change of clocks skips or repeats are read with the offset before the change.
    """

    __slots__ = ("_bells", "_frames", "_open", "answers", "calendar", "hours", "zone")

    def __init__(self, calendar: Calendar, hours: Hours | None = None, zone: ZoneInfo | str = "Asia/Shanghai") -> None:
        self.calendar = calendar
        self.hours = hours or Hours(calendar=calendar.name)
        self.zone = zone if isinstance(zone, ZoneInfo) else _zone(zone)
        # Remembered, because one promise after another asks about the same few days.
        self._bells: dict[tuple[date, Ends], datetime] = {}
        self._frames: dict[date, list[tuple[datetime, datetime]]] = {}
        self._open: dict[date, bool] = {}
        self.answers: dict[tuple[int, str, str, int], datetime] = {}  # kept by `due_at`
        if self.hours.calendar != calendar.name:
            raise HoursError(
                f"服务时间“{self.hours.name}”依据日历“{self.hours.calendar}”，给出的却是“{calendar.name}”。",
                f"service hours “{self.hours.name}” follow calendar “{self.hours.calendar}”, not “{calendar.name}”.",
            )
        if not any(self.hours.on(weekday) for weekday in set(range(7)) - calendar.weekend):
            raise HoursError(
                f"服务时间“{self.hours.name}”在日历“{calendar.name}”的每个工作日都不开放。",
                f"service hours “{self.hours.name}” open on no working day of the calendar “{calendar.name}”.",
            )

    def __repr__(self) -> str:
        return f"Timetable({self.calendar.version!r}, {self.hours.name!r}, {self.zone.key!r})"

    def is_open(self, day: date) -> bool:
        """Whether the office opens on this date: a working day that has service hours."""
        found = self._open.get(day)
        if found is None:
            found = self._open[day] = self.calendar.is_working(day) and bool(self.hours.on(day.weekday()))
        return found

    def bell(self, day: date, ends: Ends = "close") -> datetime:
        """The instant (UTC) at which a promise that ends so asks whether it is running on this day."""
        found = self._bells.get((day, ends))
        if found is None:
            found = self._bells[day, ends] = self._ring(day, ends)
        return found

    def frames(self, day: date) -> list[tuple[datetime, datetime]]:
        """The half-open stretches (UTC) in which the office is open on this date; none on a day off."""
        found = self._frames.get(day)
        if found is None:
            found = self._frames[day] = self._lay_out(day) if self.is_open(day) else []
        return found

    def opening(self, day: date) -> datetime:
        """When the office opens on this date (UTC); 00:00 on a day off. Reminders in days go out then."""
        frames = self.frames(day)
        return frames[0][0] if frames else self.instant(day, 0)

    def instant(self, day: date, seconds: int) -> datetime:
        """The instant (UTC) that is so many seconds after midnight by the local clock; 86400 is 24:00."""
        if seconds == DAY_SECONDS:
            day, seconds = day + DAY, 0
        wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """The instant in the timetable's zone."""
        return instant.astimezone(self.zone)

    def date_of(self, instant: datetime) -> date:
        """The local date of an instant."""
        return instant.astimezone(self.zone).date()

    def _lay_out(self, day: date) -> list[tuple[datetime, datetime]]:
        frames: list[tuple[datetime, datetime]] = []
        for begin, end in self.hours.on(day.weekday()):
            opens, closes = self.instant(day, begin), self.instant(day, end)
            if frames:  # a change of clocks between two frames must not make them overlap
                opens = max(opens, frames[-1][1])
            frames.append((opens, max(opens, closes)))
        return frames

    def _ring(self, day: date, ends: Ends) -> datetime:
        if ends == "daybreak":
            return self.instant(day, 0)
        if ends == "close" and self.is_open(day):
            return self.instant(day, self.hours.on(day.weekday())[-1][1])
        return self.instant(day, DAY_SECONDS)


def checked_ends(ends: str) -> Ends:
    """`ends` if it is one of the three ways a promise may end."""
    if ends not in ENDS:
        raise DueError(
            f"ends 应为 close、midnight 或 daybreak，得到的是 {ends!r}。",
            f"ends must be “close”, “midnight” or “daybreak”, not {ends!r}.",
        )
    return ends  # type: ignore[return-value]


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError):
        raise DueError(
            f"没有时区“{key}”，应为“Asia/Shanghai”一类的名称。",
            f"no zone “{key}”; expected a name such as “Asia/Shanghai”.",
        ) from None
