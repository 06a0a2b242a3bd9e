"""At most one trip, one network across provinces (field book 1.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cast import City, playing, shipped
from tests.folders import BEYOND
from wolaiban.people.models import Organisation
from wolaiban.promises.models import Case, Delivery
from wolaiban.workdays import Hours, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Pinghu, whose neighbour's window has a calendar of its own: no make-up Saturday, and other days off."""
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "beyond-2024.toml").write_text(BEYOND, encoding="utf-8")
    for path in (shipped().folder / "calendars").glob("cn-*.toml"):
        (tmp_path / "calendars" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    hours = Hours.read("jinshan", {"calendar": "beyond", "frames": ["09:00-11:30", "13:00-16:00"]})
    shelf = Shelf.read(tmp_path, shipped().zone)
    with playing(replace(shipped(), shelf=shelf, hours={**shipped().hours, "jinshan": hours}, _timetables={})) as city:
        Organisation.objects.create(
            code="js_window", name="金山区行政服务中心（上海）", kind="centre", hours="jinshan", partner="jinshan"
        )
        yield city


def asked(city: City, **more: str) -> Case:
    said = {"matter": "registration", "consent": "yes", **more}
    return city.clock("2024-09-13 11:40").firm.asks("crossing", "在金山设立分公司", **said)


def test_the_clock_and_calendar_of_the_promising_unit_apply_and_the_asker_has_one_number(city: City) -> None:
    case = asked(city)
    assert city.due(case, "respond") == "2024-09-14 17:00", "the desk in Pinghu works on the make-up Saturday"
    city.clock("2024-09-13 14:00").lin.dispatches(case, "js_window")
    assert city.due(case, "sign", 1) == "2024-09-19 16:00", "the unit beyond has Saturday and 16 to 18 off"
    assert city.due(case, "handle", 1) == "2024-09-25 16:00"
    told = Delivery.objects.filter(case=case, to="asker").values_list("template", flat=True)
    assert set(told) == {"received", "passed_on"}
    assert Case.objects.count() == 1, "one case, and so one number, in the town where it was asked"


def test_nobody_over_there_has_signed_within_a_working_day_and_the_desk_here_is_warned(city: City) -> None:
    case = asked(city)
    city.clock("2024-09-13 14:00").lin.dispatches(case, "js_window")
    city.clock("2024-09-19 16:01").tick()
    assert city.promise(case, "sign", 1).state == "broken"
    warned = Delivery.objects.filter(case=case, template="warning", about="1:sign:1")
    assert "role:desk" in set(warned.values_list("to", flat=True))
    assert not Delivery.objects.filter(to="unit:js_window").exists(), "nobody of theirs has a post here"


def test_what_was_only_responded_to_or_was_given_back_is_passed_on_in_a_working_day(city: City) -> None:
    case = asked(city)
    city.clock("2024-09-13 14:00").lin.does("respond", case, text="材料齐全，转金山办理")
    assert city.due(case, "pass_on") == "2024-09-14 17:00"
    city.lin.dispatches(case, "water")
    assert city.promise(case, "pass_on").state == "kept"
    city.clock("2024-09-19 10:00")
    city.water_handler.does("return_back", case, task=1, ground="不归我办")
    assert (case.state, city.due(case, "pass_on")) == ("returned", "2024-09-20 17:00")
    city.lin.dispatches(case, "js_window")
    assert [one.state for one in case.promises.filter(code="pass_on")] == ["kept", "kept"]


def test_a_paper_that_the_first_office_holds_is_not_asked_of_the_asker_again(city: City) -> None:
    from wolaiban.people.actor import Actor
    from wolaiban.promises.verbs import perform

    case = asked(city)
    city.lin.does("check_papers", case, identity="yes")
    city.clock("2024-09-13 14:00").lin.dispatches(case, "js_window")
    over_there = Actor.neighbour("jinshan", ["js_window"])
    perform(case, "ask_paper", by=over_there, task=1, paper="identity")
    assert city.promise(case, "pass_paper").holder == "desk"
    assert not case.promises.filter(code="bring_paper").exists()
    perform(case, "ask_paper", by=over_there, task=1, paper="form")
    assert city.promise(case, "bring_paper").holder == "asker"


def test_trips_made_and_saved_are_counted(city: City) -> None:
    from wolaiban.statistics.figures import figures

    case = asked(city)
    city.lin.does("settle", case, trips="1", saved="2", answer="在线即可查询")
    day = city.t("2024-09-13 00:00").date()
    account = figures("crossing", first=day, last=day).as_json("en")
    found = {figure["code"]: figure["value"] for figure in account["figures"]}
    assert (str(found["trips_made"]), str(found["trips_saved"])) == ("1", "2")


def test_a_service_that_exchanges_nothing_with_neighbours_gives_them_no_task(city: City) -> None:
    from wolaiban.promises.refused import Refused

    case = city.clock("2024-09-13 11:40").firm.asks("pingfu365", "接水卡住了")
    city.lin.does("respond", case, text="已联系")
    with pytest.raises(Refused, match="neighbouring town"):
        city.lin.dispatches(case, "js_window")
