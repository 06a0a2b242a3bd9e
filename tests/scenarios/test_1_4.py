"""Classification and dispatch: the right unit at the first try, and returns (field book 1.4)."""

from __future__ import annotations

import pytest

from tests.cast import City
from wolaiban.promises.access import possible
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused


def dispatched(city: City) -> Case:
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(minutes=10)
    city.lin.does("respond", case, text="已联系，今天派单")
    city.lin.dispatches(case, "water", ("ecology",), grade="ordinary")
    return case


def test_after_a_return_the_next_unit_gets_the_same_due_time(city: City):
    """Unit A returns on working day 1 with a ground; unit B gets it with the same due time as before."""
    case = dispatched(city)
    before = city.due(case, "done")
    city.clock("2024-09-14 10:00")
    with pytest.raises(Refused) as refused:
        city.water_handler.does("return_back", case, task=1)
    assert "ground" in refused.value.by_field("zh")
    city.water_handler.does("return_back", case, task=1, ground="《三定》规定：管网建设属自规")
    assert case.state == "returned"
    city.lin.dispatches(case, "planning", verb="redispatch")
    assert (case.state, city.due(case, "done")) == ("dispatched", before)
    city.planning_handler.does("sign", case, task=3)
    assert case.lead_unit == "planning"


def test_the_second_return_asks_the_centre_lead_whose_decision_cannot_be_returned(city: City):
    """A and B both return it: no third dispatch by itself, the centre lead names the unit."""
    case = dispatched(city)
    city.clock("2024-09-14 10:00")
    city.water_handler.does("return_back", case, task=1, ground="不属本单位")
    city.lin.dispatches(case, "planning", verb="redispatch")
    city.later(hours=1)
    city.planning_handler.does("return_back", case, task=3, ground="不属本单位")
    assert case.state == "arbitration"
    with pytest.raises(Refused):
        city.lin.dispatches(case, "water", verb="redispatch")
    with pytest.raises(Refused):
        city.lin.dispatches(case, "water", verb="assign")
    city.chen.dispatches(case, "water", verb="assign")
    assert case.returns == 2
    city.water_handler.does("sign", case, task=4)
    with pytest.raises(Refused) as refused:
        city.water_handler.does("return_back", case, task=4, ground="仍不属本单位")
    assert refused.value.is_conflict
    assert ("return_back", 4) not in possible(case, city.water_handler.actor)


def test_a_unit_that_stays_silent_has_accepted(city: City):
    """Returned within one working day, otherwise it counts as accepted (field book 12)."""
    case = dispatched(city)
    assert city.due(case, "return_window", 1) == "2024-09-14 17:00"
    city.clock("2024-09-18 09:00").tick()
    case.refresh_from_db()
    accepted = case.events.get(verb="accept")
    assert (case.state, accepted.by, accepted.at) == ("handling", "clock", city.t("2024-09-14 17:00"))
    with pytest.raises(Refused):
        city.water_handler.does("return_back", case, task=1, ground="不属本单位")


def test_the_first_unit_stays_responsible_until_another_has_signed(city: City):
    case = dispatched(city)
    city.water_handler.does("sign", case, task=1)
    assert (case.lead_unit, city.promise(case, "done").holder) == ("water", "water")
    city.clock("2024-09-14 10:00")
    city.water_handler.does("return_back", case, task=1, ground="不属本单位")
    city.lin.dispatches(case, "planning", verb="redispatch")
    assert case.lead_unit == "water"
    city.planning_handler.does("sign", case, task=3)
    assert (case.lead_unit, city.promise(case, "done").holder) == ("planning", "planning")


@pytest.mark.parametrize(
    ("urgency", "due"),
    [("danger", "2024-09-13 17:15"), ("utilities", "2024-09-13 17:30"), ("ordinary", "2024-09-14 17:00")],
)
def test_danger_and_utilities_are_signed_for_by_the_minute_on_any_day(city: City, urgency: str, due: str):
    case = city.firm.asks("pingfu365", "管道漏气", urgency=urgency)
    city.later(minutes=10)
    city.lin.does("respond", case, text="马上到")
    city.lin.dispatches(case, "water")
    assert city.due(case, "sign", 1) == due


