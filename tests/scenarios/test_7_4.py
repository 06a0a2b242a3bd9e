"""Investment projects from signing to production (field book 7.4)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import FIRM, City, Person
from tests.scenarios.ledgers import life, part, proof, shown, unit
from wolaiban.lib import clock
from wolaiban.promises.life.forecast import Forecast
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register


@pytest.fixture
def park(city: City) -> Person:
    city.clock("2024-01-10 09:00")
    return unit(city, "park", "经济技术开发区")


def signed(city: City, subject: str = "新材料项目") -> Case:
    return register("investment", by=city.chen.actor, requester=FIRM, subject=subject, owner="park", amount="100000")


def backwards(park: Person, case: Case) -> None:
    """Production on 31 October 2024, planned backwards."""
    days = {"approvals": "2024-02-28", "start": "2024-03-31", "topping_out": "2024-07-31", "production": "2024-10-31"}
    names = list(days)
    stages = [
        part("stage", "park", name, tuple(names[place - 1 : place]) if place else (), stage=name, due_on=day)
        for place, (name, day) in enumerate(days.items())
    ]
    park.does("plan", case, tasks=stages)


def test_approvals_of_15_march_against_28_february_are_16_days_of_slip_and_the_later_dates_are_at_risk(
    city: City, park: Person, client: Client
):
    case = signed(city)
    backwards(park, case)
    city.clock("2024-03-15 10:00")
    park.does("reach", case, task=2, evidence=proof("许可证.pdf"))
    outlooks = Forecast(life(case), clock.now()).outlooks()
    assert [one.slip for one in outlooks] == [16, 0, 0, 0]
    assert [one.at_risk for one in outlooks] == [False, True, True, True]
    assert {one.pushed for one in outlooks[1:]} == {16}
    case.refresh_from_db()
    assert (case.state, city.promise(case, "stage", 2).state) == ("approved", "kept_late")


def test_the_firm_reads_what_both_sides_promised_and_what_was_done(city: City, park: Person, client: Client):
    case = signed(city)
    tasks = [
        part("ours", "park", matter="临时用电接入", due_on="2024-02-20"),
        part("theirs", "park", due_on="2024-03-01"),
    ]
    park.does("plan", case, tasks=tasks)
    park.does("deliver", case, task=2, text="临时用电已接通")
    page = client.get(f"/track/{case.number}/?code={case.tracking_code}").content.decode()
    assert "临时用电已接通" in page and "倒排计划" in page and "企业承诺" in page
    city.firm.does("show", case, task=3, text="注册资本已到位")
    assert city.promise(case, "theirs", 3).state == "kept"


def test_what_the_government_owes_stands_on_top(city: City, park: Person):
    theirs, ours = signed(city, "一号"), signed(city, "二号")
    park.does("plan", theirs, tasks=[part("theirs", "park", due_on="2024-02-01")])
    park.does("plan", ours, tasks=[part("ours", "park", due_on="2024-02-20")])
    city.clock("2024-02-05 09:00")
    for case in (theirs, ours):
        park.does("follow", case, text="电话跟进")
    city.clock("2024-03-01 09:00")
    first, second = shown("investment").rows
    assert (first.case.pk, first.overdue, first.due.code) == (ours.pk, True, "ours")
    assert (second.case.pk, second.overdue) == (theirs.pk, False)


def test_a_firm_is_named_only_with_its_consent_and_its_terms_are_for_a_few(city: City, park: Person, client: Client):
    named, unnamed = signed(city, "甲"), signed(city, "乙")
    city.firm.does("agree", named, consent="yes", name_told="晨光新材料")
    found = shown("investment", public=True)
    assert found.states == {"talks": 2} and [one.case.pk for one in found.rows] == [named.pk]
    page = client.get("/figures/investment/board/").content.decode()
    assert "晨光新材料" in page and unnamed.number not in page and "100,000" not in page


def test_no_officer_agrees_in_place_of_the_firm_without_its_signed_word(city: City, park: Person):
    case = signed(city)
    for verb, said in (("agree", {}), ("agree_for", {"name_told": "晨光新材料"})):
        with pytest.raises(Refused):
            park.does(verb, case, consent="yes", **said)
    park.does("agree_for", case, consent="yes", name_told="晨光新材料", signed=proof("同意书.pdf"))
    assert [one.case.pk for one in shown("investment", public=True).rows] == [case.pk]
    city.firm.does("agree", case, consent="no")
    assert not shown("investment", public=True).rows


def test_a_firm_that_took_its_consent_back_is_named_on_no_day(city: City, park: Person, client: Client):
    case = signed(city)
    city.firm.does("agree", case, consent="yes", name_told="晨光新材料")
    city.clock("2024-02-10 09:00")
    board_of = "/figures/investment/board/?on=2024-01-20"
    assert "晨光新材料" in client.get(board_of).content.decode()
    city.firm.does("agree", case, consent="no")
    page = client.get(board_of).content.decode()
    assert "晨光新材料" not in page and "2024" in page
