"""The grid: findings on their way up, and back (field book 3.5)."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.cast import Asker, City
from wolaiban.lib import clock
from wolaiban.promises.access import access_case
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.signals import hits

RESIDENT = {"name": "葛居民", "phone": "13700000002"}


@pytest.fixture
def grid(city: City) -> City:
    for code, name in (("fenghe", "枫荷社区"), ("danghu", "当湖街道")):
        city.adds(code, name)
    city.feng, city.tang = (
        city.joins("feng", "冯和里", "fenghe", "unit"),
        city.joins("tang", "唐湖畔", "danghu", "unit"),
    )
    return city


def finding(city: City, subject: str = "3 幢楼下绿化角落长期堆物") -> Case:
    return city.lin.files("grid", subject, community="fenghe", grid="3", requester=RESIDENT)


def test_a_finding_passed_up_keeps_its_number_and_first_time_and_coming_back_is_a_return(grid: City):
    case = finding(grid)
    number, first, due = case.number, case.registered_at, grid.due(case, "done", 1)
    grid.later(hours=3)
    grid.feng.does("report_up", case, task=1, to_unit="danghu")
    grid.later(days=1)
    grid.tang.does("pass_up", case, task=2, to_unit="planning", text="需要规划部门定")
    assert (case.state, case.lead_unit) == ("department", "planning")
    page = Client(headers={"accept-language": "zh-CN"}).get(
        reverse("track", args=[case.number]), {"code": case.tracking_code}
    )
    assert "在部门办理" in page.content.decode()  # the resident sees where it is
    grid.planning_handler.does("return_back", case, task=3, ground="先由社区劝导")
    assert (case.state, case.returns, Case.objects.filter(service="grid").count()) == ("returned", 1, 1)
    assert (case.number, case.registered_at, grid.due(case, "done", 1)) == (number, first, due)
    assert grid.promise(case, "act_again", 1).state == "running"


def test_the_same_finding_thrice_is_shown(grid: City):
    for _ in range(3):
        finding(grid)
        grid.later(days=5)
    finding(grid, "路灯不亮")
    (thrice,) = [hit for hit in hits(clock.now()) if hit.code == "often"]
    assert len(thrice.cases) == 3


def test_a_finding_becomes_a_request_to_volunteers_by_naming_it(grid: City):
    case = finding(grid, "独居老人要人陪诊")
    wanted = Asker(RESIDENT).asks("mailbox", "请志愿者陪诊")
    grid.feng.does("pass_volunteers", case, task=1, volunteer=wanted.number)
    assert case.state == "volunteers" and case.links.get().to == wanted.number
    assert grid.promise(case, "volunteers", 1).state == "running"
    with pytest.raises(Http404):
        access_case(grid.feng.actor, wanted.number)  # to name it is not to read it
    grid.feng.does("take_back", case, task=1, ground="志愿队排不出人")
    assert (case.state, grid.promise(case, "act_again", 1).state) == ("returned", "running")
    grid.feng.does("solve", case, task=1, answer="社区干部陪诊")
    assert case.state == "solved"


def test_a_request_to_volunteers_that_nobody_made_is_not_named(grid: City):
    case = finding(grid, "独居老人要人陪诊")
    with pytest.raises(Refused) as told:
        grid.feng.does("pass_volunteers", case, task=1, volunteer="XX2024-NOBODY")
    assert [one.code for one in told.value.wrong] == ["unknown_case"]


def test_a_grid_that_was_not_walked_is_pressed_for(grid: City):
    case = grid.lin.files("grid_rounds", "第三网格", grid="3", owner="fenghe")
    grid.later(days=3)
    grid.feng.does("walk", case, text="走了三个小区", findings=2)
    assert grid.promise(case, "walk").round == 2
    grid.later(days=9).tick()
    assert case.events.filter(verb="press").exists()


def test_tasks_of_a_level_end_when_it_is_passed_on(grid: City):
    case = finding(grid)
    grid.feng.does("report_up", case, task=1, to_unit="danghu")
    grid.tang.does("pass_up", case, task=2, to_unit="planning", text="需要规划部门定")
    states = {task.number: task.state for task in case.tasks.all()}
    assert states == {1: "open", 2: "dropped", 3: "open"} and grid.promise(case, "handle", 2).state in (
        "kept",
        "released",
    )
