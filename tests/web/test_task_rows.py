"""Tasks are filled in row by row, each with its unit, day or period, and what it waits for."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from tests.cast import City
from tests.scenarios.ledgers import listed, unit
from wolaiban.promises.models import Case

Officers = Callable[..., Client]
APPROVALS = {
    "tasks.approval": ["planning", "ecology", "", "", "", ""],
    "tasks.approval.matter": ["红线图", "环评", "", "", "", ""],
    "tasks.approval.days": ["d3", "d7", "", "", "", ""],
}


def to_dispatch(city: City) -> Case:
    city.clock("2024-07-02 09:00")
    case = city.firm.asks("parallel", "新材料工厂")
    city.chen.does("respond", case, text="可以并联")
    return case


def test_approvals_are_dispatched_with_their_periods_and_one_waits_for_another(city: City, officer: Officers):
    case = to_dispatch(city)
    client, path = officer(city.chen), f"/desk/case/{case.number}/dispatch/"
    page = client.get(path).content.decode()
    assert page.count('name="tasks.approval"') == 8 and "3 个工作日" in page
    assert client.post(path, APPROVALS | {"tasks.approval.after.2": ["1"]}).status_code == 302
    assert [(task.unit, task.state) for task in case.tasks.all()] == [("planning", "open"), ("ecology", "waiting")]
    assert city.due(case, "package") == "2024-07-16 17:00"


def test_a_row_that_lacks_something_is_told_and_what_was_typed_stays(city: City, officer: Officers):
    case = to_dispatch(city)
    client, path = officer(city.chen), f"/desk/case/{case.number}/dispatch/"
    sent = APPROVALS | {"tasks.approval": ["", "ecology", "", "", "", ""], "tasks.approval.days": ["d3"] + [""] * 5}
    reply = client.post(path, sent | {"tasks.approval.after.2": ["1"]})
    page = reply.content.decode()
    assert reply.status_code == 422 and "审批第 1 项：请填写“单位”" in page and "审批第 2 项：请填写“审批时限”" in page
    assert 'value="红线图"' in page and re.search(r'after\.2" value="1" checked', page)
    assert not case.tasks.exists()


def test_nothing_waits_for_an_empty_row(city: City, officer: Officers):
    case = to_dispatch(city)
    reply = officer(city.chen).post(
        f"/desk/case/{case.number}/dispatch/", APPROVALS | {"tasks.approval.after.1": ["5"]}
    )
    assert reply.status_code == 422 and not case.tasks.exists()


def test_a_milestone_says_which_and_by_when_and_may_wait_for_what_stands(city: City, officer: Officers):
    case = to_dispatch(city)
    client = officer(city.chen)
    client.post(f"/desk/case/{case.number}/dispatch/", APPROVALS)
    sent = {
        "tasks.milestone": ["planning"], "tasks.milestone.matter": [""], "tasks.milestone.stage": ["land"],
        "tasks.milestone.due_on": ["2024-08-30"], "tasks.milestone.after.1": ["#1"],
    }  # fmt: skip
    page = client.get(f"/desk/case/{case.number}/plan/").content.decode()
    assert "拿地" in page and "审批 1 · 自然资源和规划局" in page
    assert client.post(f"/desk/case/{case.number}/plan/", sent).status_code == 302
    city.planning_handler.does("approve", case, task=1, verdict="agreed")
    assert city.due(case, "milestone", 3) == "2024-08-31 00:00"
    shown = client.get(f"/desk/case/{case.number}/").content.decode()
    assert "拿地" in shown and "整体进展" in shown


def test_a_task_without_the_day_that_it_is_due_by_is_not_taken(city: City, officer: Officers):
    company = unit(city, "cityinvest", "城市投资集团")
    case = listed(city, "key_project", "老街二期", owner="cityinvest", public="yes")
    client, path = officer(company), f"/desk/case/{case.number}/plan/"
    page = client.get(path).content.decode()
    assert "“负责的事项”会对外公开" in page, "who types what a milestone is about reads that it is public"
    sent = {"tasks.milestone": ["cityinvest"], "tasks.milestone.matter": ["围护结构"], "tasks.milestone.due_on": [""]}
    reply = client.post(path, sent)
    assert reply.status_code == 422 and "节点第 1 项：请填写“承诺日期”" in reply.content.decode()
    assert client.post(path, sent | {"tasks.milestone.due_on": ["2099-01-31"]}).status_code == 302
