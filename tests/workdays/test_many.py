"""Arrays: what they take, what they refuse, and how far they reach. That they agree is in test_agreement."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from tests.workdays._town import CN, OFFICE, at, pauses
from wolaiban.workdays import (
    EVERY_DAY,
    DueError,
    Hours,
    Period,
    Timetable,
    due,
    due_many,
    to_local,
    to_utc,
    working_days_between,
)
from wolaiban.workdays.calendars import days_between

THREE = Period.parse("3 working days")
HALF_HOUR = Period.parse("30 working minutes")
NAT = np.datetime64("NaT")


def utc(*texts: str) -> np.ndarray:
    return to_utc(np.array(texts, "datetime64[s]"), "Asia/Shanghai")


def local(instants: np.ndarray) -> list[str]:
    return [
        "NaT" if np.isnat(moment) else f"{moment.item():%Y-%m-%d %H:%M}"
        for moment in to_local(instants, "Asia/Shanghai").ravel()
    ]


def test_shape_units_and_missing_starts() -> None:
    starts = np.append(utc("2024-09-13T16:50", "2024-09-15T09:00", "2024-09-27T10:00"), NAT).reshape(2, 2)
    for period in (THREE, HALF_HOUR, Period.parse("30 minutes")):
        answer = due_many(period, starts, OFFICE)
        assert answer.dtype == "datetime64[s]" and answer.shape == (2, 2)
        assert np.isnat(answer).tolist() == [[False, False], [False, True]]
    assert local(due_many(THREE, starts, OFFICE)) == ["2024-09-19 17:00", "2024-09-20 17:00", "2024-10-08 17:00", "NaT"]
    assert due_many(THREE, starts.astype("datetime64[ns]"), OFFICE).dtype == "datetime64[s]"
    assert due_many(THREE, np.array([], "datetime64[s]"), OFFICE).shape == (0,)
    assert np.isnat(due_many(THREE, np.array([NAT, NAT]), OFFICE)).all()
    assert local(due_many(THREE, np.append(NAT, utc("2024-09-13T16:50")), OFFICE)) == ["NaT", "2024-09-19 17:00"]
    assert np.isnat(to_local(np.array([NAT]), "Asia/Shanghai")).all()


def test_the_starts_given_are_not_touched() -> None:
    starts = utc("2024-09-13T16:50", "2024-09-15T09:00")
    before = starts.copy()
    for period in (THREE, HALF_HOUR, Period.parse("30 minutes")):
        due_many(period, starts, OFFICE, pauses=([0], utc("2024-09-13T17:00"), utc("2024-09-18T10:00")))
    assert (starts == before).all()


def test_pauses_in_any_order_overlapping_empty_and_open() -> None:
    starts = utc(*["2024-09-13T16:50"] * 5)
    cases = [3, 1, 3, 0, 1, 2]
    begins = utc(
        "2024-09-19T10:00", "2024-09-18T17:00", "2024-09-18T10:00", "2024-09-18T09:00", "2024-09-18T16:59",
        "2024-09-18T17:00",
    )  # fmt: skip
    ends = np.append(
        utc("2024-09-23T10:00", "2024-09-18T17:01", "2024-09-20T10:00", "2024-09-18T09:00", "2024-09-18T17:00"), NAT
    )
    answer = due_many(THREE, starts, OFFICE, pauses=(cases, begins, ends))
    assert local(answer) == ["2024-09-19 17:00", "2024-09-20 17:00", "NaT", "2024-09-24 17:00", "2024-09-19 17:00"]
    nothing = due_many(THREE, starts, OFFICE, pauses=([], np.array([], "datetime64[s]"), np.array([], "datetime64[s]")))
    assert set(local(nothing)) == {"2024-09-19 17:00"}


def test_an_open_pause_swallows_what_comes_after_it() -> None:
    starts = utc("2024-09-13T16:50", "2024-09-13T16:50")
    begins, ends = utc("2024-09-14T10:00", "2024-09-18T09:00"), np.append(NAT, utc("2024-09-18T10:00"))
    for period in (THREE, HALF_HOUR, Period.parse("10 days"), Period.parse("30 hours")):
        answer = due_many(period, starts, OFFICE, pauses=([0, 0], begins, ends))
        assert np.isnat(answer).tolist() == [period != HALF_HOUR, False], period


def test_a_pause_beyond_every_table() -> None:
    """Paused for thirty years; the answer lies where no table reached at first."""
    starts = utc("2024-09-13T16:50")
    for text in ("3 working days", "30 working minutes", "10 days", "3 months", "30 minutes"):
        period, begin, end = Period.parse(text), utc("2024-09-13T16:55"), utc("2054-09-18T10:00")
        one = due(period, at("2024-09-13 16:50"), OFFICE, pauses=[(at("2024-09-13 16:55"), at("2054-09-18 10:00"))])
        assert due_many(period, starts, OFFICE, pauses=([0], begin, end)).item() == one.due_at.astimezone(UTC).replace(  # type: ignore[union-attr]
            tzinfo=None
        )


@pytest.mark.parametrize("text", ["9000 working days", "20000 days", "900 months", "40000 working hours", "90 years"])
def test_long_periods_and_far_years(text: str) -> None:
    for start in ("2024-09-13T16:50", "1955-12-31T00:00", "2400-02-29T12:00"):
        one = due(Period.parse(text), at(start.replace("T", " ")), OFFICE).due_at
        assert one is not None
        assert due_many(Period.parse(text), np.array([at(start.replace("T", " ")).astimezone(UTC).replace(tzinfo=None)],
                        "datetime64[s]"), OFFICE).item() == one.astimezone(UTC).replace(tzinfo=None)  # fmt: skip


@pytest.mark.parametrize(
    ("says", "pauses"),
    [
        ("flat and of equal length", ([0, 0], utc("2024-09-13T17:00"), utc("2024-09-13T18:00"))),
        ("flat and of equal length", ([[0]], utc("2024-09-13T17:00"), utc("2024-09-13T18:00"))),
        ("not among the starts", ([1], utc("2024-09-13T17:00"), utc("2024-09-13T18:00"))),
        ("not among the starts", ([-1], utc("2024-09-13T17:00"), utc("2024-09-13T18:00"))),
        ("has no begin", ([0], np.array([NAT]), utc("2024-09-13T18:00"))),
        ("ends before it begins", ([0], utc("2024-09-13T17:00"), utc("2024-09-13T16:59"))),
    ],
)
def test_wrong_pauses(says: str, pauses: tuple[object, object, object]) -> None:
    with pytest.raises(DueError, match=says):
        due_many(THREE, utc("2024-09-13T16:50"), OFFICE, pauses=pauses)  # type: ignore[arg-type]


def test_too_far_and_wrong_end() -> None:
    with pytest.raises(DueError, match="beyond the year 9999"):
        due_many(Period.parse("90 years"), utc("9950-09-13T16:50"), OFFICE)
    with pytest.raises(DueError, match="“midnight”"):
        due_many(THREE, utc("2024-09-13T16:50"), OFFICE, ends="noon")


def test_hours_that_differ_by_weekday_take_the_longer_way() -> None:
    friday = Timetable(CN, Hours.read("f", {"frames": ["09:00-17:00"], "friday": ["09:00-12:00"], "saturday": []}))
    starts = utc("2024-09-20T11:00", "2024-09-20T13:00", "2024-09-19T16:59", "2024-09-21T10:00")
    assert local(due_many(Period.parse("61 working minutes"), starts, friday)) == [
        "2024-09-23 09:01", "2024-09-23 10:01", "2024-09-20 10:00", "2024-09-23 10:01",
    ]  # fmt: skip
    assert local(due_many(Period.parse("60 working minutes"), starts[:1], friday)) == ["2024-09-20 12:00"]


def test_working_days_between_counts_the_end_not_the_start() -> None:
    starts = np.array(["2024-09-13", "2024-09-14", "2024-09-14", "2024-09-15", "2024-09-18"], "datetime64[D]")
    ends = np.array(["2024-09-19", "2024-09-14", "2024-09-18", "2024-09-17", "2024-09-13"], "datetime64[D]")
    assert working_days_between(starts, ends, CN).tolist() == [3, 0, 1, 0, -2]
    assert working_days_between(date(2024, 9, 13), ends[:2], CN).tolist() == [3, 1]
    for none in (working_days_between(starts[:0], ends[:0], CN), working_days_between(starts[:0], ends[0], CN)):
        assert none.shape == (0,) and none.dtype == np.int64
    assert int(working_days_between(date(2024, 1, 1), date(2024, 12, 31), EVERY_DAY)) == 365
    with pytest.raises(DueError, match="NaT"):
        working_days_between(np.array([NAT]), ends[:1], CN)


def test_working_days_between_agrees_with_the_calendar() -> None:
    first = date(2015, 8, 1)
    days = list(days_between(first, date(2015, 10, 31)))
    counted = working_days_between(np.full(len(days), first), np.array(days), CN).tolist()
    assert counted == [CN.working_days(first, day) - CN.is_working(first) for day in days]


def test_the_table_is_asked_for_the_exact_second() -> None:
    """Every second around opening, lunch and closing, one by one."""
    moments = [datetime(2024, 9, 14, hour, minute, second, tzinfo=OFFICE.zone)
               for hour, minute in ((8, 29), (8, 30), (11, 59), (12, 0), (13, 29), (13, 30), (16, 59), (17, 0))
               for second in (0, 1, 59)]  # fmt: skip
    naive = np.array([moment.astimezone(UTC).replace(tzinfo=None) for moment in moments], "datetime64[s]")
    for text in ("1 working minute", "30 working minutes", "7 working hours", "419 working minutes"):
        period = Period.parse(text)
        singles = [due(period, moment, OFFICE).due_at.astimezone(UTC).replace(tzinfo=None) for moment in moments]  # type: ignore[union-attr]
        assert due_many(period, naive, OFFICE).astype(object).tolist() == singles


def test_closing_and_midnight_of_promises_in_days() -> None:
    starts = utc("2024-12-30T10:00", "2024-12-31T10:00", "2025-01-01T10:00")
    assert local(due_many(Period.parse("2 working days"), starts, OFFICE, ends="midnight")) == [
        "2025-01-03 00:00", "2025-01-04 00:00", "2025-01-04 00:00",
    ]  # fmt: skip
    assert local(due_many(Period.parse("1 day"), starts, OFFICE, ends="daybreak")) == [
        "2024-12-31 00:00", "2025-01-01 00:00", "2025-01-02 00:00",
    ]  # fmt: skip
    assert local(due_many(Period.parse("1 day"), starts, OFFICE)) == [
        "2024-12-31 17:00", "2025-01-02 17:00", "2025-01-02 17:00",
    ]  # fmt: skip


def test_pauses_as_lists_of_instants() -> None:
    begin, end = [datetime(2024, 9, 18, 9, 0)], [None]
    assert np.isnat(due_many(THREE, utc("2024-09-13T16:50"), OFFICE, pauses=([0], begin, end))).all()
    assert local(
        due_many(THREE, utc("2024-09-13T16:50"), OFFICE, pauses=([0], begin, [datetime(2024, 9, 18, 9, 1)]))
    ) == ["2024-09-20 17:00"]


def test_one_case_of_many_pauses_among_cases_without() -> None:
    starts = utc(*["2024-09-13T16:50"] * 3)
    begins = utc(*[f"2024-09-{day}T16:59" for day in (14, 18, 19, 20)])
    ends = utc(*[f"2024-09-{day}T17:01" for day in (14, 18, 19, 20)])
    answer = due_many(THREE, starts, OFFICE, pauses=([1, 1, 1, 1], begins, ends))
    assert local(answer) == ["2024-09-19 17:00", "2024-09-25 17:00", "2024-09-19 17:00"]


EDGES = [
    ("1 day", "2024-09-14 10:00", []),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 17:00/2024-09-18 17:01"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 16:00/2024-09-18 17:00"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 16:00/2024-09-19 17:00"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 16:00/2024-09-19 17:01", "2024-09-20 17:00/2024-09-20 17:01"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 16:00/2024-09-18 18:00", "2024-09-19 17:00/"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 17:00/"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-18 17:01/"]),
    ("1 day", "2024-09-14 10:00", ["2024-09-15 10:00/"]),
    ("30 minutes", "2024-09-13 16:50", ["2024-09-13 17:20/2024-09-13 18:00"]),
    ("30 minutes", "2024-09-13 16:50", ["2024-09-13 17:21/2024-09-13 18:00"]),
    ("30 minutes", "2024-09-13 16:50", ["2024-09-13 16:00/2024-09-13 16:50", "2024-09-13 17:20/"]),
    ("30 minutes", "2024-09-13 16:50", ["2024-09-13 16:00/2024-09-13 17:00", "2024-09-13 17:30/2024-09-13 17:31"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-13 17:00/2024-09-13 18:00"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-13 17:00/2024-09-13 18:00", "2024-09-13 18:30/"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-13 17:01/2024-09-13 18:00"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-13 16:59/2024-09-13 18:00", "2024-09-14 08:31/"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-13 16:40/2024-09-13 16:50", "2024-09-14 08:40/"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-13 12:00/2024-09-13 16:30"]),
    ("30 working minutes", "2024-09-13 16:30", ["2024-09-12 12:00/2024-09-13 16:00", "2024-09-13 16:45/"]),
]  # fmt: skip


@pytest.mark.parametrize("text", ["1 day", "30 minutes", "30 working minutes"])
def test_edges_of_pauses_all_at_once(text: str) -> None:
    cases = [(start, pauses(*spans)) for period, start, spans in EDGES if period == text]
    singles = [due(Period.parse(text), at(start), OFFICE, pauses=spans).due_at for start, spans in cases]
    flat = [(case, begin, end) for case, (_, spans) in enumerate(cases) for begin, end in spans]
    columns = (
        [case for case, _, _ in flat],
        [begin.astimezone(UTC).replace(tzinfo=None) for _, begin, _ in flat],
        [end and end.astimezone(UTC).replace(tzinfo=None) for _, _, end in flat],
    )
    starts = np.array([at(start).astimezone(UTC).replace(tzinfo=None) for start, _ in cases], "datetime64[s]")
    many = due_many(Period.parse(text), starts, OFFICE, pauses=columns).astype(object)
    assert [one and one.astimezone(UTC).replace(tzinfo=None) for one in singles] == many.tolist()
    assert 2 <= sum(one is None for one in singles) < len(singles) or text == "30 minutes"


def test_a_start_before_the_first_frame_of_its_table() -> None:
    holidays = utc("2024-01-01T00:00", "2024-01-01T12:00")
    varied = Timetable(CN, Hours.read("v", {"frames": ["09:00-17:00"], "friday": ["09:00-12:00"]}))
    assert local(due_many(HALF_HOUR, holidays, varied)) == ["2024-01-02 09:30"] * 2
