"""Service hours and timetables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.workdays._town import CN, OFFICE, at, stamp
from wolaiban.workdays import EVERY_DAY, DueError, Hours, HoursError, Period, Timetable, due, read_hours

H, M = 3600, 60


def test_reads_a_towns_table() -> None:
    sets = read_hours(
        {
            "office": {"calendar": "cn", "frames": ["08:30-12:00", "13:30 - 17:00"], "friday": ["09:00-16:30"]},
            "watch": {"calendar": "every day"},
        }
    )
    office = sets["office"]
    assert (office.name, office.calendar) == ("office", "cn")
    assert office.on(0) == ((8 * H + 30 * M, 12 * H), (13 * H + 30 * M, 17 * H))
    assert office.on(4) == ((9 * H, 16 * H + 30 * M),)
    assert sets["watch"].on(6) == ((0, 24 * H),)
    assert sets["watch"].calendar == "every day"
    assert Hours.read("x", {}).calendar == Hours().calendar == "cn"


def test_hours_cannot_be_changed() -> None:
    weekdays = {4: ((0, H),)}
    hours = Hours("x", weekdays=weekdays)
    weekdays[5] = ((0, H),)
    assert hours.on(5) == ((0, 24 * H),)
    with pytest.raises(TypeError):
        hours.weekdays[5] = ((0, H),)  # type: ignore[index]


def test_frames_that_touch_are_one() -> None:
    assert Hours.read("x", {"frames": ["08:00-12:00", "12:00-17:00", "18:00-24:00"]}).frames == (
        (8 * H, 17 * H), (18 * H, 24 * H),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"frame": []}, "frame: no such key; perhaps “frames”"),
        ({"friady": []}, "friady: no such key; perhaps “friday”"),
        ({"frames": "08:30-12:00"}, "frames: expected a list of frames"),
        ({"frames": 5}, "frames: expected a list of frames"),
        ({"frames": ["8:30-12:00"]}, "frames: the frame '8:30-12:00' should read"),
        ({"frames": [830]}, "frames: the frame 830 should read"),
        ({"frames": ["12:00-08:30"]}, "should read"),
        ({"frames": ["08:30-08:30"]}, "should read"),
        ({"frames": ["08:60-12:00"]}, "should read"),
        ({"frames": ["08:00-12:60"]}, "should read"),
        ({"frames": ["22:00-24:01"]}, "write a night as two frames"),
        ({"frames": ["13:00-17:00", "08:00-12:00"]}, "the frame “08:00-12:00” must follow the one before it"),
        ({"sunday": ["08:00-12:00", "11:59-13:00"]}, "sunday: the frame “11:59-13:00” must follow"),
        ({"calendar": ""}, "calendar: expected the name of a calendar"),
        ({"calendar": 3}, "calendar: expected the name of a calendar"),
        ({"frames": []}, "never open in a week"),
    ],
)
def test_wrong_hours_name_set_key_and_expectation(table: dict[str, object], says: str) -> None:
    with pytest.raises(HoursError) as refused:
        Hours.read("office", table)
    assert says in refused.value.words("en")
    assert "“office”" in refused.value.words("zh")


def test_a_timetable_fits_together() -> None:
    with pytest.raises(HoursError, match="follow calendar “cn”, not “every day”"):
        Timetable(EVERY_DAY, Hours())
    sunday = {"frames": [], "sunday": ["09:00-10:00"]}
    with pytest.raises(HoursError, match="open on no working day"):
        Timetable(CN, Hours.read("sunday", sunday))
    with pytest.raises(DueError, match="no zone “Asia/Pinghu”"):
        Timetable(CN, zone="Asia/Pinghu")
    assert Timetable(EVERY_DAY).hours.calendar == "every day"
    assert repr(OFFICE) == "Timetable('cn@2025-11-04', 'office', 'Asia/Shanghai')"


def test_bells() -> None:
    working, off = date(2024, 9, 14), date(2024, 9, 15)
    local = {
        (day.day, ends): stamp(OFFICE.local(OFFICE.bell(day, ends)))  # type: ignore[arg-type]
        for day in (working, off)
        for ends in ("close", "midnight", "daybreak")
    }
    assert local == {
        (14, "close"): "2024-09-14 17:00", (14, "midnight"): "2024-09-15 00:00", (14, "daybreak"): "2024-09-14 00:00",
        (15, "close"): "2024-09-16 00:00", (15, "midnight"): "2024-09-16 00:00", (15, "daybreak"): "2024-09-15 00:00",
    }  # fmt: skip
    assert OFFICE.bell(working).tzinfo is UTC
    assert OFFICE.frames(off) == []
    assert [(a.hour, a.minute, b.hour) for a, b in OFFICE.frames(working)] == [(0, 30, 4), (5, 30, 9)]


def test_a_working_day_without_hours_is_no_day_of_the_office() -> None:
    """The office stays shut on a make-up Saturday when its hours say so; the bell of that day is midnight."""
    shut = Timetable(CN, Hours.read("weekdays only", {"frames": ["09:00-17:00"], "saturday": [], "sunday": []}))
    assert CN.is_working(date(2024, 9, 14)) and not shut.is_open(date(2024, 9, 14))
    answer = due(Period.parse("3 working days"), at("2024-09-13 16:50"), shut)
    assert [day.day for day in answer.counted] == [18, 19, 20]
    assert "2024-09-14 周六：不计（当日不对外服务）" in answer.steps("zh")
    assert "Sat 2024-09-14: not counted (no service that day)" in answer.steps("en")
    assert stamp(due(Period.parse("1 day"), at("2024-09-13 16:50"), shut).due_at) == "2024-09-18 17:00"


def test_hours_of_the_weekday_close_the_day() -> None:
    friday = Timetable(CN, Hours.read("f", {"frames": ["09:00-17:00"], "friday": ["09:00-12:00"]}))
    assert stamp(due(Period.parse("1 working day"), at("2024-09-19 16:50"), friday).due_at) == "2024-09-20 12:00"
    assert stamp(due(Period.parse("61 working minutes"), at("2024-09-20 11:00"), friday).due_at) == "2024-09-23 09:01"


def test_a_change_of_clocks_makes_frames_neither_overlap_nor_run_backwards() -> None:
    """New York, 2024-03-10: 02:00 to 03:00 does not exist; both frames are read with the offset before."""
    night = Hours.read("night", {"calendar": "every day", "frames": ["02:15-02:45", "03:00-04:00"]})
    frames = Timetable(EVERY_DAY, night, "America/New_York").frames(date(2024, 3, 10))
    assert [(a.strftime("%H:%M"), b.strftime("%H:%M")) for a, b in frames] == [("07:15", "07:45"), ("07:45", "08:00")]
    odd = Hours.read("odd", {"calendar": "every day", "frames": ["02:00-02:50", "03:00-03:30"]})
    frames = Timetable(EVERY_DAY, odd, "America/New_York").frames(date(2024, 3, 10))
    assert [(a.strftime("%H:%M"), b.strftime("%H:%M")) for a, b in frames] == [("07:00", "07:50"), ("07:50", "07:50")]


def test_the_last_second_of_a_day_long_frame() -> None:
    day_and_night = Timetable(EVERY_DAY, zone="Europe/Amsterdam")
    spring = datetime.combine(date(2024, 3, 31), time(), day_and_night.zone)
    assert stamp(due(Period.parse("23 working hours"), spring, day_and_night).due_at) == "2024-04-01 00:00"
    autumn = datetime.combine(date(2024, 10, 27), time(), day_and_night.zone)
    assert stamp(due(Period.parse("25 working hours"), autumn, day_and_night).due_at) == "2024-10-28 00:00"
