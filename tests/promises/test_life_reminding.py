"""When a promise warns."""

from __future__ import annotations

import pytest

from tests.promises.kernel import ZONE, Story
from tests.promises.small import clock_of, small
from tests.promises.strategies import TOWN
from wolaiban.catalogue.service import Named, Reminder
from wolaiban.promises.life.stages import stages
from wolaiban.workdays import Period


def told(story: Story, code: str) -> list[str]:
    given = story.life.promise(code)
    assert given is not None
    found = stages(given, TOWN.timetable("office", given.calendar), story.life.spans)
    return [f"{name} {at.astimezone(ZONE):%m-%d %H:%M}" for at, name in found]


def test_what_ends_at_daybreak_warns_before_the_office_opens_on_the_last_day():
    rule = clock_of("shown", "1 working day", ends="daybreak", remind=(Reminder("50%", percent=50),))
    assert told(Story(small(rule), TOWN).does("register", "2024-09-13 16:50"), "shown") == ["50% 09-14 00:00"]


def test_shares_of_seven_working_days_are_the_openings_of_the_fourth_and_the_sixth():
    remind = (Reminder("50%", percent=50), Reminder("80%", percent=80), Reminder("due", due=True))
    story = Story(small(clock_of("shown", "7 working days", remind=remind)), TOWN).does("register", "2024-09-13 16:50")
    assert told(story, "shown") == ["50% 09-20 08:30", "80% 09-24 08:30", "due 09-25 17:00"]


def test_shares_of_minutes_and_months_and_spans_before_and_after():
    remind = (Reminder("50%", percent=50), Reminder("1 month before", before=Period.parse("1 month")))
    story = Story(
        small(clock_of("minutes", "30 minutes", remind=remind[:1]), clock_of("months", "3 months", remind=remind)), TOWN
    )
    story.does("register", "2023-03-20 10:00")
    assert told(story, "minutes") == ["50% 03-20 10:15"]
    assert told(story, "months") == ["50% 05-05 08:30", "1 month before 05-20 00:00"]


@pytest.mark.parametrize(
    ("before", "at"),
    [
        ("30 minutes", "09-25 16:30"),
        ("3 days", "09-22 00:00"),
        ("3 working days", "09-20 00:00"),
        ("1 month", "08-25 00:00"),
        ("7 months", "02-25 00:00"),
        ("9 months", "12-25 00:00"),
    ],
)
def test_so_long_before(before: str, at: str):
    """By the clock, by the calendar's days, by working days (the 21st and 22nd are days off), by months."""
    rule = clock_of("shown", "7 working days", remind=(Reminder("before", before=Period.parse(before)),))
    assert told(Story(small(rule), TOWN).does("register", "2024-09-13 16:50"), "shown") == [f"before {at}"]


def test_a_month_before_the_31st_is_the_last_day_of_a_short_month():
    rule = clock_of("shown", None, due=Named("due_on"), remind=(Reminder("before", before=Period.parse("1 month")),))
    story = Story(small(rule), TOWN).does("register", "2024-02-09 10:00", due_on="2024-05-31")
    assert told(story, "shown") == ["before 04-30 00:00"]


def test_so_long_after_and_each_day_for_a_month_until_it_is_settled():
    remind = (
        Reminder("due", due=True),
        Reminder("daily", daily=True),
        Reminder("2 days after", after=Period.parse("2 days")),
    )
    story = Story(small(clock_of("shown", "30 minutes", remind=remind)), TOWN).does("register", "2024-09-13 16:50")
    found = told(story, "shown")
    assert found[:3] == ["due 09-13 17:20", "daily 1 09-14 17:20", "daily 2 09-15 17:20"]
    assert len(found) == 32 and found[-1] == "2 days after 09-18 17:00", "16 and 17 September are days off"
    story.does("close", "2024-09-14 17:20")
    assert told(story, "shown") == ["due 09-13 17:20"]


@pytest.mark.parametrize(
    ("percent", "day"), [(0, "14"), (33, "14"), (34, "18"), (66, "18"), (67, "19"), (99, "19"), (100, "19")]
)
def test_a_share_of_three_working_days_is_a_counted_day(percent: int, day: str):
    rule = clock_of("shown", "3 working days", remind=(Reminder(f"{percent}%", percent=percent),))
    story = Story(small(rule), TOWN).does("register", "2024-09-13 16:50")
    assert told(story, "shown") == [f"{percent}% 09-{day} 08:30"]


def test_a_share_of_minutes_leaves_the_pauses_out_and_a_paused_promise_warns_of_nothing():
    rule = clock_of(
        "shown", "30 minutes", remind=(Reminder("50%", percent=50), Reminder("1%", percent=1)), stops_for=("asker",)
    )
    story = (
        Story(small(rule), TOWN).does("register", "2024-09-13 16:50").does("pause", "2024-09-13 16:55", reason="asker")
    )
    assert told(story, "shown") == []
    story.does("resume", "2024-09-13 17:05")
    assert told(story, "shown") == ["50% 09-13 17:15", "1% 09-13 16:51"]
