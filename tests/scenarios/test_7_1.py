"""The ledger of key projects: plan and actual, milestones, obstacles (field book 7.1)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import City, Person
from tests.scenarios.ledgers import city_investment, life, listed, part, proof, row, shown
from wolaiban.lib import clock
from wolaiban.promises.life.forecast import Forecast
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused

HALF = {"from_on": "2023-01-01", "to_on": "2023-06-30", "check_on": "2023-05-02"}


@pytest.fixture
def company(city: City) -> Person:
    return city_investment(city)


@pytest.fixture
def street(city: City, company: Person) -> Case:
    """The second phase of the old street, a public project."""
    return listed(city, "key_project", "老街二期", owner="cityinvest", public="yes")


def planned(who: Person, case: Case, plan: str) -> None:
    who.does("plan", case, tasks=[part("period", "cityinvest", plan=plan, **HALF)])


def test_more_than_planned_is_shown_as_it_is(company: Person, street: Case, client: Client):
    planned(company, street, "14370")
    company.does("report", street, task=2, actual="24000")
    assert dict(row(shown("key_project"), street).figures)["completion"].value == 167.0
    assert "167.0%（24,000/14,370）" in client.get("/figures/key_project/board/").content.decode()


def test_a_plan_changed_after_the_period_began_leaves_both_rates(city: City, company: Person, street: Case):
    planned(company, street, "16000")
    city.clock("2023-03-01 10:00")
    company.does("replan", street, task=2, plan="12000", ground="二标段缓建")
    company.does("report", street, task=2, actual="12000")
    figures = dict(row(shown("key_project", public=True), street).figures)
    assert (figures["completion"].value, figures["completion_first"].value) == (100.0, 75.0)


def test_a_period_without_its_last_day_is_refused_for_it_would_be_settled_before_it_began(
    company: Person, street: Case
):
    half = {name: day for name, day in HALF.items() if name != "to_on"}
    with pytest.raises(Refused) as refused:
        company.does("plan", street, tasks=[part("period", "cityinvest", plan="14370", **half)])
    assert [(one.code, one.about["field"]) for one in refused.value.wrong] == [("task_without", "to_on")]


def test_a_milestone_of_31_may_reached_on_30_april_is_31_days_early(city: City, company: Person, street: Case):
    company.does("plan", street, tasks=[part("milestone", "cityinvest", matter="围护结构", due_on="2023-05-31")])
    city.clock("2023-05-04 09:00")
    company.does("reach", street, task=2, evidence=proof(), done_on="2023-04-30")
    [outlook] = Forecast(life(street), clock.now()).outlooks()
    assert outlook.slip == -31
    assert city.promise(street, "milestone", 2).state == "kept"


def test_a_rate_under_80_percent_at_two_thirds_asks_for_measures(city: City, company: Person, street: Case):
    planned(company, street, "14370")
    city.clock("2023-05-02 10:00")
    company.does("report", street, task=2, actual="9000")
    assert not street.promises.filter(code="catch_up")
    city.clock("2023-05-03 09:00").tick()
    assert city.due(street, "catch_up", 2) == "2023-05-16 17:00"
    assert set(street.deliveries.filter(template="behind").values_list("to", flat=True)) == {
        "unit:cityinvest", "role:supervisor", "role:leader",
    }  # fmt: skip
    company.does("catch_up", street, task=2, text="增开夜班")
    [period] = Forecast(life(street), clock.now()).outlooks()
    assert (period.rule.code, period.given and period.given.state) == ("settle", "running")
    assert (period.planned_on.isoformat(), period.slip) == ("2023-07-14", 0), "a period is done with its final figures"
    assert city.promise(street, "catch_up", 2).state == "kept"


@pytest.mark.parametrize(
    ("actual", "plan", "owed"), [("11496", "14370", False), ("11495", "14370", True), ("", "9", True)]
)
def test_the_clock_works_the_rate_out_whatever_the_unit_says(
    city: City, company: Person, street: Case, actual: str, plan: str, owed: bool
):
    planned(company, street, plan)
    city.clock("2023-05-02 10:00")
    if actual:
        company.does("report", street, task=2, actual=actual)
    city.clock("2023-05-03 09:00").tick()
    assert street.promises.filter(code="catch_up").exists() is owed


def test_a_milestone_without_its_day_and_a_negative_amount_are_refused(company: Person, street: Case):
    with pytest.raises(Refused) as told:
        company.does("plan", street, tasks=[part("milestone", "cityinvest", matter="围护结构")])
    assert told.value.by_field("zh") == {"tasks": "每个“节点”都要填写“承诺日期”，否则无从计时。"}
    assert "Every “Milestone” needs its “Promised day”" in told.value.by_field("en")["tasks"]
    planned(company, street, "14370")
    with pytest.raises(Refused) as told:
        company.does("report", street, task=2, actual="-1")
    assert [one.code for one in told.value.wrong] == ["too_small"]


def test_a_milestone_is_put_off_by_three_months_at_most(city: City, company: Person, street: Case):
    company.does("plan", street, tasks=[part("milestone", "cityinvest", matter="围护结构", due_on="2023-05-31")])
    company.does("extend", street, task=2, promise="milestone", until="2023-08-31", ground="管线")
    with pytest.raises(Refused) as told:
        city.qian.does("grant_extension", street, task=2, promise="milestone", until="2023-09-30")
    assert [one.code for one in told.value.wrong] == ["beyond_ceiling"]
    city.qian.does("grant_extension", street, task=2, promise="milestone", until="2023-08-31")
