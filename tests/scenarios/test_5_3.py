"""First offences that may go unpunished: the list, the look-back on both sides, the conditions (field book 5.3)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Asker, City
from tests.scenarios.border import CARD, EAST, LICENCE, TRADER, WEST, Border
from tests.scenarios.ledgers import proof
from wolaiban.promises.access import possible
from wolaiban.promises.looking_back import perhaps_earlier
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import figures
from wolaiban.web.shared.links import with_code


@pytest.fixture
def border(city: City) -> Border:
    city.clock("2023-09-12 09:00")
    return Border(city)


def offers(border: Border, case: Case, person) -> set[str]:
    case.refresh_from_db()
    return {verb for verb, _ in possible(case, person.actor)}


def answer(case: Case, verb: str) -> dict[str, str]:
    return case.events.get(verb=verb).fields


def test_a_first_slight_offence_corrected_within_the_hour_goes_unpunished_and_the_decision_prints_why(
    border: Border, client: Client
):
    case = border.finds(border.fa, WEST)
    border.city.later(minutes=10)
    border.checks(border.fa, case)
    assert answer(case, "list_check")["verdict"] == "yes" and "earlier" not in answer(case, "list_check")
    border.city.later(minutes=30)
    border.corrected(border.fa, case, "2023-09-12")
    assert border.city.promise(case, "correct").state == "kept"
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    assert "exempt" in offers(border, case, border.fa)
    border.fa.does("exempt", case, text="不予处罚，已当面教育")
    assert (case.state, case.fields["outcome"]) == ("exempted", "may_not")
    for reader, address in ((border.fa, f"/desk/case/{case.number}/"), (None, with_code("track", case))):
        if reader is not None:
            client.force_login(reader.officer)
        page = client.get(address).content.decode()
        assert "不予处罚，已当面教育" in page, "the party reads the decision too"
        assert page.count("占道一米，未影响通行") == 2, "once at the list check, once at the decision"
        decision = page[page.index("行政处罚法第三十三条") :].partition("</ul>")[0]
        conditions = ("初次违法：两地没有先例", "危害后果轻微", "已及时改正，并经核查")
        assert [text in decision for text in conditions] == [True] * 3
        for evidence in ("两地记录均已查询", "占道一米，未影响通行", "摊位已撤，照片两张"):
            assert evidence in decision
    assert verify().clean


def test_who_was_exempted_on_the_other_side_14_months_ago_is_not_offered_it_and_the_case_is_named(border: Border):
    old = border.exempted("2022-08-10", EAST, by=border.jin, reviewer=border.shan, co=border.fa)
    border.city.clock("2023-10-10 09:00")
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    assert case.refresh_from_db() is None and case.state == "ordinary"
    assert (answer(case, "list_check")["verdict"], answer(case, "list_check")["earlier"]) == ("no", old.number)
    assert "exempt" not in offers(border, case, border.fa)
    assert case.fields["repeated"] == "yes"
    shares = {one.code: one.text("en") for one in figures("enforcement").shown if not one.by}
    assert shares["exempted"].startswith("1")
    other = border.finds(border.fa, WEST, matter="household_waste")
    border.checks(border.fa, other)
    assert answer(other, "list_check")["verdict"] == "yes", "another matter is another first time"


def test_the_look_back_is_24_months_to_the_day_and_knows_the_other_sides_record(border: Border):
    border.exempted("2022-08-01", EAST, by=border.jin, reviewer=border.shan, co=border.fa)
    for day, verdict in (("2024-08-01", "no"), ("2024-08-02", "yes")):
        border.city.clock(f"{day} 09:00")
        case = border.finds(border.fa, WEST)
        border.checks(border.fa, case)
        assert answer(case, "list_check")["verdict"] == verdict
        border.fa.does("drop", case, ground="不成立")
    stranger = border.finds(border.fa, WEST, requester={"name": "钱别人", "phone": "13600001111"})
    border.checks(border.fa, stranger, party_id=CARD)
    assert answer(stranger, "list_check")["verdict"] == "yes"


def test_a_matter_that_is_not_on_the_list_is_not_offered(border: Border):
    case = border.finds(border.fa, WEST, matter="road_digging")
    border.checks(border.fa, case)
    case.refresh_from_db()
    assert (case.state, answer(case, "list_check")["reasons"]) == ("ordinary", "2 listed")
    assert not {"order", "exempt"} & offers(border, case, border.fa)


def test_what_is_not_corrected_by_friday_becomes_an_ordinary_case(border: Border):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    border.fa.does("order", case, education="当面说明", correct_by="2023-09-15")
    assert border.city.due(case, "correct") == "2023-09-16 00:00"
    border.city.clock("2023-09-14 09:00").tick()
    assert {row.stage for row in border.city.promise(case, "correct").warnings.all()} == {"2 days before"}, (
        "told on Thursday that it is due tomorrow"
    )
    border.city.clock("2023-09-18 09:00")
    border.fa.does("inspect", case, corrected=False, correction_evidence="摊位仍在")
    assert (case.refresh_from_db(), case.state) == (None, "ordinary")
    assert border.city.promise(case, "correct").state == "broken"
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    with pytest.raises(Refused):
        border.fa.does("exempt", case, text="不予处罚")
    border.fa.does("penalise", case, penalty="fine", amount="200", text="罚款二百元")
    assert case.state == "penalised"


def repeat_rate() -> str:
    (shown,) = (one.text("en") for one in figures("enforcement").shown if one.code == "repeat_rate" and not one.by)
    return shown.replace(" ", "").replace("of", "/")


def test_the_repeat_rate_counts_who_was_exempted_and_found_again(border: Border):
    border.exempted("2023-09-12", WEST, by=border.fa, reviewer=border.shen, co=border.jin)
    other = border.finds(border.fa, WEST, matter="household_waste")
    for verdict in ("yes", "no"):
        again = other if verdict == "yes" else border.finds(border.fa, WEST, matter="household_waste")
        border.checks(border.fa, again)
        assert answer(again, "list_check")["verdict"] == verdict
    border.drafts(border.fa, again, co=border.jin, reviewer=border.shen, side="zj")
    assert "0/1" in repeat_rate(), "found twice in one matter, but never exempted in it"
    border.city.later(days=30)
    back = border.finds(border.fa, WEST)
    border.checks(border.fa, back)
    assert "0/1" in repeat_rate(), "a suspicion is no repeat"
    border.drafts(border.fa, back, co=border.jin, reviewer=border.shen, side="zj")
    assert "1/1" in repeat_rate()


def test_a_day_typed_too_early_hides_nothing_and_a_day_to_come_is_refused(border: Border):
    old = border.exempted("2022-08-10", EAST, by=border.jin, reviewer=border.shan, co=border.fa)
    border.city.clock("2023-10-10 09:00")
    case = border.finds(border.fa, WEST, found_on="2022-08-09")
    border.checks(border.fa, case)
    assert (answer(case, "list_check")["verdict"], answer(case, "list_check")["earlier"]) == ("no", old.number)
    with pytest.raises(Refused) as refused:
        border.finds(border.fa, WEST, found_on="2030-01-01")
    assert [(one.code, one.field) for one in refused.value.wrong] == [("day_to_come", "found_on")]
    assert "发现日期" in refused.value.message("zh")


def test_a_second_telephone_makes_no_first_offender(border: Border, client: Client):
    old = border.exempted("2022-08-10", EAST, by=border.jin, reviewer=border.shan, co=border.fa)
    border.city.clock("2023-10-10 09:00")
    case = border.finds(border.fa, WEST, requester={"name": "赵果摊", "phone": "13700008888"})
    with pytest.raises(Refused) as refused:
        border.checks(border.fa, case, party_id="92330482MA2CXAQP10")
    assert [(one.code, one.field) for one in refused.value.wrong] == [("not_an_identity", "party_id")]
    border.checks(border.fa, case, party_id="92330482-ma2cxaqp1q")
    assert (answer(case, "list_check")["verdict"], answer(case, "list_check")["earlier"]) == ("no", old.number)
    assert LICENCE not in str([(event.fields, event.words) for event in case.events.all()]), (
        "the number is kept nowhere"
    )
    client.force_login(border.fa.officer)
    page = client.get(f"/desk/case/{case.number}/").content.decode()
    assert "已登记，号码不留存" in page and case.fields["party_id"] not in page
    assert verify().clean


def test_the_same_name_under_other_numbers_is_shown_to_the_officer_and_decides_nothing(border: Border, client: Client):
    old = border.exempted("2022-08-10", EAST, by=border.jin, reviewer=border.shan, co=border.fa)
    border.city.clock("2023-10-10 09:00")
    case = border.finds(border.fa, WEST, requester={"name": "赵 果摊", "phone": "13700008888"})
    client.force_login(border.fa.officer)
    hint = "同名、号码不同，请核对是否同一人"
    page = client.get(f"/desk/case/{case.number}/").content.decode()
    assert old.number in page[page.index(hint) :].partition("</dd>")[0]
    border.checks(border.fa, case, party_id=CARD)
    assert answer(case, "list_check")["verdict"] == "yes"
    unproved = border.finds(border.jin, EAST)
    assert set(perhaps_earlier(unproved)) == {case.number}, "its own earlier case is no question"
    other = border.finds(border.fa, WEST, requester={"name": "钱别人", "phone": "13600001111"})
    assert hint not in client.get(f"/desk/case/{other.number}/").content.decode()


def test_who_refuses_the_commitment_is_not_exempted(border: Border):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    border.fa.does("order", case, education="当面说明", correct_by="2023-09-12")
    assert "commit" not in offers(border, case, border.fa), "nobody commits in the party's name"
    with pytest.raises(Refused) as refused:
        border.fa.does("commit_on_paper", case, committed=True)
    assert [(one.code, one.field) for one in refused.value.wrong] == [("needs", "paper")]
    Asker(TRADER).does("commit", case, committed=False)
    border.fa.does("inspect", case, corrected=True, correction_evidence="摊位已撤")
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    assert "exempt" not in offers(border, case, border.fa)
    with pytest.raises(Refused):
        border.fa.does("exempt", case, text="不予处罚")


def test_who_takes_the_commitment_back_is_not_exempted_either(border: Border):
    border.city.clock("2023-09-12 09:00")
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    border.corrected(border.fa, case, "2023-09-12")
    Asker(TRADER).does("commit", case, committed=False)
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    with pytest.raises(Refused) as refused:
        border.fa.does("exempt", case, text="不予处罚")
    assert "已收回" in refused.value.message("zh")
    Asker(TRADER).does("commit", case, committed=True)
    border.fa.does("exempt", case, text="不予处罚")
    assert case.state == "exempted"


def test_reviewer_co_officer_and_decider_are_three_people(border: Border):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case, harm="serious")
    lian = border.city.joins("lian", "廉平湖", "enforcement", "unit")
    wanted = {"legal_ground": "zj_appearance", "discretion": "zj_slight", "own_number": "2023-1"}
    for named, wrong in (
        (("fa", "fa", "shen"), {"deciding_officer"}),
        (("fa", "jin", "fa"), {"deciding_officer", "reviewer"}),
        (("lian", "shen", "shen"), {"reviewer"}),
        (("lian", "jin", "fa"), {"reviewer"}),
    ):
        said = dict(zip(("deciding_officer", "co_officer", "reviewer"), named, strict=True)) | wanted
        with pytest.raises(Refused) as refused:
            border.fa.does("draft", case, **said)
        assert {one.field for one in refused.value.wrong} == wrong, named
    lian.does("draft", case, deciding_officer="fa", co_officer="jin", reviewer="shen", **wanted)
    assert "review" in offers(border, case, border.shen) and "review" not in offers(border, case, lian)
    border.shen.does("review", case, agreed=True)
    border.fa.does("penalise", case, penalty="warning", text="警告")
    assert case.state == "penalised"


def test_who_corrects_on_friday_keeps_the_promise_though_the_check_comes_on_monday(border: Border):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case)
    border.fa.does("order", case, education="当面说明", correct_by="2023-09-15")
    border.city.clock("2023-09-15 20:00")
    Asker(TRADER).does("report_correction", case, text="摊位已撤")
    border.city.clock("2023-09-18 09:00").tick()
    border.fa.does("inspect", case, corrected=True, correction_evidence="摊位已撤，照片")
    assert [border.city.promise(case, code).state for code in ("correct", "inspect")] == ["kept", "kept"]
    assert case.state == "checked"


def entered(border: Border, decided_on: str, **said: str) -> Case:
    return register(
        "credit_repair", by=border.fa.actor, requester=TRADER, subject="占道经营的决定", bureau="enforcement",
        document="2023-118", decided_on=decided_on, **{"class": "general", "decided_by": "record", **said},
    )  # fmt: skip


def test_an_exemption_adds_nothing_to_the_credit_file(border: Border):
    exempted = border.exempted("2023-09-12", WEST, by=border.fa, reviewer=border.shen, co=border.jin)
    border.city.later(hours=1)
    again = border.finds(border.fa, WEST)
    border.checks(border.fa, again)
    border.drafts(border.fa, again, co=border.jin, reviewer=border.shen, side="zj")
    border.fa.does("penalise", again, penalty="fine", amount="200", text="罚款二百元")
    paper = {"decided_by": "other", "decision_paper": proof("决定书.pdf")}
    for said in ({}, {"decision": exempted.number}, {"decision": exempted.number, **paper}):
        with pytest.raises(Refused) as refused:
            entered(border, "2023-09-12", **said)
        assert [one.code for one in refused.value.wrong] == ["rule_said_no"], "the penalty beside it excuses nothing"
        assert "不予处罚的，不记入信用" in refused.value.message("zh")
    assert not Case.objects.filter(service="credit_repair").exists()
    assert entered(border, "2023-09-12", decision=again.number.lower()).state == "drafted", "a penalty is entered"
    assert verify().clean


def test_a_penalty_is_entered_in_the_credit_file_within_seven_working_days(border: Border):
    case = border.finds(border.fa, WEST)
    border.checks(border.fa, case, harm="serious")
    border.drafts(border.fa, case, co=border.jin, reviewer=border.shen, side="zj")
    border.fa.does("penalise", case, penalty="fine", amount="200", text="罚款二百元")
    assert border.city.due(case, "enter_credit") == "2023-09-21 17:00"
    assert case.deliveries.filter(template="to_enter").exists()
    with pytest.raises(Refused) as refused:
        border.fa.does("enter_credit", case, entry="entered")
    assert [one.field for one in refused.value.wrong] == ["credit_case"]
    entry = entered(border, "2023-09-12", decision=case.number)
    border.fa.does("enter_credit", case, entry="entered", credit_case=entry.number)
    assert (case.state, border.city.promise(case, "enter_credit").state) == ("concluded", "kept")
    assert verify().clean
