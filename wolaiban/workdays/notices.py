"""Reads one calendar file: a year's notice and the changes to it. 「放假通知」

    calendar = "cn"                    # default
    year = 2024
    notice = "国办发明电〔2023〕7号"      # left out where unknown; never invented
    published_on = 2023-10-25
    known_from = 2024-01-05T09:00:00   # only when it was loaded later than published: the town's own time
    source = "https://..."
    off = [
        { name = "春节", en = "Spring Festival", days = "2024-02-10..2024-02-17" },
    ]
    worked = ["2024-02-04", "2024-02-18"]
    weekend = ["saturday", "sunday"]   # default; one file of a calendar may say it for all

    [[change]]                         # what a later notice changed: its own notice, dates, source, off, worked
    published_on = 2024-07-24
    off = [{ name = "台风停工", en = "typhoon", days = "2024-07-25..2024-07-26" }]

A later notice wins over an earlier one day by day; `plain = ["2024-07-26"]` gives a day back to the rule of the week.
A file with `kind = "change"` holds only changes, for a stop-work notice kept apart from the year's file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .calendars import Mark, days_between
from .errors import CalendarError, nearest
from .hours import WEEKDAYS

_DAY_KEYS = ("notice", "published_on", "known_from", "source", "off", "worked", "plain")
_FILE_KEYS = ("calendar", "year", "kind", "weekend", "change", *_DAY_KEYS)
_OFF_KEYS = ("name", "en", "days")
_LONGEST = 62  # days of one entry; a longer one is a slip of the pen in the month


@dataclass(frozen=True, slots=True)
class Notice:
    """What one notice says, and from when it is known. 「放假通知」

    `marks` gives a Mark for each date it names, None where the date goes back to the rule of the week; `whole_year` is
    False for a change to a year's notice; `weekend` is None where the file does not say it.
    """

    calendar: str
    year: int
    whole_year: bool
    number: str
    published_on: date
    known_from: datetime
    source: str
    weekend: frozenset[int] | None
    marks: Mapping[date, Mark | None] = field(repr=False)


def read_notices(file: Path, zone: ZoneInfo) -> list[Notice]:
    """The notices of one file, the year's first; raises CalendarError naming file, key and expectation."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalendarError.in_file(file, "TOML", f"无法读取：{error}", f"cannot be read: {error}") from None
    page = _Page(file, zone, "", table)
    page.only(_FILE_KEYS)
    head = _Head(
        page.text("calendar", "cn"), page.whole("year"), _weekend(page),
    )  # fmt: skip
    kind = page.text("kind", "notice")
    if kind not in ("notice", "change"):
        raise page.wrong("kind", "应为 notice 或 change", "expected “notice” or “change”")
    first = [] if kind == "change" and "published_on" not in table else [_notice(page, head, kind == "notice")]
    changes = page.tables("change")
    for change in changes:
        change.only(_DAY_KEYS)
    return first + [_notice(change, head, whole_year=False) for change in changes]


@dataclass(frozen=True, slots=True)
class _Head:
    calendar: str
    year: int
    weekend: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class _Page:
    """One table of a file, which knows where it stands so that errors can say so."""

    file: Path
    zone: ZoneInfo
    where: str
    table: Mapping[str, Any]

    def wrong(self, key: str, zh: str, en: str) -> CalendarError:
        return CalendarError.in_file(self.file, f"{self.where}{key}", f"{zh}。", f"{en}.")

    def only(self, keys: tuple[str, ...]) -> None:
        for key in self.table:
            if key not in keys:
                near = nearest(key, keys)
                raise self.wrong(key, f"没有这一项，可能是“{near}”", f"no such key; perhaps “{near}”")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.table.get(key, default)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "应为文字", "expected text")
        return value

    def whole(self, key: str) -> int:
        value = self.table.get(key)
        if type(value) is not int or not 1900 <= value <= 9000:
            raise self.wrong(key, "应为年份，如 2024", "expected a year such as 2024")
        return value

    def day(self, key: str, value: object) -> date:
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise self.wrong(
                key, f"{value!r} 应为日期，如 2024-02-10", f"{value!r} should be a date such as 2024-02-10"
            ) from None

    def tables(self, key: str) -> list[_Page]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, "应为表的列表", "expected a list of tables")
        return [_Page(self.file, self.zone, f"{self.where}{key}[{n}].", item) for n, item in enumerate(value, 1)]


def _notice(page: _Page, head: _Head, whole_year: bool) -> Notice:
    published_on = page.day("published_on", page.table.get("published_on"))
    marks: dict[date, Mark | None] = {}
    for day, mark in _marks(page):
        if abs(day.year - head.year) > 1:
            raise page.wrong(
                str(day), f"不在 {head.year} 年及其前后一年之内", f"lies outside {head.year} and the years beside it"
            )
        if day in marks and (mark is None or marks[day] is None or mark.worked != marks[day].worked):  # type: ignore[union-attr]
            raise page.wrong(str(day), "同一天写了两种安排", "is given two different meanings")
        marks[day] = mark
    return Notice(
        head.calendar,
        head.year,
        whole_year,
        page.text("notice") if "notice" in page.table else "",
        published_on,
        _known_from(page, published_on),
        page.text("source") if "source" in page.table else "",
        head.weekend,
        marks,
    )


def _marks(page: _Page) -> Iterator[tuple[date, Mark | None]]:
    for entry in page.tables("off"):
        entry.only(_OFF_KEYS)
        mark = Mark(False, entry.text("name"), entry.text("en") if "en" in entry.table else "")
        for day in _days(entry):
            yield day, mark
    both: tuple[tuple[str, Mark | None], ...] = (("worked", Mark(True)), ("plain", None))
    for key, meaning in both:
        values = page.table.get(key, [])
        if not isinstance(values, list):
            raise page.wrong(key, "应为日期的列表", "expected a list of dates")
        for value in values:
            yield page.day(key, value), meaning


def _days(entry: _Page) -> Iterator[date]:
    value = entry.table.get("days")
    first, _, last = value.partition("..") if isinstance(value, str) else (value, "", "")
    begin = entry.day("days", first.strip() if isinstance(first, str) else first)
    end = entry.day("days", last.strip()) if last else begin
    if not 0 <= (end - begin).days < _LONGEST:
        raise entry.wrong(
            "days", f"“{value}” 应从早到晚，且不超过 {_LONGEST} 天",
            f"“{value}” should run from the earlier to the later day, over at most {_LONGEST} days",
        )  # fmt: skip
    return days_between(begin, end)


def _known_from(page: _Page, published_on: date) -> datetime:
    value = page.table.get("known_from")
    published = datetime.combine(published_on, time(), page.zone)
    if value is None:
        return published
    if type(value) is date:
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise page.wrong("known_from", "应为时刻，如 2024-01-05T09:00:00", "expected such as 2024-01-05T09:00:00")
    known = value if value.tzinfo else value.replace(tzinfo=page.zone)
    if known < published:
        raise page.wrong("known_from", "不能早于 published_on", "cannot be earlier than published_on")
    return known


def _weekend(page: _Page) -> frozenset[int] | None:
    names = page.table.get("weekend")
    if names is None:
        return None
    if not isinstance(names, list) or len(set(names)) > 6 or any(name not in WEEKDAYS for name in names):
        raise page.wrong(
            "weekend", "应为至多六个星期名的列表，如 [\"saturday\", \"sunday\"]",
            "expected a list of at most six weekdays such as [\"saturday\", \"sunday\"]",
        )  # fmt: skip
    return frozenset(WEEKDAYS.index(name) for name in names)
