"""Calendar files and the shelf of versions they make."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.workdays._town import SHELF, TOWN, at
from wolaiban.workdays import EVERY_DAY, CalendarError, Shelf, read_notices

Write = Callable[..., Shelf]


@pytest.fixture
def shelf_of(tmp_path: Path) -> Write:
    """A shelf of files given by name and text."""

    def write(zone: str = "Asia/Shanghai", **files: str) -> Shelf:
        folder = tmp_path / "calendars"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return Shelf.read(tmp_path, zone)

    return write


def test_versions_of_the_shipped_calendar() -> None:
    assert SHELF.names() == ["cn", "every day"]
    versions = SHELF.versions()
    assert versions[:2] == ["cn@weekends", "cn@2010-12-10"]
    assert versions[-1] == "cn@2025-11-04" == SHELF.latest().version == SHELF.as_finally_amended("cn").version
    assert len(versions) == 1 + 16 + 3
    assert [SHELF.get(version).version for version in versions] == versions
    assert SHELF.get("every day") is SHELF.latest("every day") is EVERY_DAY
    assert Shelf.read(TOWN / "calendars").versions() == versions


@pytest.mark.parametrize("file", sorted((TOWN / "calendars").glob("*.toml")), ids=lambda file: file.stem)
def test_each_shipped_file_names_its_notice_its_day_and_its_source(file: Path) -> None:
    for notice in read_notices(file, SHELF.zone):
        assert notice.number.startswith(("国办发明电〔", "国发明电〔")) and notice.number.endswith("号")
        assert "gov.cn/" in notice.source
        assert f"cn-{notice.year}" == file.stem
        assert notice.published_on.year == notice.year - (1 if notice.whole_year else 0)
        assert all(mark is None or mark.worked or (mark.name and mark.name_en) for mark in notice.marks.values())
    assert "calendar" not in tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("day", "before", "after", "worked"),
    [
        (date(2015, 9, 3), "2015-05-12 23:59", "2015-05-13 00:00", (True, False)),
        (date(2015, 9, 6), "2015-05-12 23:59", "2015-05-13 00:00", (False, True)),
        (date(2019, 5, 2), "2019-03-21 23:59", "2019-03-22 00:00", (True, False)),
        (date(2019, 5, 5), "2019-03-21 23:59", "2019-03-22 00:00", (False, True)),
        (date(2020, 2, 1), "2020-01-26 23:59", "2020-01-27 00:00", (True, False)),
        (date(2020, 1, 31), "2020-01-26 23:59", "2020-01-27 00:00", (True, False)),
        (date(2018, 12, 29), "2018-12-05 23:59", "2018-12-06 00:00", (False, True)),
        (date(2024, 2, 12), "2023-10-24 23:59", "2023-10-25 00:00", (True, False)),
    ],
)
def test_what_was_known_when(day: date, before: str, after: str, worked: tuple[bool, bool]) -> None:
    then, now = SHELF.known_at(at(before)), SHELF.known_at(at(after))
    assert (then.is_working(day), now.is_working(day)) == worked
    assert now.version == f"cn@{after[:10]}"
    assert SHELF.known_at(at(after).astimezone(UTC)) is now
    assert SHELF.latest().is_working(day) is worked[1]


def test_before_any_notice_weekends_are_off() -> None:
    first = SHELF.known_at(at("2010-12-09 23:59"))
    assert first.version == "cn@weekends"
    assert first.is_working(date(2011, 1, 3)) and not first.is_working(date(2011, 1, 1))
    assert first.is_provisional(2011)
    assert SHELF.known_at(at("1999-01-01"), "every day") is EVERY_DAY


def test_other_calendars_stand_beside(shelf_of: Write) -> None:
    shelf = shelf_of(
        "Europe/Amsterdam",
        nl='calendar = "nl"\nyear = 2011\npublished_on = 2010-01-01\n'
        'off = [{ name = "Koninginnedag", days = 2011-04-30 }, { name = "Hemelvaart", days = "2011-06-02" }]\n',
        gulf='calendar = "gulf"\nyear = 2011\nweekend = ["friday", "saturday"]\npublished_on = 2010-01-01\n',
    )
    assert shelf.names() == ["every day", "gulf", "nl"]
    assert not shelf.latest("nl").is_working(date(2011, 6, 2))
    assert shelf.latest("gulf").is_working(date(2011, 6, 5)) and not shelf.latest("gulf").is_working(date(2011, 6, 3))
    assert shelf.get("gulf@weekends").weekend == {4, 5}
    assert shelf.known_at(at("2010-01-01 06:59"), "nl").version == "nl@weekends"
    assert shelf.known_at(at("2010-01-01 07:00"), "nl").version == "nl@2010-01-01"


LATE = 'year = 2024\npublished_on = 2023-10-25\nknown_from = {}\noff = [{{ name = "元旦", days = 2024-01-01 }}]\n'


@pytest.mark.parametrize(
    ("known_from", "from_then_on", "version"),
    [
        ("2023-12-05T09:30:00", "2023-12-05 09:30", "cn@2023-12-05"),
        ("2023-12-05T01:30:00Z", "2023-12-05 09:30", "cn@2023-12-05"),
        ("2023-12-05", "2023-12-05 00:00", "cn@2023-12-05"),
        ("2023-10-25", "2023-10-25 00:00", "cn@2023-10-25"),
    ],
)
def test_a_notice_loaded_late(shelf_of: Write, known_from: str, from_then_on: str, version: str) -> None:
    shelf = shelf_of(late=LATE.format(known_from))
    known = shelf.known_at(at(from_then_on))
    assert known.version == version and not known.is_provisional(2024)
    assert shelf.known_at(at("2023-10-24 23:59")).is_provisional(2024)
    if version != "cn@2023-10-25":
        minute_before = at(from_then_on).replace(minute=29) if "09:30" in from_then_on else at("2023-12-04 23:59")
        assert shelf.known_at(minute_before).version == "cn@weekends"


def test_a_year_loaded_after_its_change_does_not_undo_it(shelf_of: Write) -> None:
    shelf = shelf_of(
        year='year = 2024\npublished_on = 2023-10-25\nknown_from = 2024-08-01\nworked = ["2024-07-27"]\n',
        typhoon='year = 2024\nkind = "change"\npublished_on = 2024-07-24\nnotice = "停工令"\n'
        'off = [{ name = "台风", days = "2024-07-25..2024-07-27" }]\n',
    )
    assert shelf.versions() == ["cn@weekends", "cn@2024-07-24", "cn@2024-08-01"]
    assert shelf.get("cn@2024-07-24").is_provisional(2024)
    latest = shelf.latest()
    assert not latest.is_provisional(2024)
    assert [latest.is_working(date(2024, 7, day)) for day in (25, 26, 27)] == [False] * 3


def test_two_changes_of_one_day_and_a_day_given_back(shelf_of: Write) -> None:
    shelf = shelf_of(
        year='year = 2024\npublished_on = 2023-10-25\noff = [{ name = "假", days = "2024-07-25..2024-07-26" }]\n'
        '[[change]]\npublished_on = 2024-07-24\nknown_from = 2024-07-24T08:00:00\nplain = ["2024-07-26"]\n'
        "[[change]]\npublished_on = 2024-07-24\nknown_from = 2024-07-24T12:00:00\nworked = [2024-07-27, 2024-07-25]\n",
    )
    assert shelf.versions() == ["cn@weekends", "cn@2023-10-25", "cn@2024-07-24", "cn@2024-07-24T12:00:00"]
    morning = shelf.known_at(at("2024-07-24 09:00"))
    assert [morning.is_working(date(2024, 7, day)) for day in (25, 26, 27)] == [False, True, False]
    assert [shelf.latest().is_working(date(2024, 7, day)) for day in (25, 26, 27)] == [True] * 3


YEAR = "year = 2024\npublished_on = 2023-10-25\n"
WRONG = {
    "no toml": ("year = = 1", "TOML", "cannot be read"),
    "no year": ("published_on = 2023-10-25", "year", "expected a year"),
    "year as text": ('year = "2024"\npublished_on = 2023-10-25', "year", "expected a year"),
    "year out of reach": ("year = 24\npublished_on = 2023-10-25", "year", "expected a year"),
    "no date": ("year = 2024", "published_on", "should be a date"),
    "bad date": ('year = 2024\npublished_on = "2023-13-25"', "published_on", "'2023-13-25' should be a date"),
    "misspelt": (YEAR + "wroked = []", "wroked", "perhaps “worked”"),
    "misspelt in off": (YEAR + 'off = [{ nam = "x", days = 2024-01-01 }]', "off[1].nam", "perhaps “name”"),
    "misspelt in change": (YEAR + "[[change]]\npublished = 2024-01-01", "change[1].published", "“published_on”"),
    "off without name": (YEAR + "off = [{ days = 2024-01-01 }]", "off[1].name", "expected text"),
    "second off": (
        YEAR + 'off = [{ name = "x", days = 2024-01-01 }, { name = "x" }]', "off[2].days", "None should be a date",
    ),
    "off as dates": (YEAR + "off = [2024-01-01]", "off", "expected a list of tables"),
    "range backwards": (YEAR + 'off = [{ name = "x", days = "2024-02-02..2024-02-01" }]', "off[1].days", "earlier"),
    "range too long": (YEAR + 'off = [{ name = "x", days = "2024-02-02..2024-04-04" }]', "off[1].days", "at most 62"),
    "range half read": (YEAR + 'off = [{ name = "x", days = "2024-02-02..x" }]', "off[1].days", "'x' should be a date"),
    "worked as text": (YEAR + 'worked = "2024-02-04"', "worked", "expected a list of dates"),
    "worked no date": (YEAR + 'worked = ["02-04"]', "worked", "'02-04' should be a date"),
    "other year": (YEAR + 'worked = ["2026-02-01"]', "2026-02-01", "outside 2024"),
    "both at once": (
        YEAR + 'off = [{ name = "x", days = 2024-02-04 }]\nworked = ["2024-02-04"]', "2024-02-04", "two different",
    ),
    "weekend unknown": (YEAR + 'weekend = ["sun"]', "weekend", "list of at most six weekdays"),
    "weekend all week": (
        YEAR + 'weekend = ["monday","tuesday","wednesday","thursday","friday","saturday","sunday"]', "weekend", "six",
    ),
    "known too early": (YEAR + "known_from = 2023-10-24T23:59:00", "known_from", "earlier than published_on"),
    "known no instant": (YEAR + "known_from = 5", "known_from", "expected such as"),
    "kind unknown": (YEAR + 'kind = "notes"', "kind", "“notice” or “change”"),
    "notice empty": (YEAR + 'notice = ""', "notice", "expected text"),
    "calendar as number": (YEAR + "calendar = 7", "calendar", "expected text"),
    "change as table": (YEAR + "[change]\npublished_on = 2024-01-01", "change", "expected a list of tables"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "key", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_named_with_key_and_expectation(shelf_of: Write, text: str, key: str, says: str) -> None:
    with pytest.raises(CalendarError) as refused:
        shelf_of(wrong=text)
    said = refused.value.words("en")
    assert f"wrong.toml: {key}: " in said and says in said
    assert f"wrong.toml：{key}：" in refused.value.words("zh")


def test_wrong_among_files(shelf_of: Write) -> None:
    with pytest.raises(CalendarError, match="2024-02-05 in worked is a working day anyway"):
        shelf_of(a=YEAR + 'worked = ["2024-02-05"]')
    with pytest.raises(CalendarError, match=r"b.toml: year: the notice of 2024 is in a.toml already"):
        shelf_of(a=YEAR, b=YEAR)
    with pytest.raises(CalendarError, match="disagree on weekend"):
        shelf_of(
            a=YEAR,
            b='year = 2025\npublished_on = 2024-10-25\nweekend = ["sunday"]',
            c='year = 2026\npublished_on = 2025-10-25\nweekend = ["saturday"]',
        )


def test_the_zone_says_when_a_day_begins(shelf_of: Write) -> None:
    late = LATE.format("2023-12-05T18:30:00Z")
    assert shelf_of("Asia/Shanghai", late=late).versions()[-1] == "cn@2023-12-06"
    assert shelf_of("Europe/Amsterdam", late=late).versions()[-1] == "cn@2023-12-05"
    zone = ZoneInfo("Europe/Amsterdam")
    assert Shelf.read(TOWN, zone).zone is zone
    assert Shelf.read(TOWN, zone).known_at(at("2023-10-25 05:59")).version == "cn@2022-12-08"


def test_a_day_given_back_that_nobody_had_taken(shelf_of: Write) -> None:
    assert shelf_of(a=YEAR + 'plain = ["2024-02-05"]').latest().is_working(date(2024, 2, 5))


def test_a_file_of_changes_alone(tmp_path: Path) -> None:
    file = tmp_path / "typhoon.toml"
    file.write_text(
        'year = 2024\nkind = "change"\n[[change]]\npublished_on = 2024-07-24\nworked = ["2024-07-27"]\n'
        "[[change]]\npublished_on = 2024-07-25\n", encoding="utf-8",
    )  # fmt: skip
    first, second = read_notices(file, SHELF.zone)
    assert (first.whole_year, first.number, first.source, first.year) == (False, "", "", 2024)
    assert second.published_on == date(2024, 7, 25) and second.marks == {}
    file.write_text("year = 2024\nkind = 'change'\n", encoding="utf-8")
    assert read_notices(file, SHELF.zone) == []


def test_twice_the_same_says_nothing_new(shelf_of: Write) -> None:
    text = YEAR + 'off = [{ name = "假", days = "2024-02-04 .. 2024-02-05" }, { name = "假", days = 2024-02-05 }]'
    calendar = shelf_of(a=text).latest()
    assert [calendar.is_working(date(2024, 2, day)) for day in (4, 5, 6)] == [False, False, True]
    assert calendar.why(date(2024, 2, 5), "en") == "假"
    for both in ('worked = ["2024-02-04"]\nplain = ["2024-02-04"]', 'plain = ["2024-02-04", "2024-02-04"]'):
        with pytest.raises(CalendarError, match="two different meanings"):
            shelf_of(a=YEAR + both)


def test_a_file_with_changes_before_a_second_year(shelf_of: Write) -> None:
    with pytest.raises(CalendarError, match=r"b.toml: year: the notice of 2024 is in a.toml"):
        shelf_of(a=YEAR, **{"a-change": YEAR + 'kind = "change"'}, b=YEAR)
    six = 'weekend = ["monday","tuesday","wednesday","thursday","friday","saturday"]'
    tuesday = date(2024, 2, 6)
    assert not shelf_of(a=YEAR + six, b=YEAR.replace("2024", "2025")).latest().is_working(tuesday)


def test_what_is_not_on_the_shelf(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="no calendar version “cn@2024-11-13”; nearest is “cn@2024-11-12”"):
        SHELF.get("cn@2024-11-13")
    with pytest.raises(CalendarError, match="no calendar “cnn”; nearest is “cn”"):
        SHELF.latest("cnn")
    with pytest.raises(CalendarError, match="no offset"):
        SHELF.known_at(at("2024-01-01").replace(tzinfo=None))
    with pytest.raises(CalendarError, match="no calendar file"):
        Shelf.read(tmp_path)
    assert Shelf().names() == ["every day"]
    assert Shelf(zone="Europe/Amsterdam").zone == ZoneInfo("Europe/Amsterdam")
