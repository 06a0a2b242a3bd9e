"""Integrity reminders: a talk before each stage (field book 7.8)."""

from __future__ import annotations

import pytest

from tests.cast import City
from tests.scenarios.ledgers import life, listed, part, shown, unit
from wolaiban.promises.access import possible
from wolaiban.promises.refused import Refused

TALK = {"talked_to": "付款审核岗", "occasion": "首笔付款", "points": "按合同付款"}


def test_a_payment_that_opens_without_a_talk_gives_the_project_lead_a_task_and_is_not_blocked(city: City):
    city.clock("2023-09-04 09:00")
    company = unit(city, "cityinvest", "城市投资集团")
    case = listed(city, "integrity", "老街二期", owner="cityinvest")
    stages = [part("stage", "cityinvest", stage="tender"), part("stage", "cityinvest", stage="payment")]
    city.qian.does("plan", case, tasks=stages)
    city.qian.does("remind", case, task=2, talked="yes", **TALK)
    with pytest.raises(Refused):
        company.does("begin", case, task=2, begun="no")  # it is done once: nobody begins by saying that it has not
    company.does("begin", case, task=2, begun="yes")
    assert "talk" not in {task.kind for task in life(case).tasks.values()}
    company.does("begin", case, task=3, begun="yes")
    talk = life(case).tasks[4]
    assert (talk.kind, talk.unit, talk.state) == ("talk", "cityinvest", "open")
    assert city.due(case, "talk", 4) == "2023-09-07 17:00"
    with pytest.raises(Refused) as told:
        company.does("begin", case, task=3, begun="yes")
    assert [one.code for one in told.value.wrong] == ["once_only"], "a stage begins once, and has one talk made up for"
    assert ("begin", 3) not in possible(case, company.actor)
    company.does("end_stage", case, task=3)
    assert life(case).tasks[3].state == "done"
    company.does("hold_talk", case, task=4, **TALK)
    [found] = shown("integrity").figures
    assert (found.value, found.denominator) == (50.0, 2)
