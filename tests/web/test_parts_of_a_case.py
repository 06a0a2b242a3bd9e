"""What the parts of a case say on its pages: which is which, how they stand, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import City, Person
from tests.scenarios.ledgers import city_investment, listed, part
from tests.web.test_task_rows import APPROVALS, to_dispatch
from wolaiban.promises.models import Case
from wolaiban.web.shared.people import Names

Officers = Callable[..., Client]
HALF = {"from_on": "2023-01-01", "to_on": "2023-06-30", "check_on": "2023-04-30"}


@pytest.fixture
def company(city: City) -> Person:
    return city_investment(city)


@pytest.fixture
def street(company: Person) -> Case:
    """A project with a plan of a half-year and two milestones, one after the other."""
    case = listed(company.city, "key_project", "老街二期", owner="cityinvest", public="yes")
    first = part("milestone", "cityinvest", "walls", matter="围护结构", due_on="2023-03-31")
    second = part("milestone", "cityinvest", "roof", after=("walls",), matter="主体结顶", due_on="2024-01-31")
    company.does("plan", case, tasks=[part("period", "cityinvest", plan="16000", **HALF), first, second])
    return case


def page_of(officer: Officers, person: Person, case: Case) -> str:
    return officer(person).get(f"/desk/case/{case.number}/").content.decode()


def test_a_step_says_which_of_two_milestones_it_is_for(officer: Officers, company: Person, street: Case):
    [title] = re.findall(r"<summary>节点完成.*?</summary>", page_of(officer, company, street))
    assert "围护结构" in title and "主体结顶" not in title


def test_the_history_tells_what_was_planned_then_though_it_changed(officer: Officers, company: Person, street: Case):
    company.does("replan", street, task=2, plan="14370", ground="二标段缓建")
    page = page_of(officer, company, street)
    history, lanes = re.findall(r'<ol class="history">.*?</ol>', page, re.S)[0], page[page.index('class="lanes"') :]
    assert "计划投资 16,000" in history and "城市投资集团：围护结构" in history
    assert "计划投资 14,370" in lanes and "16,000" not in lanes


def test_a_part_pushed_back_says_so_on_its_card_and_the_year_of_another_year(
    city: City, officer: Officers, company: Person, street: Case
):
    city.clock("2023-04-06 09:00").tick()
    page = page_of(officer, company, street)
    assert "整体进展" not in page, "no package, so there is no whole to tell of"
    [roof] = [lane for lane in re.findall(r'<li class="lane.*?</li>', page, re.S) if "主体结顶" in lane]
    assert "受前项影响" in roof and "最初期限 2024年1月31日" in roof


def test_the_asker_reads_of_each_approval_which_it_is(city: City, officer: Officers, visitor: Client):
    case = to_dispatch(city)
    officer(city.chen).post(f"/desk/case/{case.number}/dispatch/", APPROVALS)
    page = visitor.get(f"/track/{case.number}/?code={case.tracking_code}").content.decode()
    promises = re.findall(r'<article class="promise.*?</article>', page, re.S)
    assert [sum(name in one for one in promises) for name in ("红线图", "环评")] == [1, 1]


def test_a_unit_that_is_called_like_its_role_is_named_once(city: City):
    service = city.town.services["parallel"][-1]
    rooms = {"centre": "企业综合服务中心", "supervisor": "督查室"}
    names = Names.of(set(), [], persons=[], rooms=rooms)
    assert [names.holder(service, role) for role in rooms] == ["企业综合服务中心", "督查室督办人员"]


def test_to_end_a_case_or_refuse_it_is_nobodys_next_step(city: City, officer: Officers, company: Person):
    case = listed(
        city, "led_project", "水上课堂", owner="cityinvest", post="景区支部书记", aim="三十场", due_on="2023-12-15"
    )
    page = page_of(officer, city.qian, case)
    assert "/stop/" in page and "main-action" not in page