def test_a_complaint_about_a_unit_is_never_dispatched_to_it(city: City):
    case = city.firm.asks("pingfu365", "反映水务窗口", about_unit="water")
    city.lin.does("respond", case, text="已转中心")
    with pytest.raises(Refused) as refused:
        city.lin.dispatches(case, "water")
    assert "另选单位" in refused.value.message("zh")
    city.lin.dispatches(case, "planning")
    assert case.state == "dispatched"


def test_the_lead_answers_only_when_every_co_unit_has_given_its_opinion(city: City):
    case = dispatched(city)
    city.water_handler.does("sign", case, task=1)
    with pytest.raises(Refused):
        city.water_handler.does("answer", case, answer="已接通")
    city.ecology_handler.does("opinion", case, task=2, answer="无意见")
    city.water_handler.does("answer", case, answer="已接通")
    assert (case.state, city.promise(case, "opinion", 2).state, city.promise(case, "done").state) == (
        "answered",
        "kept",
        "kept",
    )


def test_an_extension_is_asked_for_and_granted_by_somebody_else_before_the_due_instant(city: City):
    case = dispatched(city)
    city.water_handler.does("sign", case, task=1)
    city.clock("2024-09-18 10:00")
    city.water_handler.does("extend", case, promise="done", until="2024-09-26", ground="需停水施工")
    with pytest.raises(Refused) as refused:
        city.chen.does("grant_extension", case, promise="done", until="2024-10-13")
    assert refused.value.by_field("en")["until"].startswith("The last day possible is 2024-10-09")
    city.chen.does("grant_extension", case, promise="done", until="2024-09-26")
    done = city.promise(case, "done")
    assert city.due(case, "done") == "2024-09-26 17:00"
    assert done.first_due_at == done.rate_due_at == city.t("2024-09-19 17:00")
    with pytest.raises(Refused):
        city.chen.does("grant_extension", case, promise="done", until="2024-09-29")


def test_an_extension_asked_in_time_has_lapsed_when_the_due_instant_passed(city: City):
    case = dispatched(city)
    city.water_handler.does("sign", case, task=1)
    city.clock("2024-09-18 10:00")
    city.water_handler.does("extend", case, promise="done", until="2024-09-26", ground="需停水施工")
    city.clock("2024-09-20 10:00")
    with pytest.raises(Refused):
        city.chen.does("grant_extension", case, promise="done", until="2024-09-26")
    city.tick()
    assert city.promise(case, "done").broken_at == city.t("2024-09-19 17:00")


def test_a_pause_is_a_span_and_an_asker_who_stays_silent_ends_it(city: City):
    case = dispatched(city)
    city.water_handler.does("sign", case, task=1)
    city.clock("2024-09-18 09:00")
    city.water_handler.does("pause", case, reason="asker")
    assert (city.due(case, "done"), city.promise(case, "done").state) == ("none", "paused")
    assert city.due(case, "respond") == "2024-09-13 17:20"
    city.clock("2024-09-18 16:59")
    city.firm.does("resume", case, text="图纸已补")
    assert city.due(case, "done") == "2024-09-19 17:00"
    city.later(minutes=2)
    city.water_handler.does("pause", case, reason="asker")
    assert city.due(case, "asker_answer") == "2024-10-08 17:00"
    city.clock("2024-10-09 09:00").tick()
    case.refresh_from_db()
    given_up = case.events.get(verb="give_up")
    assert (case.state, given_up.at) == ("closed", city.t("2024-10-08 17:00"))


def test_a_unit_that_has_not_signed_is_told_to_sign_first(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="今天派单")
    city.lin.dispatches(case, "water", grade="ordinary")
    with pytest.raises(Refused) as refused:
        city.water_handler.does("answer", case, answer="办好了")
    assert [one.code for one in refused.value.wrong] == ["sign_first"] and refused.value.status == 409
    assert "签收" in refused.value.message("zh")
    with pytest.raises(Refused) as stranger:
        city.planning_handler.does("answer", case, answer="办好了")
    assert [one.code for one in stranger.value.wrong] == ["wrong_role"]
