"""The shipped calendars agree with every other record of them, day by day."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from tests.workdays._town import CN, ROOT, SHELF
from wolaiban.workdays import EVERY_DAY, Calendar, CalendarError, Mark
from wolaiban.workdays.calendars import days_between

YEARS = range(2011, 2027)
WORKING_DAYS = {2011: 250, 2015: 249, 2019: 250, 2020: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


def days(year: int) -> Iterator[date]:
    return days_between(date(year, 1, 1), date(year, 12, 31))


def data(name: str) -> Path:
    file = Path(os.environ.get("WOLAIBAN_DATA", ROOT.parent / "shared" / "data")) / name
    if not file.exists():
        pytest.skip(f"no real data: {file} is absent (set WOLAIBAN_DATA)")
    return file


@pytest.mark.parametrize("year", YEARS)
def test_agrees_with_chinesecalendar_on_every_day(year: int) -> None:
    assert [day for day in days(year) if CN.is_working(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("year", YEARS)
def test_agrees_with_holidays_on_every_day(year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    assert [day for day in days(year) if CN.is_working(day) != china.is_working_day(day)] == []


@pytest.mark.real_data
def test_agrees_with_the_collected_list_on_every_day() -> None:
    with data("cn_calendar_days.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5844
    assert [row for row in rows if CN.is_working(date.fromisoformat(row["date"])) != (row["is_workday"] == "1")] == []


@pytest.mark.real_data
def test_the_loan_prime_rate_comes_on_the_20th_or_the_next_working_day() -> None:
    with data("cn_lpr.csv").open(encoding="utf-8") as file:
        published = [date.fromisoformat(row["published_on"]) for row in csv.DictReader(file)]
    assert len(published) == 85
    assert [CN.on_or_after(day.replace(day=20)) for day in published] == published


@pytest.mark.parametrize(("year", "number"), WORKING_DAYS.items())
def test_working_days_of_a_year(year: int, number: int) -> None:
    assert CN.working_days(date(year, 1, 1), date(year, 12, 31)) == number


def test_reasons() -> None:
    reasons = {
        date(2024, 9, 16): ("中秋节", "Mid-Autumn Festival"),
        date(2024, 9, 14): ("调休上班", "make-up working day"),
        date(2024, 9, 21): ("周末", "weekend"),
        date(2024, 9, 20): ("工作日", "working day"),
        date(2018, 12, 31): ("元旦", "New Year's Day"),
    }
    assert {day: (CN.why(day), CN.why(day, "en")) for day in reasons} == reasons
    bare = Calendar("x", "x@1", {date(2024, 9, 16): Mark(False)})
    assert (bare.why(date(2024, 9, 16)), bare.why(date(2024, 9, 16), "en")) == ("放假", "day off")
    named = Calendar("x", "x@1", {date(2024, 9, 16): Mark(False, "庙会")})
    assert named.why(date(2024, 9, 16), "en") == "庙会"


def test_next_working_day() -> None:
    assert CN.next_working(date(2024, 9, 13)) == date(2024, 9, 14)
    assert CN.next_working(date(2024, 9, 14)) == date(2024, 9, 18)
    assert CN.on_or_after(date(2024, 9, 14)) == date(2024, 9, 14)
    assert CN.on_or_after(date(2024, 9, 15)) == date(2024, 9, 18)
    assert CN.working_days(date(2024, 9, 14), date(2024, 9, 18)) == 2
    assert CN.working_days(date(2024, 9, 18), date(2024, 9, 14)) == 0
    never = Calendar("x", "x@1", {day: Mark(False) for day in days_between(date(9999, 12, 20), date(9999, 12, 31))})
    with pytest.raises(CalendarError, match="9999"):
        never.next_working(date(9999, 12, 19))


def test_provisional_years() -> None:
    assert not any(CN.is_provisional(year) for year in YEARS)
    assert CN.is_provisional(2010) and CN.is_provisional(2027)
    assert SHELF.get("cn@weekends").is_provisional(2024)
    assert not EVERY_DAY.is_provisional(2027)


def test_every_day_works() -> None:
    assert all(EVERY_DAY.is_working(day) for day in days(2024))
    assert (EVERY_DAY.name, EVERY_DAY.version) == ("every day", "every day")


def test_an_instant_is_no_date() -> None:
    for ask in (CN.is_working, CN.why):
        with pytest.raises(CalendarError, match="expected a date, got the instant"):
            ask(datetime(2024, 9, 16, 9))


def test_a_calendar_cannot_be_changed() -> None:
    marks = {date(2024, 9, 16): Mark(False)}
    calendar = Calendar("x", "x@1", marks)
    marks[date(2024, 9, 17)] = Mark(False)
    assert calendar.is_working(date(2024, 9, 17))
    with pytest.raises(TypeError):
        calendar.marks[date(2024, 9, 17)] = Mark(False)  # type: ignore[index]


def test_a_calendar_of_one_working_day_a_week() -> None:
    monday = Calendar.plain("monday", range(1, 7))
    assert (monday.name, monday.version) == ("monday", "monday@weekends")
    assert monday.next_working(date(2024, 9, 16)) == date(2024, 9, 23)


@pytest.mark.parametrize("weekend", [set(range(7)), {7}, {-1}])
def test_a_weekend_leaves_a_working_day(weekend: set[int]) -> None:
    with pytest.raises(CalendarError, match="at most six"):
        Calendar("x", "x@1", weekend=frozenset(weekend))
