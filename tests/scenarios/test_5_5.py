"""Credit repair: one notice, one stop, zero trips; public to the day and not one longer (field book 5.5)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import FIRM, OTHER_FIRM, Asker, City
from tests.scenarios.border import WEST, Border
from tests.scenarios.ledgers import proof
from tests.web.seeing import words_of
from wolaiban.promises.access import possible
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register
from wolaiban.promises.verifying import verify
from wolaiban.statistics.opendata import export
from wolaiban.web.shared.links import with_code

PAGE = "/published/credit_repair/"


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2026-04-10 10:00")
    return Border(city)


def drafted(border: Border, level: str = "general", decided_on: str = "2026-04-10", **said: Any) -> Case:
    """An entry as somebody of the bureau drafts it, with the decision of another system attached."""
    given = {"bureau": "enforcement", "document": "2026-12", "decided_by": "other", "decided_on": decided_on} | said
    given.setdefault("decision_paper", proof("决定书.pdf"))
    by = given.pop("by", border.fa)
    return register("credit_repair", by=by.actor, requester=FIRM, subject="罚款决定", **given, **{"class": level})


def entered(border: Border, *args: Any, **said: Any) -> Case:
    """The same, confirmed by somebody else of the bureau."""
    case = drafted(border, *args, **said)
    border.shen.does("confirm", case)
    return case


def due(border: Border, case: Case, code: str) -> str:
    return border.city.due(case, code)


def shown(client: Client, firm: str = "") -> bool:
    return (
        FIRM["organisation"] in client.get(PAGE, {"firm": firm} if firm else {}).content.decode().partition("<h2>")[2]
    )


def rows(folder: Path) -> list[dict[str, str]]:
    export("credit_repair", folder, formats=("csv",))
    with (folder / "cases.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_general_entry_may_be_repaired_from_daybreak_and_ends_by_itself_at_midnight(border: Border, client: Client):
    case, firm = entered(border), Asker(FIRM)
    page = client.get(with_code("track", case)).content.decode()
    assert "2026年7月10日 周五 00:00" in page and "2027年4月10日 周六 24:00" in page, (
        "one notice: from when, until when"
    )
    assert (due(border, case, "shortest"), due(border, case, "longest")) == ("2026-07-10 00:00", "2027-04-11 00:00")
    border.fa.does("record_duty", case, fine_paid=True, corrected=True)
    listed = client.get(f"{PAGE}{case.number}/").content.decode()
    assert "2026年7月10日 周五 00:00" in listed and "2027年4月10日 周六 24:00" in listed
    border.city.clock("2026-07-09 23:59").tick()
    with pytest.raises(Refused):
        firm.does("ask", case, committed=True)
    border.city.clock("2026-07-10 00:00")
    firm.does("ask", case, committed=True)
    assert case.state == "asked"
    history = words_of(client.get(with_code("track", case)).content.decode())
    assert "可以申请修复 2026年7月10日 周五 00:00" in history, "told as in the notice"
    border.city.clock("2027-04-10 23:59")
    assert shown(client)
    border.city.clock("2027-04-11 00:00")
    assert not shown(client), "gone although the clock has not come by"
    border.city.later(seconds=1).tick()
    case.refresh_from_db()
    assert case.state == "expired"
    assert verify().clean


def test_nobody_alone_puts_another_firm_on_the_list_or_takes_one_off_by_correcting(border: Border, client: Client):
    case, other = entered(border), OTHER_FIRM["organisation"]
    with pytest.raises(Refused):
        border.fa.does("correct", case, requester={"organisation": other})
    border.fa.does("recall", case, ground="名称有误")
    assert case.state == "drafted" and not shown(client)
    border.shen.does("correct", case, requester={"organisation": other})
    for person in (border.fa, border.shen):
        with pytest.raises(Refused) as refused:
            person.does("confirm", case)
        assert [one.code for one in refused.value.wrong] == ["did_it_themselves"], (
            "who drafted it, and who corrected it"
        )
    with pytest.raises(Refused):
        border.fa.does("drop", case, ground="不公示了")
    border.city.joins("yan", "严平湖", "enforcement", "unit").does("confirm", case)
    assert (case.state, due(border, case, "longest")) == ("shown", "2027-04-11 00:00")
    assert other in client.get(PAGE).content.decode() and not shown(client)
    assert verify().clean


def test_the_entry_of_a_penalty_is_a_case_of_credit_repair_and_no_other(border: Border):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    border.corrected(border.fa, case, "2026-04-10", corrected=False)
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    border.fa.does("penalise", case, penalty="warning", text="警告")
    with pytest.raises(Refused) as refused:
        border.fa.does("enter_credit", case, entry="entered", credit_case=border.finds(border.fa, WEST).number)
    assert [one.code for one in refused.value.wrong] == ["case_of_other"]
    assert "企优信" in refused.value.message("zh")
    border.fa.does("enter_credit", case, entry="entered", credit_case=entered(border).number)
    assert (case.state, border.city.promise(case, "enter_credit").state) == ("concluded", "kept")


def told(case: Case) -> list[str]:
    """What the firm was sent, in order."""
    return list(case.deliveries.filter(to="asker").order_by("written_at").values_list("template", flat=True))


def test_the_firm_is_told_once_and_reminded_ten_working_days_before(border: Border):
    case = entered(border)
    assert told(case) == ["noticed"]
    border.city.clock("2026-06-25 23:59").tick()
    assert told(case) == ["noticed"]
    border.city.clock("2026-06-26 08:00").tick()
    assert told(case) == ["noticed", "soon"]


def test_a_slight_entry_is_not_published_or_for_three_months_at_most(border: Border, client: Client):
    kept = entered(border, "slight")
    assert (kept.state, kept.fields["public"], kept.promises.filter(code="longest").count()) == ("kept_inside", "no", 0)
    assert not shown(client)
    public = entered(border, "slight", show=True, document="2026-13")
    assert (public.state, due(border, public, "longest")) == ("repairable", "2026-07-11 00:00")
    assert shown(client)
    border.city.clock("2026-07-11 00:00")
    assert not shown(client)


def test_a_slight_entry_of_before_april_2026_has_the_shortest_period_of_its_day(border: Border):
    case = entered(border, "slight", "2026-03-20", show=True)
    assert (case.state, due(border, case, "shortest")) == ("shown", "2026-06-20 00:00"), "classes came later"
    with pytest.raises(Refused):
        Asker(FIRM).does("ask", case, committed=True)


def test_who_has_all_proof_on_record_uploads_nothing_and_signs(border: Border):
    with_proof, without = entered(border), entered(border, document="2026-14")
    border.fa.does("record_duty", with_proof, fine_paid=True, corrected=True)
    border.city.clock("2026-07-10 09:00").tick()
    firm = Asker(FIRM)
    with pytest.raises(Refused) as refused:
        firm.does("ask", without, committed=True)
    assert "请提交证明" in refused.value.message("zh")
    with pytest.raises(Refused):
        firm.does("ask", with_proof, committed=False)
    firm.does("ask", with_proof, committed=True)
    assert (with_proof.state, border.city.due(with_proof, "check")) == ("asked", "2026-07-15 17:00")
    assert with_proof.events.get(verb="ask").words is None, "nothing was sent with it"


def test_a_repaired_entry_is_gone_from_page_and_open_data_and_stays_in_the_record(
    border: Border, client: Client, tmp_path: Path
):
    case = entered(border, fine_paid=True, corrected=True)
    assert shown(client) and shown(client, "晨光") and not shown(client, "远帆")
    assert client.get(f"{PAGE}{case.number}/").status_code == 200
    assert [(row["firm"], row["class"]) for row in rows(tmp_path)] == [(FIRM["organisation"], "general")]
    border.city.clock("2026-07-10 09:00").tick()
    Asker(FIRM).does("ask", case, committed=True)
    border.fa.does("check", case, met=True)
    assert not shown(client) and not shown(client, "晨光")
    assert client.get(f"{PAGE}{case.number}/").status_code == 404
    assert rows(tmp_path) == []
    assert (case.state, case.events.count()) == ("repaired", 5)
    assert border.city.promise(case, "longest").state == "released"
    assert verify().clean


def test_an_entry_is_public_once_a_second_person_of_the_bureau_confirmed_it(border: Border, client: Client):
    with pytest.raises(Refused) as refused:
        drafted(border, "grave", by=border.city.stranger)
    assert [(one.code, one.field) for one in refused.value.wrong] == [("not_of_the_unit", "bureau")]
    case = drafted(border)
    assert (case.state, case.promises.filter(code="longest").exists(), told(case)) == ("drafted", False, [])
    assert not shown(client)
    for person in (border.fa, border.jin, border.city.stranger):
        with pytest.raises(Refused):
            person.does("confirm", case)
    assert "confirm" not in {verb for verb, _ in possible(case, border.fa.actor)}
    border.shen.does("confirm", case)
    assert (case.state, told(case)) == ("shown", ["noticed"]) and shown(client)


def test_a_decision_of_elsewhere_comes_with_its_document_and_no_day_to_come(border: Border):
    with pytest.raises(Refused) as refused:
        drafted(border, decision_paper=[])
    assert [one.code for one in refused.value.wrong] == ["rule_said_no"]
    with pytest.raises(Refused) as refused:
        drafted(border, decided_on="2030-01-01")
    assert [(one.code, one.field) for one in refused.value.wrong] == [("day_to_come", "decided_on")]
    drafted(border, decided_on="2026-04-10")


@pytest.mark.parametrize(
    ("special", "shortest", "longest"),
    [(False, "2026-06-30 00:00", "2029-04-01 00:00"), (True, "2027-03-31 00:00", "2029-04-01 00:00")],
)
def test_before_april_2026_the_older_periods_hold(border: Border, special: bool, shortest: str, longest: str):
    """Decided on 31 March: three months later is the last day of June; three years end at 24:00 of 31 March."""
    case = entered(border, decided_on="2026-03-31", special=special)
    assert case.events.get(seq=1).fields["rule"] == "credit_entry@2023-05-01"
    assert (due(border, case, "shortest"), due(border, case, "longest")) == (shortest, longest)
