"""The joint team: the side on which it happened has the power, the other takes part (field book 5.1)."""

from __future__ import annotations

import pytest

from tests.cast import City
from tests.scenarios.border import EAST, WEST, Border
from wolaiban.lib import clock
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verifying import verify
from wolaiban.web.shared.acting import Action, officer_actions
from wolaiban.web.shared.showing import case_shown


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2023-09-12 09:00")
    return Border(city)


def drafting(case: Case, person) -> Action:
    case.refresh_from_db()
    shown = case_shown(case, clock.now(), staff=True, unmasked=True, by=person.actor)
    return next(action for action in officer_actions(shown, person.actor) if action.verb == "draft")


def offered(action: Action, name: str) -> set[str]:
    entry = next(entry for entry in action.form.entries if entry.name == name)
    return {code for code, _ in entry.options if code}


def test_east_of_the_border_only_jinshans_grounds_are_offered_and_pinghu_takes_part_only(border: Border):
    case = border.finds(border.fa, EAST)
    assert (case.fields["side"], case.lead_unit, case.area) == ("jinshan", "js_enforcement", EAST)
    border.checks(border.jin, case, harm="serious")
    action = drafting(case, border.jin)
    assert offered(action, "legal_ground") == {"sh_appearance"}, "nothing of Zhejiang, nothing on waste"
    assert offered(action, "discretion") == {"sh_slight", "sh_ordinary", "sh_serious"}
    jinshan, pinghu = (
        {str(p.officer.pk) for p in side} for side in ((border.jin, border.shan), (border.fa, border.shen))
    )
    assert offered(action, "deciding_officer") == jinshan
    assert pinghu <= offered(action, "co_officer")

    wanted = {"co_officer": "fa", "reviewer": "shan", "discretion": "sh_slight", "own_number": "JS2023-7"}
    for deciding, ground, wrong in (
        ("jin", "zj_appearance", "legal_ground"),
        ("fa", "sh_appearance", "deciding_officer"),
    ):
        with pytest.raises(Refused) as refused:
            border.jin.does("draft", case, deciding_officer=deciding, legal_ground=ground, **wanted)
        assert [one.field for one in refused.value.wrong] == [wrong]
    border.jin.does(
        "draft", case, deciding_officer="jin", legal_ground="sh_appearance", other_number="PH2023-3", **wanted
    )
    assert {case.fields[name] for name in ("own_number", "other_number")} == {"JS2023-7", "PH2023-3"}
    border.shan.does("review", case, agreed=True)
    with pytest.raises(Refused) as refused:
        border.fa.does("penalise", case, penalty="warning", text="警告")
    assert refused.value.forbidden, "an officer of the other side decides nothing"
    border.jin.does("penalise", case, penalty="warning", text="警告")
    assert case.state == "penalised"
    assert verify().clean


def test_the_other_side_sees_the_case_and_writes_its_record(border: Border):
    case = border.finds(border.jin, WEST)
    assert (case.fields["side"], case.lead_unit) == ("pinghu", "enforcement")
    task = case.tasks.get(kind="co")
    border.shan.does("share", case, task=task.number, text="现场见证", other_number="JS2023-9")
    with pytest.raises(Refused):
        border.shan.does("list_check", case, harm="slight", harm_evidence="照片", searched="无")


def test_a_place_on_neither_side_is_nobodys(border: Border):
    from wolaiban.people.models import Area

    Area.objects.create(code="330411", name="别处", kind="town")
    with pytest.raises(Refused) as refused:
        border.finds(border.fa, "330411")
    assert [one.code for one in refused.value.wrong] == ["rule_said_no"]
    assert "两地执法管辖划分" in refused.value.message("zh") and refused.value.is_conflict
