"""The shelf of calendar versions: what was known when. 「日历架」"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from .calendars import EVERY_DAY, EVERY_DAY_NAME, SATURDAY_SUNDAY, Calendar, Mark
from .errors import CalendarError, nearest
from .notices import Notice, read_notices


class Shelf:
    """All versions of all calendars of a town, and the built-in calendar in which every day is worked. 「日历架」

    Version k holds all notices known by then, so a version id such as "cn@2024-11-12" says for ever what was counted.
    The first version of a calendar, "cn@weekends", knows no notice.
    """

    def __init__(self, notices: Iterable[Notice] = (), zone: ZoneInfo | str = "Asia/Shanghai") -> None:
        self.zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
        self._versions: dict[str, list[tuple[datetime | None, Calendar]]] = {EVERY_DAY_NAME: [(None, EVERY_DAY)]}
        by_name = sorted(notices, key=lambda notice: (notice.calendar, notice.known_from))
        for name, group in groupby(by_name, key=lambda notice: notice.calendar):
            self._versions[name] = _versions(name, list(group), self.zone)

    @classmethod
    def read(cls, folder: Path | str, zone: ZoneInfo | str = "Asia/Shanghai") -> Shelf:
        """The shelf of a town's folder: all of `calendars/*.toml` in it, or `*.toml` of a folder named calendars.

        `zone` says when a day begins on which a notice is published. Raises CalendarError naming file and key.
        """
        zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
        place = Path(folder) if Path(folder).name == "calendars" else Path(folder) / "calendars"
        files = sorted(place.glob("*.toml"))
        if not files:
            raise CalendarError(
                f"{place} 中没有日历文件（*.toml），请放入当年的放假通知。",
                f"no calendar file (*.toml) in {place}; put the year's notice there.",
            )
        found = {file: read_notices(file, zone) for file in files}
        _refuse_twice(found)
        return cls((notice for notices in found.values() for notice in notices), zone)

    def names(self) -> list[str]:
        """The calendars on the shelf, the built-in one included."""
        return sorted(self._versions)

    def versions(self, name: str = "cn") -> list[str]:
        """The version ids of a calendar, oldest first."""
        return [calendar.version for _, calendar in self._of(name)]

    def get(self, version: str) -> Calendar:
        """The calendar of this version id; raises CalendarError when it is not on the shelf."""
        for _, calendar in self._of(version.partition("@")[0]):
            if calendar.version == version:
                return calendar
        known = self.versions(version.partition("@")[0])
        near = nearest(version, known)
        raise CalendarError(
            f"没有日历版本“{version}”，最接近的是“{near}”。", f"no calendar version “{version}”; nearest is “{near}”."
        )

    def latest(self, name: str = "cn") -> Calendar:
        """The newest version: everything in the files."""
        return self._of(name)[-1][1]

    as_finally_amended = latest

    def known_at(self, instant: datetime, name: str = "cn") -> Calendar:
        """The version known at an instant (aware): the last one whose `known_from` is not later."""
        if instant.tzinfo is None:
            raise CalendarError(f"{instant!r} 缺少时区。", f"{instant!r} has no offset; give an aware instant.")
        known = [calendar for since, calendar in self._of(name) if since is None or since <= instant]
        return known[-1]

    def _of(self, name: str) -> list[tuple[datetime | None, Calendar]]:
        if name not in self._versions:
            near = nearest(name, self._versions)
            raise CalendarError(
                f"没有日历“{name}”，最接近的是“{near}”。", f"no calendar “{name}”; nearest is “{near}”."
            )
        return self._versions[name]


def _versions(name: str, notices: list[Notice], zone: ZoneInfo) -> list[tuple[datetime | None, Calendar]]:
    weekends = {notice.weekend for notice in notices if notice.weekend is not None} or {SATURDAY_SUNDAY}
    if len(weekends) > 1:
        raise CalendarError(
            f"日历“{name}”各文件的 weekend 不一致。", f"the files of calendar “{name}” disagree on weekend."
        )
    weekend = weekends.pop()
    versions: list[tuple[datetime | None, Calendar]] = [(None, Calendar.plain(name, weekend))]
    known: list[Notice] = []
    taken: set[str] = set()
    for since, group in groupby(notices, key=lambda notice: notice.known_from):
        known += group
        version = f"{name}@{since.astimezone(zone).date()}"
        if version in taken:
            version = f"{name}@{since.astimezone(zone):%Y-%m-%dT%H:%M:%S}"
        taken.add(version)
        years = frozenset(notice.year for notice in known if notice.whole_year)
        versions.append((since, Calendar(name, version, _marks(name, known, weekend), years, weekend)))
    return versions


def _marks(name: str, known: list[Notice], weekend: frozenset[int]) -> dict[date, Mark]:
    marks: dict[date, Mark] = {}
    for notice in sorted(known, key=lambda notice: notice.published_on):
        for day, mark in notice.marks.items():
            if mark and mark.worked and day.weekday() not in weekend and (day not in marks or marks[day].worked):
                raise CalendarError(
                    f"日历“{name}” {notice.year} 年：worked 中的 {day} 本来就是工作日，请核对日期。",
                    f"calendar “{name}”, {notice.year}: {day} in worked is a working day anyway; check the date.",
                )
            if mark is None:
                marks.pop(day, None)
            else:
                marks[day] = mark
    return marks


def _refuse_twice(found: dict[Path, list[Notice]]) -> None:
    seen: dict[tuple[str, int], Path] = {}
    for file, notices in found.items():
        for notice in notices:
            if not notice.whole_year:
                continue
            other = seen.setdefault((notice.calendar, notice.year), file)
            if other != file:
                raise CalendarError.in_file(
                    file, "year",
                    f"{notice.year} 年的通知已在 {other.name} 中；后来的变更请写 kind = \"change\"。",
                    f"the notice of {notice.year} is in {other.name} already; mark a later change kind = \"change\".",
                )  # fmt: skip
