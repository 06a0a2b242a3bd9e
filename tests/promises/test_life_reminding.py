"""When a promise warns."""

from __future__ import annotations

from tests.promises.kernel import ZONE, Story
from tests.promises.small import clock_of, small
from tests.promises.strategies import TOWN
from wolaiban.catalogue.service import Reminder
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
