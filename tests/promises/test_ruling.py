"""Dated rules asked by the frame: the answer stands in the event, and follows from its version for ever."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import City
from tests.scenarios.border import EAST, LICENCE, WEST, Border
from wolaiban.promises.models import Event
from wolaiban.promises.refused import Refused
from wolaiban.promises.ruling import back
from wolaiban.promises.verifying import verify
from wolaiban.workdays import Period


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2023-09-12 09:00")
    return Border(city)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in refused.value.wrong]


@pytest.mark.parametrize("name", ["rule", "verdict", "reasons", "earlier", "exemption"])
def test_nobody_sends_what_only_the_rule_answers(border: Border, name: str):
    case = border.finds(border.fa, WEST)
    said = {"party_id": LICENCE, "harm": "slight", "harm_evidence": "照片", "searched": "无", name: "may_not"}
    with pytest.raises(Refused) as refused:
        border.fa.does("list_check", case, **said)
    assert ("not_taken", name) in codes(refused)


def test_a_verb_without_a_rule_takes_no_answer(border: Border):
    case = border.finds(border.fa, WEST)
    with pytest.raises(Refused) as refused:
        border.fa.does("drop", case, ground="不成立", verdict="yes")
    assert codes(refused) == [("not_taken", "verdict")]


def test_what_is_missing_is_told_before_what_the_rule_would_say(border: Border):
    case = border.finds(border.fa, WEST)
    with pytest.raises(Refused) as refused:
        border.fa.does("list_check", case, harm="slight", party_id=LICENCE)
    assert [code for code, _ in codes(refused)] == ["needs", "needs"]


def test_before_the_first_version_nothing_can_be_decided(border: Border):
    case = border.finds(border.fa, WEST, found_on="2019-05-01")
    with pytest.raises(Refused) as refused:
        border.checks(border.fa, case)
    assert codes(refused) == [("no_rule_then", "")]
    assert "2019-05-01" in refused.value.message("zh") and "2019-05-01" in refused.value.message("en")


@pytest.mark.parametrize(
    ("field", "value"),
    [("verdict", "no"), ("rule", "first_offence@2020-01-01"), ("exemption", "shall_not"), ("earlier", "ZF2022-AAAAAA")],
)
def test_an_answer_that_its_version_does_not_give_shows(border: Border, field: str, value: str):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    assert verify().clean
    event = Event.objects.get(case=case, verb="list_check")
    event.fields = {**event.fields, field: value}
    event.hash = event.sealed()
    Event.objects.filter(pk=event.pk).update(fields=event.fields, hash=event.hash)
    case.__class__.objects.filter(pk=case.pk).update(hash=event.hash)
    told = " ".join(verify().broken)
    assert f"{case.number}/2" in told and ("none of the town's" in told or "makes it" in told)


def test_the_rule_names_tasks_and_area_of_the_case(border: Border):
    case = border.finds(border.fa, EAST)
    assert {(task.kind, task.unit) for task in case.tasks.all()} == {("lead", "js_enforcement"), ("co", "enforcement")}
    assert case.area == EAST
    with pytest.raises(Refused) as refused:
        border.finds(border.fa, "999999")
    assert ("unknown_area", "place_area") in codes(refused)


def test_what_did_no_harm_goes_unpunished_whether_or_not_it_is_the_first(border: Border):
    border.exempted("2023-09-11", WEST, by=border.fa, reviewer=border.shen, co=border.jin)
    border.city.clock("2023-09-12 09:00")
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case, harm="none")
    border.corrected(border.fa, case, "2023-09-12")
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    border.fa.does("exempt", case, text="没有危害后果，不予处罚")
    assert case.fields["outcome"] == "shall_not"


@pytest.mark.parametrize(
    ("period", "day", "first"),
    [
        ("24 months", "2024-02-29", "2022-02-28"),
        ("1 month", "2024-03-31", "2024-02-29"),
        ("90 days", "2024-03-31", "2024-01-01"),
    ],
)
def test_so_far_back(period: str, day: str, first: str):
    assert back(Period.parse(period), date.fromisoformat(day)) == date.fromisoformat(first)
