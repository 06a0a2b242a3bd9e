"""Leaders visit firms: what was asked for and instructed becomes tasks (field book 1.7)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import FIRM, City
from wolaiban.lib import clock
from wolaiban.promises.access import possible
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.signals import hits
from wolaiban.web.desk.twins import earlier


def planned(city: City, on: str = "2024-07-02") -> Case:
    return city.lin.files("leader_visit", "走访光伏企业，了解上半年生产", visit_on=on)


def instruction(unit: str, matter: str, due_on: str = "") -> Opening:
    return Opening("instruction", unit, matter, fields={"due_on": due_on} if due_on else {})


def noted(city: City) -> Case:
    city.clock("2024-07-01 09:00")
    case = planned(city)
    city.clock("2024-07-02 17:00")
    three = [
        instruction("water", "倒排工期，接通用水", "2024-07-20"),
        instruction("planning", "用地手续"),
        instruction("ecology", "环评服务", "2024-07-31"),
    ]
    city.zhou.does("note_visit", case, conditions="上半年满产；用水和用地是难点", tasks=three)
    return case


def test_a_visit_note_with_three_instructions_makes_three_tasks_and_closes_when_all_are_done(city: City):
    case = noted(city)
    units = [(task.kind, task.unit, task.state) for task in case.tasks.order_by("number")]
    assert units == [("instruction", unit, "open") for unit in ("water", "planning", "ecology")]
    due = [city.due(case, "instruction", number) for number in (1, 2, 3)]
    # A day named ends at its midnight; where none is named it is 30 days.
    assert due == ["2024-07-21 00:00", "2024-08-02 00:00", "2024-08-01 00:00"]
    city.water_handler.does("report_done", case, task=1, answer="已接通")
    city.planning_handler.does("report_done", case, task=2, answer="已批")
    assert ("close", 0) not in possible(case, city.zhou.actor)
    with pytest.raises(Refused):
        city.zhou.does("close", case, answer="已办结")
    assert case.state == "followed"
    city.ecology_handler.does("report_done", case, task=3, answer="已完成")
    city.zhou.does("close", case, answer="三项都已办结")
    assert (case.state, case.is_over) == ("closed", True)


def test_an_overdue_instruction_is_pressed_for(city: City):
    case = noted(city)
    city.clock("2024-07-22 09:00").tick()
    pressed = case.events.get(verb="press")
    assert (pressed.by, city.promise(case, "instruction", 1).state) == ("clock", "broken")
    assert case.deliveries.filter(template="pressed", to="unit:water").exists()


def test_a_firm_visited_three_times_in_thirty_days_is_shown_as_a_burden(city: City):
    for day in ("2024-07-01", "2024-07-10"):
        city.clock(f"{day} 09:00")
        planned(city, day)
    assert not [hit for hit in hits(clock.now()) if hit.code == "often"]
    found = earlier(Case.objects.latest("registered_at"), city.lin.actor)
    assert found is not None and found.days == 9  # since the firm was visited last
    city.clock("2024-07-29 09:00")
    planned(city, "2024-07-30")
    city.lin.files(
        "leader_visit",
        "走访另一家",
        visit_on=date(2024, 7, 30),
        requester={**FIRM, "phone": "13600000000", "organisation": "别的公司"},
    )
    (burden,) = [hit for hit in hits(clock.now()) if hit.code == "often"]
    assert len(burden.cases) == 3
    city.clock("2024-08-20 09:00")
    assert not [hit for hit in hits(clock.now()) if hit.code == "often"]
