"""Pauses, extensions and recounts, with the worked examples that settle what they mean."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.workdays._town import OFFICE, OFFICE_HOURS, SHELF, TOWN, at, pauses, stamp
from wolaiban.workdays import Period, Shelf, Timetable, due, extension_days

FRIDAY = at("2024-09-13 16:50")
THREE = Period.parse("3 working days")
PAUSED = {
    "not paused": ([], "2024-09-19 17:00", [14, 18, 19], []),
    "over within the day": (["2024-09-18 09:00/2024-09-18 16:59"], "2024-09-19 17:00", [14, 18, 19], []),
    "resumed at the bell": (["2024-09-18 16:59/2024-09-18 17:00"], "2024-09-19 17:00", [14, 18, 19], []),
    "begun at the bell": (["2024-09-18 17:00/2024-09-18 17:01"], "2024-09-20 17:00", [14, 19, 20], [18]),
    "over two bells": (["2024-09-18 09:00/2024-09-20 10:00"], "2024-09-23 17:00", [14, 20, 23], [18, 19]),
    "two reasons at once": (
        ["2024-09-18 10:00/2024-09-20 10:00", "2024-09-19 10:00/2024-09-23 10:00"],
        "2024-09-24 17:00", [14, 23, 24], [18, 19, 20],
    ),
    "over a holiday only": (["2024-09-14 18:00/2024-09-18 08:00"], "2024-09-19 17:00", [14, 18, 19], []),
    "every evening": (
        [f"2024-09-{day} 16:59/2024-09-{day} 17:01" for day in (14, 18, 19, 20)],
        "2024-09-25 17:00", [23, 24, 25], [14, 18, 19, 20],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spans", "expected", "counted", "lost"), PAUSED.values(), ids=PAUSED.keys())
def test_three_working_days_filed_on_friday(
    spans: list[str], expected: str, counted: list[int], lost: list[int]
) -> None:
    answer = due(THREE, FRIDAY, OFFICE, pauses=pauses(*spans))
    assert stamp(answer.due_at) == expected
    assert [day.day for day in answer.counted] == counted
    assert [day.day for day in answer.lost] == lost


@pytest.mark.parametrize(
    ("period", "asked", "span", "expected", "lost"),
    [
        ("30 working minutes", "2024-09-13 16:50", "2024-09-13 16:55/2024-09-14 09:00", "2024-09-14 09:25", 0),
        ("10 days", "2024-09-13 16:50", "2024-09-20 10:00/2024-09-24 10:00", "2024-09-27 17:00", 4),
        ("10 days", "2024-09-13 16:50", "2024-09-12 10:00/2024-09-13 16:50", "2024-09-23 17:00", 0),
        ("3 months", "2023-03-20 10:00", "2023-04-10 10:00/2023-04-20 10:00", "2023-06-30 17:00", 10),
    ],
)
def test_other_periods_paused(period: str, asked: str, span: str, expected: str, lost: int) -> None:
    answer = due(Period.parse(period), at(asked), OFFICE, pauses=pauses(span))
    assert stamp(answer.due_at) == expected
    assert len(answer.lost) == lost


def test_extension_adds_its_own_bells_and_a_later_pause_moves_it() -> None:
    given = due(THREE, FRIDAY, OFFICE)
    extra = extension_days(given, date(2024, 9, 26))
    assert extra == 5
    extended = due(THREE, FRIDAY, OFFICE, extra_days=extra)
    assert stamp(extended.due_at) == "2024-09-26 17:00"
    paused = pauses("2024-09-23 10:00/2024-09-25 10:00")
    moved = due(THREE, FRIDAY, OFFICE, extra_days=extra, pauses=paused)
    assert stamp(moved.due_at) == "2024-09-29 17:00"
    assert stamp(due(THREE, FRIDAY, OFFICE, pauses=paused).due_at) == "2024-09-19 17:00"


def test_proposal_extended_to_six_months() -> None:
    handed_over = at("2023-03-20 10:00")
    given = due(Period.parse("3 months"), handed_over, OFFICE)
    ceiling = due(Period.parse("6 months"), handed_over, OFFICE)
    assert ceiling.due_on == date(2023, 9, 20)
    extra = extension_days(given, date(2023, 9, 20))
    assert extra == 92
    assert due(Period.parse("3 months"), handed_over, OFFICE, extra_days=extra).due_on == ceiling.due_on


@pytest.mark.parametrize(
    ("version", "expected", "provisional"),
    [("cn@2023-10-25", "2025-01-08 17:00", True), ("cn@2024-11-12", "2025-01-09 17:00", False)],
)
def test_the_notice_of_a_year_told_as_provisional(version: str, expected: str, provisional: bool) -> None:
    office = Timetable(SHELF.get(version), OFFICE_HOURS)
    answer = due(Period.parse("7 working days"), at("2024-12-30 10:00"), office)
    assert stamp(answer.due_at) == expected
    assert answer.provisional is provisional
    assert answer.calendar == version


def test_a_stop_work_notice_moves_only_what_is_counted_on_its_version(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    for file in (TOWN / "calendars").glob("cn-2024.toml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "cn-2024-typhoon.toml").write_text(
        'year = 2024\nkind = "change"\npublished_on = 2024-07-24\n'
        'off = [{ name = "台风停工", en = "typhoon", days = "2024-07-25..2024-07-26" }]\n',
        encoding="utf-8",
    )
    shelf, asked = Shelf.read(tmp_path), at("2024-07-22 10:00")
    told = due(THREE, asked, Timetable(shelf.known_at(asked), OFFICE_HOURS))
    again = due(THREE, asked, Timetable(shelf.known_at(at("2024-07-24 09:00")), OFFICE_HOURS))
    assert (stamp(told.due_at), stamp(again.due_at)) == ("2024-07-25 17:00", "2024-07-29 17:00")
    assert "2024-07-25 周四：不计（台风停工）" in again.steps("zh")


def test_credit_dates_are_not_shifted() -> None:
    listed = at("2026-04-10 00:00")
    assert stamp(due(Period.parse("3 months"), listed, OFFICE, ends="daybreak").due_at) == "2026-07-10 00:00"
    gone = due(Period.parse("1 year"), listed, OFFICE, ends="midnight")
    assert stamp(gone.due_at) == "2027-04-11 00:00"
    assert gone.due_on == date(2027, 4, 10)
    assert not gone.provisional, "days off do not matter to a promise that ends at midnight"
    assert "到期：2027-04-10 周六 24:00" in gone.steps("zh")


def test_an_open_pause_leaves_what_is_left() -> None:
    answer = due(THREE, FRIDAY, OFFICE, pauses=pauses("2024-09-18 17:00/"))
    assert (answer.due_at, answer.due_on, answer.left) == (None, None, 2)
    assert [day.day for day in answer.counted] == [14]
    minutes = due(Period.parse("30 working minutes"), FRIDAY, OFFICE, pauses=pauses("2024-09-14 08:40/"))
    assert (minutes.due_at, minutes.left) == (None, timedelta(minutes=10))
