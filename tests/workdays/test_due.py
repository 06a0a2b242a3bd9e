"""Edges of the arithmetic: named days, instants on a bell, what is refused."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone

import pytest

from tests.workdays._town import OFFICE, SHELF, at, pauses, stamp
from wolaiban.workdays import DueError, Hours, Period, Timetable, WorkdaysError, due, due_at, due_on, months_on

FRIDAY = at("2024-09-13 16:50")
BARE = FRIDAY.replace(tzinfo=None)


def ends_at(period: str, start: str, *spans: str, **more: object) -> str | None:
    return stamp(due(Period.parse(period), at(start), OFFICE, pauses=pauses(*spans), **more).due_at)  # type: ignore[arg-type]


def test_the_start_day_never_counts() -> None:
    assert ends_at("1 working day", "2024-09-18 00:00") == "2024-09-19 17:00"
    assert ends_at("1 working day", "2024-09-18 23:59") == "2024-09-19 17:00"
    assert ends_at("1 day", "2024-09-18 00:00") == "2024-09-19 17:00"


def test_minutes_end_at_closing_not_at_the_next_opening() -> None:
    assert ends_at("30 working minutes", "2024-09-13 16:30") == "2024-09-13 17:00"
    assert ends_at("30 working minutes", "2024-09-13 11:30") == "2024-09-13 12:00"
    assert ends_at("30 working minutes", "2024-09-13 17:00") == "2024-09-14 09:00"
    assert ends_at("30 working minutes", "2024-09-13 12:00") == "2024-09-13 14:00"
    assert ends_at("30 working minutes", "2024-09-13 08:30") == "2024-09-13 09:00"
    assert ends_at("7 working hours", "2024-09-14 06:00") == "2024-09-14 17:00"
    assert ends_at("421 working minutes", "2024-09-14 06:00") == "2024-09-18 08:31"


def test_a_due_instant_never_lies_inside_a_pause() -> None:
    assert ends_at("30 minutes", "2024-09-13 16:50", "2024-09-13 17:20/2024-09-13 18:00") == "2024-09-13 18:00"
    assert ends_at("30 minutes", "2024-09-13 16:50", "2024-09-13 17:21/2024-09-13 18:00") == "2024-09-13 17:20"
    assert ends_at("30 minutes", "2024-09-13 16:50", "2024-09-13 17:19/2024-09-13 18:00") == "2024-09-13 18:01"
    assert ends_at("30 working minutes", "2024-09-13 16:30", "2024-09-13 17:00/2024-09-13 18:00") == "2024-09-13 18:00"
    assert ends_at("30 minutes", "2024-09-13 16:50", "2024-09-13 16:50/2024-09-13 17:00") == "2024-09-13 17:30"
    stopped = due(Period.parse("30 minutes"), FRIDAY, OFFICE, pauses=pauses("2024-09-13 17:20/"))
    assert (stopped.due_at, stopped.left) == (None, timedelta(0))
    assert stamp(due(Period.parse("30 minutes"), FRIDAY, OFFICE, pauses=pauses("2024-09-13 17:21/")).due_at)


def test_days_move_on_to_a_working_day_whose_bell_finds_them_running() -> None:
    assert ends_at("1 day", "2024-09-14 10:00") == "2024-09-18 17:00"
    assert ends_at("1 day", "2024-09-14 10:00", "2024-09-18 17:00/2024-09-18 17:01") == "2024-09-19 17:00"
    answer = due(
        Period.parse("1 day"), at("2024-09-14 10:00"), OFFICE, pauses=pauses("2024-09-18 17:00/2024-09-19 08:00")
    )
    assert (answer.counted, answer.lost) == ((date(2024, 9, 15),), (date(2024, 9, 18),))
    assert (answer.last_counted, answer.due_on) == (date(2024, 9, 15), date(2024, 9, 19))
    assert "2024-09-16 周一：期满遇休息日（中秋节），顺延" in answer.steps("zh")
    assert "2024-09-18 周三：不计（17:00 时处于暂停）" in answer.steps("zh")
    stopped = due(Period.parse("1 day"), at("2024-09-14 10:00"), OFFICE, pauses=pauses("2024-09-17 10:00/"))
    assert (stopped.due_at, stopped.left, stopped.lost) == (None, 0, ())


def test_pauses_before_and_after_change_nothing() -> None:
    plain = due(Period.parse("3 working days"), FRIDAY, OFFICE)
    for span in ("2024-09-01 10:00/2024-09-13 16:50", "2024-09-19 17:01/", "2024-09-18 17:00/2024-09-18 17:00"):
        assert due(Period.parse("3 working days"), FRIDAY, OFFICE, pauses=pauses(span)).due_at == plain.due_at
    assert due(Period.parse("3 working days"), FRIDAY, OFFICE, pauses=pauses("2024-09-19 17:00/")).due_at is None


def test_instants_of_any_zone_and_with_microseconds() -> None:
    utc = FRIDAY.astimezone(UTC)
    assert due(Period.parse("30 minutes"), utc, OFFICE).due_at == at("2024-09-13 17:20")
    newfoundland = FRIDAY.astimezone(timezone(timedelta(hours=-3.5)))
    answer = due(Period.parse("30 minutes"), newfoundland + timedelta(microseconds=1), OFFICE)
    assert answer.due_at == at("2024-09-13 17:20") + timedelta(microseconds=1)
    assert answer.due_at.tzinfo is OFFICE.zone
    late = due(Period.parse("1 working day"), at("2024-09-18 00:00") - timedelta(microseconds=1), OFFICE)
    assert stamp(late.due_at) == "2024-09-18 17:00"


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-10-31", 4, "2025-02-28"), ("2024-12-15", 1, "2025-01-15"), ("2024-11-15", 1, "2024-12-15"),
        ("2024-01-15", 11, "2024-12-15"), ("2024-03-31", 24, "2026-03-31"),
    ],
)  # fmt: skip
def test_months(start: str, months: int, expected: str) -> None:
    assert months_on(date.fromisoformat(start), months) == date.fromisoformat(expected)


def test_days_with_any_minute() -> None:
    answer = due(Period.parse("16 working hours"), FRIDAY, OFFICE)
    assert [day.day for day in answer.counted] == [13, 14, 18, 19]
    assert stamp(answer.due_at) == "2024-09-19 10:20"
    assert [day.day for day in due(Period.parse("30 hours"), FRIDAY, OFFICE).counted] == [13, 14]
    assert [day.day for day in due(Period.parse("430 minutes"), FRIDAY, OFFICE).counted] == [13]
    assert [day.day for day in due(Period.parse("431 minutes"), FRIDAY, OFFICE).counted] == [13, 14]
    paused = due(Period.parse("2 days"), FRIDAY, OFFICE)
    assert paused.last_counted == date(2024, 9, 15)
    assert answer.last_counted is None and answer.due_on == date(2024, 9, 19)


def test_a_named_day_ends_at_its_midnight_even_if_it_is_off() -> None:
    answer = due_on(date(2024, 9, 16), FRIDAY, OFFICE)
    assert (stamp(answer.due_at), answer.due_on) == ("2024-09-17 00:00", date(2024, 9, 16))
    assert [day.day for day in answer.counted] == [14, 15, 16]
    moved = due_on(date(2024, 9, 16), FRIDAY, OFFICE, pauses=pauses("2024-09-14 10:00/2024-09-16 10:00"))
    assert (stamp(moved.due_at), len(moved.lost)) == ("2024-09-19 00:00", 2)
    assert stamp(due_on(date(2024, 9, 16), FRIDAY, OFFICE, extra_days=2).due_at) == "2024-09-19 00:00"
    assert stamp(due_on(date(2024, 9, 16), FRIDAY, OFFICE, ends="close").due_at) == "2024-09-18 17:00"
    assert stamp(due_on(date(2024, 9, 16), FRIDAY, OFFICE, ends="daybreak").due_at) == "2024-09-16 00:00"


def test_a_named_day_may_be_today_but_not_over() -> None:
    today = date(2024, 9, 13)
    assert stamp(due_on(today, FRIDAY, OFFICE).due_at) == "2024-09-14 00:00"
    assert due_on(today, FRIDAY, OFFICE).counted == ()
    assert due_on(today, FRIDAY, OFFICE).last_counted == today
    assert stamp(due_on(today, FRIDAY, OFFICE, ends="close").due_at) == "2024-09-13 17:00"
    assert stamp(due_on(today, at("2024-09-13 17:00"), OFFICE, ends="close").due_at) == "2024-09-13 17:00"
    assert stamp(due_on(today, at("2024-09-13 17:01"), OFFICE, ends="close").due_at) == "2024-09-14 17:00"
    assert stamp(due_on(today, FRIDAY, OFFICE, ends="daybreak").due_at) == "2024-09-14 00:00"
    paused = due_on(today, FRIDAY, OFFICE, pauses=pauses("2024-09-13 23:00/2024-09-14 09:00"))
    assert (stamp(paused.due_at), paused.lost) == ("2024-09-15 00:00", (today,))
    with pytest.raises(DueError, match="2024-09-12 lies before the start, 2024-09-13"):
        due_on(date(2024, 9, 12), FRIDAY, OFFICE)


@pytest.mark.parametrize(
    ("period", "start", "ends", "provisional"),
    [
        ("1 working day", "2026-12-30 10:00", "close", False),
        ("2 working days", "2026-12-30 10:00", "close", True),
        ("1 working day", "2026-12-31 10:00", "close", True),
        ("10 days", "2026-12-30 10:00", "close", True),
        ("10 days", "2026-12-30 10:00", "midnight", False),
        ("2 working days", "2026-12-30 10:00", "midnight", True),
        ("30 minutes", "2027-01-04 10:00", "close", False),
        ("30 working minutes", "2027-01-04 10:00", "close", True),
        ("30 working minutes", "2026-12-31 16:00", "close", False),
        ("90 working minutes", "2026-12-31 16:00", "close", True),
        ("1 day", "2026-12-31 10:00", "daybreak", False),
    ],
)
def test_provisional(period: str, start: str, ends: str, provisional: bool) -> None:
    answer = due(Period.parse(period), at(start), OFFICE, ends=ends)
    assert answer.provisional is provisional
    assert any(step.startswith("暂定：2027 年") for step in answer.steps()) is provisional
    assert any("notice for 2027" in step for step in answer.steps("en")) is provisional


def test_a_gap_in_the_shelf_is_provisional_too() -> None:
    early = Timetable(SHELF.get("cn@weekends"), OFFICE.hours)
    assert due(Period.parse("3 working days"), FRIDAY, early).provisional
    assert due(Period.parse("3 working days"), FRIDAY, early).calendar == "cn@weekends"


@pytest.mark.parametrize(
    ("says", "call"),
    [
        ("start must be an instant with its offset", lambda: due(Period(1, "days"), BARE, OFFICE)),
        ("start must be an instant", lambda: due(Period(1, "days"), date(2024, 9, 13), OFFICE)),  # type: ignore[arg-type]
        ("pause must be an instant", lambda: due(Period(1, "days"), FRIDAY, OFFICE, pauses=[(BARE, None)])),
        ("a pause ends before it begins", lambda: ends_at("1 day", "2024-09-13", "2024-09-14 10:00/2024-09-14 09:59")),
        ("must be “close”, “midnight” or “daybreak”, not 'noon'", lambda: ends_at("1 day", "2024-09-13", ends="noon")),
        ("extra_days=-1", lambda: ends_at("1 day", "2024-09-13", extra_days=-1)),
        ("extra_days=1 is not possible", lambda: ends_at("30 minutes", "2024-09-13", extra_days=1)),
        ("cannot be negative", lambda: due_on(date(2024, 9, 14), FRIDAY, OFFICE, extra_days=-1)),
        ("beyond the year 9999", lambda: ends_at("10 years", "9990-09-13")),
        ("beyond the year 9999", lambda: ends_at("20000 days", "9990-09-13")),
        ("beyond the year 9999", lambda: ends_at("3000 working days", "9990-09-13")),
        ("beyond the year 9999", lambda: ends_at("9000000 minutes", "9990-09-13")),
        ("beyond the year 9999", lambda: ends_at("90000 working hours", "9990-09-13")),
        ("a pause of over 100 years", lambda: ends_at("1 day", "2024-09-13", "2024-09-14 10:00/2124-09-17 10:00")),
    ],
)  # fmt: skip
def test_refused(says: str, call: object) -> None:
    with pytest.raises(WorkdaysError) as refused:
        call()  # type: ignore[operator]
    assert says in refused.value.words("en")
    assert refused.value.words("zh") != refused.value.words("en")


def test_two_offices_close_differently() -> None:
    late = Timetable(SHELF.latest(), Hours.read("late", {"frames": ["12:00-20:00"]}))
    assert stamp(due(Period.parse("3 working days"), FRIDAY, late).due_at) == "2024-09-19 20:00"
    assert stamp(due(Period.parse("3 working days"), FRIDAY, Timetable(SHELF.latest())).due_at) == "2024-09-20 00:00"
    assert due(Period.parse("3 working days"), FRIDAY, Timetable(SHELF.latest())).due_on == date(2024, 9, 19)


def test_only_the_instant() -> None:
    for text in ("30 minutes", "30 working minutes", "7 working hours", "3 working days", "10 days", "3 months"):
        for ends in ("close", "midnight", "daybreak"):
            for start in ("2024-09-13 16:50", "2024-09-13 17:00", "2024-09-14 08:30", "2024-09-15 00:00"):
                full = due(Period.parse(text), at(start), OFFICE, ends=ends).due_at
                quick = [due_at(Period.parse(text), at(start), OFFICE, ends) for _ in range(2)]
                assert quick == [full, full]
                assert quick[0].tzinfo is OFFICE.zone
    for period in ("10 years", "9000000 minutes", "90000 working hours"):
        with pytest.raises(DueError, match="9999"):
            due_at(Period.parse(period), at("9990-09-13"), OFFICE)
    with pytest.raises(DueError, match="offset"):
        due_at(Period(1, "days"), BARE, OFFICE)
    with pytest.raises(DueError, match="noon"):
        due_at(Period(1, "days"), FRIDAY, OFFICE, "noon")


def test_what_reminders_in_days_stand_on() -> None:
    week = due(Period.parse("7 working days"), FRIDAY, OFFICE)
    assert week.each_counted() == week.counted
    assert stamp(OFFICE.local(OFFICE.opening(week.counted[3]))) == "2024-09-20 08:30"
    assert OFFICE.opening(date(2024, 9, 15)) == at("2024-09-15 00:00")
    months = due(Period.parse("3 months"), at("2023-03-20 10:00"), OFFICE)
    assert months.counted == ()
    assert (len(months.each_counted()), months.each_counted()[-1]) == (92, date(2023, 6, 20))
