"""Departments approve a new plant side by side (field book 1.5)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.cast import City, Person
from wolaiban.lib import clock
from wolaiban.promises.life import Opening
from wolaiban.promises.life.forecast import Forecast, Package
from wolaiban.promises.models import Case
from wolaiban.promises.recording import life_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.verifying import verify

DAYS = {"planning": "d3", "ecology": "d7", "emergency": "d3"}


@pytest.fixture
def emergency(city: City) -> Person:
    city.adds("emergency", "应急管理局")
    return city.joins("emergency-handler", "安应急", "emergency", "unit")


def dispatched(city: City, **after: tuple[str, ...]) -> Case:
    """The materials plant on Tuesday 2 July 2024: planning 3, ecology 7, emergency 3 working days."""
    city.clock("2024-07-02 09:00")
    case = city.firm.asks("parallel", "新材料工厂当年拿地、开工、封顶、投产")
    city.chen.does("respond", case, text="已研究，可以并联")
    tasks = [Opening("approval", unit, name=unit, after=after.get(unit, ()), fields={"days": days})
             for unit, days in DAYS.items()]  # fmt: skip
    city.chen.does("dispatch", case, tasks=tasks)
    return case


def package(case: Case) -> Package:
    [found] = Forecast(life_of(case, clock.now()), clock.now()).packages()
    return found


def seen_by_the_firm(client: Client, case: Case) -> str:
    return client.get(f"/track/{case.number}/?code={case.tracking_code}").content.decode()


def test_a_package_without_prerequisites_is_due_with_its_longest_approval(city: City, emergency: Person):
    case = dispatched(city)
    assert city.due(case, "package") == "2024-07-11 17:00"
    assert city.promise(case, "package").period == "7 working days" and package(case).saved_days == 13 - 7


def test_ecology_runs_from_the_planning_opinion_and_the_promise_of_the_package_stands(city: City, emergency: Person):
    case = dispatched(city, ecology=("planning",))
    assert city.due(case, "package") == "2024-07-16 17:00"
    assert not case.promises.filter(code="approval", task=2), "ecology waits: no clock of its own yet"
    city.clock("2024-07-05 16:00")
    city.planning_handler.does("approve", case, task=1, verdict="agreed")
    assert (city.due(case, "approval", 2), city.due(case, "package")) == ("2024-07-16 17:00", "2024-07-16 17:00")
    assert package(case).expected_at == city.promise(case, "package").due_at


def test_planning_late_by_two_days_moves_ecology_and_the_forecast_alone(city: City, emergency: Person, client: Client):
    case = dispatched(city, ecology=("planning",))
    city.clock("2024-07-09 11:00")
    city.planning_handler.does("approve", case, task=1, verdict="agreed")
    assert (city.due(case, "approval", 2), city.due(case, "package")) == ("2024-07-18 17:00", "2024-07-16 17:00")
    assert package(case).expected_at == city.t("2024-07-18 17:00") and package(case).is_pushed
    told = client.get(f"/api/v1/cases/{case.number}?tracking_code={case.tracking_code}").json()
    assert [one["expected_at"] for one in told["packages"]] == ["2024-07-18T17:00:00+08:00"]
    assert [(one["slip_days"], one["pushed_days"]) for one in told["parts"]] == [(4, 0), (0, 2), (4, 0)]


def test_the_firm_sees_which_department_is_late_and_with_which_promise(city: City, emergency: Person, client: Client):
    case = dispatched(city, ecology=("planning",))
    assert "逾期" not in seen_by_the_firm(client, case)
    city.clock("2024-07-08 10:00")
    page = seen_by_the_firm(client, case)
    late = page[page.index('class="outlook late"') :]
    assert "自然资源和规划局" in late[: late.index("</li>")] and "审批" in late[: late.index("</li>")]
    assert "7月16日" in page and "7月17日" in page, "the promise, and the forecast beside it"


def test_when_all_have_agreed_the_package_is_kept_and_the_firm_has_its_say(city: City, emergency: Person):
    case = dispatched(city)
    for number, person in enumerate((city.planning_handler, city.ecology_handler, emergency), start=1):
        city.later(hours=3)
        person.does("approve", case, task=number, verdict="agreed")
    assert (case.state, case.contract_state, city.promise(case, "package").state) == ("approved", "answered", "kept")
    city.firm.does("rate", case, rating="very_satisfied", resolved="yes")
    assert city.promise(case, "call_back").state == "kept"


def test_each_line_of_the_minutes_is_a_task_with_its_unit_and_day(city: City):
    city.clock("2024-07-01 09:00")
    case = city.firm.asks("parallel", "新材料工厂")
    assert city.due(case, "meeting") == "2024-07-02 17:00", "the meeting is the next day"
    city.chen.does("respond", case, text="明天开对接会")
    city.clock("2024-07-02 09:00")
    lines = [Opening("minute", "water", "临时用水", fields={"due_on": "2024-07-19"}),
             Opening("minute", "planning", "红线图", fields={"due_on": "2024-07-12"})]  # fmt: skip
    city.chen.does("hold_meeting", case, text="与会六家", tasks=lines)
    assert (case.state, city.promise(case, "meeting").state) == ("met", "kept")
    assert city.due(case, "minute", 1) == "2024-07-20 00:00" and city.due(case, "minute", 2) == "2024-07-13 00:00"
    assert city.due(case, "send_out") == "2024-07-03 17:00", "and nobody waits for the departments for ever"
    with pytest.raises(Refused):
        city.planning_handler.does("carry_out", case, task=1, answer="不是我的")
    city.water_handler.does("carry_out", case, task=1, answer="已接通")
    assert city.promise(case, "minute", 1).state == "kept"


def test_the_four_dates_in_one_year_show_their_slip_and_what_is_at_risk(city: City):
    case = dispatched_without_emergency(city)
    days = {"land": "2024-07-31", "start": "2024-08-15", "topping_out": "2024-09-30", "production": "2024-10-31"}
    tasks = [Opening("milestone", "planning", name=stage, after=(before,) if before else (),
                     fields={"stage": stage, "due_on": day})
             for (stage, day), before in zip(days.items(), ("", *days), strict=False)]  # fmt: skip
    city.chen.does("plan", case, tasks=tasks)
    city.clock("2024-08-06 10:00")
    land, start, _, production = Forecast(life_of(case, clock.now()), clock.now()).outlooks()[-4:]
    assert land.slip == 6 and start.at_risk
    assert (production.planned_on, production.expected_on) == (date(2024, 10, 31), date(2024, 11, 6))


def dispatched_without_emergency(city: City) -> Case:
    city.clock("2024-07-02 09:00")
    case = city.firm.asks("parallel", "扩建")
    city.chen.does("respond", case, text="可以并联")
    city.chen.does("dispatch", case, tasks=[Opening("approval", "planning", fields={"days": "d3"})])
    return case


def test_papers_asked_for_twice_by_one_department_are_reviewed_and_by_two_departments_are_not(city: City):
    case = dispatched_without_emergency(city)
    city.chen.does("add_approval", case, tasks=[Opening("approval", "ecology", fields={"days": "d7"})])
    for person, task in ((city.planning_handler, 1), (city.ecology_handler, 2)):
        person.does("pause", case, task=task, reason="asker", ground="缺图")
        city.firm.does("resume", case, task=task, text="已补")
    assert not case.promises.filter(code="paper_again"), "each asked once"
    city.ecology_handler.does("pause", case, task=2, reason="asker", ground="还缺应急预案")
    assert city.promise(case, "paper_again", 2).state == "running"
    city.chen.does("review_paper", case, task=2, finding="应一次说清")
    assert city.promise(case, "paper_again", 2).state == "kept"


def test_a_refusal_is_no_approval_and_the_package_is_not_kept(city: City, emergency: Person, client: Client):
    case = dispatched(city, ecology=("planning",))
    emergency.does("approve", case, task=3, verdict="agreed")
    city.planning_handler.does("turn_down", case, task=1, answer="不符合控规")
    assert (case.state, city.promise(case, "approval", 1).state) == ("refused", "kept")
    assert Forecast(life_of(case), clock.now()).packages() == [], "nothing is to be expected of it now"
    assert city.promise(case, "package").state == "released" and case.tasks.get(number=2).state == "waiting"
    city.clock("2024-07-08 10:00")
    assert "已有结论，未了结" in seen_by_the_firm(client, case)
    city.chen.does("resubmit", case, task=1, text="方案已调整")
    assert (city.due(case, "approval_again", 1), city.promise(case, "package").round) == ("2024-07-22 17:00", 2)
    planning, *_ = Forecast(life_of(case, clock.now()), clock.now()).outlooks()
    assert planning.slip == 0, "it answered in time, and has a new clock"
    city.planning_handler.does("approve", case, task=1, verdict="conditions")
    assert (case.state, city.promise(case, "approval", 2).state) == ("refused", "running")
    city.ecology_handler.does("approve", case, task=2, verdict="agreed")
    assert (case.state, city.promise(case, "package").state) == ("approved", "kept")


def test_the_package_stands_still_while_all_that_is_left_of_it_waits_for_the_firm(city: City, emergency: Person):
    case = dispatched(city)
    city.clock("2024-07-03 10:00")
    city.ecology_handler.does("pause", case, task=2, reason="asker", ground="缺应急预案")
    assert city.due(case, "package") == "2024-07-11 17:00", "the two others still work"
    city.clock("2024-07-04 10:00")
    city.planning_handler.does("approve", case, task=1, verdict="agreed")
    emergency.does("approve", case, task=3, verdict="agreed")
    assert (city.due(case, "approval", 2), city.due(case, "package")) == ("none", "none")
    city.clock("2024-08-01 09:30").tick()
    city.firm.does("resume", case, task=2, text="预案已补齐")
    assert (city.due(case, "approval", 2), city.due(case, "package")) == ("2024-08-09 17:00", "2024-08-08 17:00")
    city.clock("2024-08-08 16:00")
    city.ecology_handler.does("approve", case, task=2, verdict="agreed")
    assert (case.state, city.promise(case, "package").state) == ("approved", "kept")
    assert verify().clean


def test_no_department_is_late_in_the_shelter_of_anothers_wait(city: City, emergency: Person):
    case = dispatched(city)
    city.planning_handler.does("approve", case, task=1, verdict="agreed")
    emergency.does("pause", case, task=3, reason="asker", ground="缺图")
    city.clock("2024-07-12 09:00").tick()
    assert city.promise(case, "package").state == "broken", "ecology has not said a word"


def test_a_package_promised_again_counts_what_is_left_of_it(city: City):
    city.clock("2024-07-02 09:00")
    case = city.firm.asks("parallel", "扩建")
    city.chen.does("respond", case, text="可以并联")
    lengths = {"planning": "d3", "ecology": "d20"}
    tasks = [Opening("approval", unit, fields={"days": days}) for unit, days in lengths.items()]
    city.chen.does("dispatch", case, tasks=tasks)
    assert (city.due(case, "package"), package(case).saved_days) == ("2024-07-30 17:00", 3)
    city.ecology_handler.does("approve", case, task=2, verdict="agreed")
    city.planning_handler.does("turn_down", case, task=1, answer="不符合控规")
    city.clock("2024-07-08 09:00")
    city.chen.does("resubmit", case, task=1, text="方案已调整")
    assert city.due(case, "approval_again", 1) == "2024-07-22 17:00", "ten working days, not three as at first"
    assert city.due(case, "package") == "2024-07-22 17:00", "ecology is done, planning has its new promise"
    assert package(case).saved_days == 3


def test_a_project_that_a_department_will_not_pass_is_declined(city: City):
    case = dispatched_without_emergency(city)
    city.planning_handler.does("turn_down", case, task=1, answer="不符合控规")
    city.chen.does("decline", case, ground="规划条件不具备")
    assert (case.state, case.promises.filter(state="running").count()) == ("declined", 0)
