"""A unit that keeps hours and a calendar of its own promises by them; what was told before stays (field book 1.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cast import City, playing, shipped
from wolaiban.catalogue import Town
from wolaiban.people.actor import Actor
from wolaiban.promises.recording import life_of
from wolaiban.promises.verbs import perform
from wolaiban.promises.verifying import verify
from wolaiban.workdays import Hours

pytestmark = pytest.mark.django_db
NOTICE = """
calendar = "shift"
year = {year}
published = {published}
source = "test"
off = [{off}]
worked = []
"""


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The shipped town, where a unit may also work by a calendar that has Thursday 19 September off."""
    late = Hours.read("late", {"calendar": "cn", "frames": ["10:00-12:00", "14:00-19:00"]})
    return replace(shipped(), hours={**shipped().hours, "late": late}, _timetables={})


@pytest.fixture
def city(town: Town) -> Iterator[City]:
    with playing(town) as city:
        city.units["water"].hours = "late"
        city.units["water"].save()
        yield city


def dispatched(city: City, unit: str = "water", co: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    case = city.clock("2024-09-13 16:50").firm.asks("pingfu365", "接水卡住了")
    city.later(minutes=5)
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, unit, co)
    return case


def test_a_promise_of_its_task_is_counted_by_the_hours_of_the_unit(city: City) -> None:
    case = dispatched(city, "water", ("planning",))
    assert city.due(case, "sign", 1) == "2024-09-14 19:00", "the water company closes at seven"
    assert city.due(case, "opinion", 2) == "2024-09-18 17:00", "the planning bureau keeps the hours of the service"


def test_what_the_asker_was_promised_before_stays_as_told(city: City) -> None:
    case = dispatched(city)
    assert city.due(case, "done") == "2024-09-19 17:00"
    assert [move["why"] for move in city.promise(case, "done").moves] == ["given"]


def test_what_the_lead_promises_later_is_counted_by_its_hours(city: City) -> None:
    case = dispatched(city)
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("answer", case, answer="已接通")
    city.firm.does("rate", case, rating="dissatisfied")
    assert city.due(case, "contact") == "2024-09-14 19:00"
    city.later(minutes=1)
    city.clock("2024-09-14 18:30")
    city.tick()
    assert city.promise(case, "contact").state == "running"


def test_the_event_carries_the_hours_so_that_a_later_change_of_the_unit_moves_nothing(city: City) -> None:
    case = dispatched(city)
    opening = case.events.get(verb="dispatch").tasks[0]
    assert (opening["hours"], opening["calendar"].partition("@")[0]) == ("late", "cn")
    city.units["water"].hours = ""
    city.units["water"].save()
    life = life_of(case)
    assert life.promise("sign", 1).due_at == city.t("2024-09-14 19:00")
    assert not verify().differences


def test_nobody_outside_says_by_which_hours_a_unit_is_counted(city: City) -> None:
    from wolaiban.promises.life import Opening

    case = city.clock("2024-09-13 16:50").firm.asks("pingfu365", "接水卡住了")
    city.lin.does("respond", case, text="已联系")
    city.lin.does("dispatch", case, tasks=[Opening("lead", "planning", hours="late", calendar="cn@2020-01-01")])
    assert city.due(case, "sign", 1) == "2024-09-14 17:00"


def test_a_recount_counts_each_promise_on_the_calendar_that_it_follows(city: City, tmp_path: Path) -> None:
    case = dispatched(city)
    before = city.due(case, "sign", 1)
    perform(case, "recount", by=Actor.clock())
    assert city.due(case, "sign", 1) == before
    assert case.events.get(verb="recount").fields["calendars"].startswith("cn@")
    assert not verify().differences
