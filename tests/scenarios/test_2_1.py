"""Proposals of the political consultative conference are handled, answered and looked at again (field book 2.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Asker, City, Person
from wolaiban.lib import clock
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.reading import words_by_seq
from wolaiban.promises.refused import Refused
from wolaiban.statistics.units import account_of, reminded_of
from wolaiban.web.office.charge import accounts, in_charge

PROPOSER = Asker({"name": "民主党派市委会", "phone": "13700007777"})


class Hall:
    """Those who handle proposals: the committee, the government office, lead unit L, co-units C1 and C2."""

    def __init__(self, city: City) -> None:
        self.city = city
        units = {"cppcc": "政协提案委", "government": "市政府办", "group": "城投集团", "c2": "科技局"}
        for code, name in units.items():
            city.adds(code, name)
        self.committee = city.joins("tian", "田提案", "cppcc", "cppcc")
        self.office = city.joins("jiao", "焦交办", "government", "government")
        self.unit = city.joins("cheng", "程主办", "group", "unit")
        self.other = city.joins("ke", "柯科技", "c2", "unit")

    def handed_over(self, number: str = "8", co: tuple[str, ...] = (), key: bool = False) -> Case:
        """Filed and admitted in session 14-2, handed over with the group as lead unit."""
        self.city.clock("2023-03-01 10:00")
        case = PROPOSER.asks("proposal", f"第{number}号提案：建设科技湖区", sector="party")
        self.committee.does("admit", case, session="14-2", number=number)
        if key:
            self.committee.does("choose_key", case, key=True)
        self.city.clock("2023-03-20 10:00")
        tasks = [Opening("lead", "group"), *(Opening("co", unit) for unit in co)]
        self.office.does("assign_out", case, tasks=tasks, leader_in_charge="zhou")
        return case

    def replied(self, case: Case, *measures: Opening, at: str = "2023-05-12 10:00", result: str = "b") -> Case:
        """Talked with the proposer, answered, signed by the leader in charge with what is promised."""
        self.city.clock(at)
        self.unit.does("talk", case, text="登门面商", way="visit")
        self.unit.does("answer", case, answer="今年开工", result=result)
        self.city.zhou.does("sign_result", case, tasks=list(measures))
        return case


@pytest.fixture
def hall(city: City) -> Hall:
    return Hall(city)


def start_of(what: str, day: str = "2023-12-31") -> Opening:
    return Opening("measure", "group", f"{what}开工", fields={"due_on": day})


def look_back_list(case: Case) -> list[str]:
    """The measures of a case in the list of the group."""
    return [one.code for one in reminded_of("group", clock.now()) if one.case_id == case.pk and one.code == "measure"]


def refused(person: Person, verb: str, case: Case, **said: Any) -> str:
    with pytest.raises(Refused) as told:
        person.does(verb, case, **said)
    return told.value.wrong[0].code


def test_a_reply_is_due_in_three_months_opinions_in_one_and_nothing_beyond_six(city: City, hall: Hall):
    case = hall.handed_over(co=("planning", "c2"))
    assert city.due(case, "reply") == "2023-06-20 17:00"
    assert [city.due(case, "opinion", task) for task in (2, 3)] == ["2023-04-20 17:00"] * 2
    hall.unit.does("extend", case, promise="reply", until="2023-09-20", ground="规划报批")
    assert refused(hall.office, "grant_extension", case, promise="reply", until="2023-09-21") == "beyond_ceiling"
    hall.office.does("grant_extension", case, promise="reply", until="2023-09-20")
    assert city.due(case, "reply") == "2023-09-20 17:00"


def test_no_reply_goes_out_before_somebody_talked_with_the_proposer(city: City, hall: Hall):
    case = hall.handed_over()
    with pytest.raises(Refused) as told:
        hall.unit.does("answer", case, answer="今年开工", result="b")
    assert [one.code for one in told.value.wrong] == ["not_yet"] and "沟通" in told.value.message("zh")
    hall.committee.does("consult", case, text="提案委打过电话", way="phone")
    assert city.promise(case, "contact").state == "running", "what others say is not the talk of the unit that answers"
    assert refused(hall.unit, "answer", case, answer="今年开工", result="b") == "not_yet"
    hall.unit.does("talk", case, text="电话沟通", way="phone")
    hall.unit.does("answer", case, answer="今年开工", result="b")
    assert case.state == "awaiting_leader", "and none without the leader's signature"


def test_a_proposer_who_is_not_satisfied_opens_a_second_handling_and_the_first_reply_stays(city: City, hall: Hall):
    case = hall.replied(hall.handed_over(), at="2023-05-12 10:00")
    first = case.seq - 1
    PROPOSER.does("rate", case, rating="dissatisfied", text="没有日期")
    assert (case.state, city.due(case, "second")) == ("second", "2023-06-12 17:00")
    assert words_by_seq(case)[first].content["answer"] == "今年开工" and city.promise(case, "reply").state == "kept"
    assert refused(hall.unit, "answer", case, answer="再答", result="b") == "not_yet", "talked with again first"
    hall.replied(case, at="2023-06-01 10:00")
    assert city.promise(case, "second").state == "kept"
    PROPOSER.does("rate", case, rating="satisfied")
    assert case.state == "evaluated"


def test_a_start_promised_for_the_year_comes_into_the_look_back_list_a_month_before_and_is_public(
    city: City, hall: Hall, client: Client
):
    case = hall.replied(hall.handed_over(), start_of("科学图书馆"))
    hall.unit.does("publish", case, publication="full", public_text="科学图书馆今年开工")
    page = f"/published/proposal/{case.number}/"
    assert "科学图书馆开工" in client.get(page).content.decode()
    city.clock("2023-11-30 23:00").tick()
    assert not look_back_list(case)
    city.clock("2023-12-01 09:00").tick()
    assert look_back_list(case) == ["measure"]
    shown = client.get(page).content.decode()
    assert "14-2" in shown and "2023年12月31日" in shown and "计时中" in shown and "民主党派市委会" not in shown


def test_what_is_not_published_is_on_no_public_page(city: City, hall: Hall, client: Client):
    case = hall.replied(hall.handed_over(), start_of("科学图书馆"))
    assert client.get(f"/published/proposal/{case.number}/").status_code == 404
    hall.unit.does("publish", case, publication="none", ground="涉及商业秘密")
    assert client.get(f"/published/proposal/{case.number}/").status_code == 404
    assert case.number not in client.get("/published/proposal/").content.decode()


def test_the_page_of_a_unit_counts_what_it_answered_how_many_key_and_how_many_late(
    city: City, hall: Hall, client: Client
):
    for number in ("8", "21", "34"):
        hall.replied(hall.handed_over(number, key=number == "8"))
    [account] = account_of("group", clock.now())
    assert (account.answered, account.of, account.key, account.late) == (3, 3, 1, 0)
    client.force_login(hall.unit.officer)
    assert "3 件中已答复 3 件" in client.get("/desk/unit/group/").content.decode()


def test_a_proposer_reads_the_reply_once_it_is_signed_and_no_draft(city: City, hall: Hall, client: Client):
    case = hall.handed_over()
    hall.unit.does("talk", case, text="登门面商")
    page = f"/track/{case.number}/?code={case.tracking_code}"
    for draft in ("第一稿", "第二稿"):
        hall.unit.does("answer", case, answer=draft, result="b")
        assert draft not in client.get(page).content.decode()
        if draft == "第一稿":
            city.zhou.does("send_back", case, ground="写明日期")
    city.zhou.does("sign_result", case)
    shown = client.get(page).content.decode()
    assert "第二稿" in shown and "第一稿" not in shown


def test_separate_parts_are_answered_each_by_its_unit_and_collected_by_the_lead(city: City, hall: Hall):
    city.clock("2023-03-01 10:00")
    case = PROPOSER.asks("proposal", "关于两个方面的提案")
    hall.committee.does("admit", case, session="14-2", number="9")
    city.clock("2023-03-20 10:00")
    parts = [Opening("lead", "group"), Opening("separate", "planning"), Opening("separate", "c2")]
    hall.office.does("assign_out", case, tasks=parts, leader_in_charge="zhou")
    assert city.due(case, "part", 2) == "2023-06-20 17:00"
    hall.unit.does("talk", case, text="面商")
    city.planning_handler.does("part_reply", case, task=2, answer="规划部分", result="a")
    assert refused(hall.unit, "answer", case, answer="汇总", result="b") == "tasks_open"
    hall.other.does("part_reply", case, task=3, answer="人才部分", result="c")
    hall.unit.does("answer", case, answer="汇总", result="b")
    assert case.state == "awaiting_leader"


def test_a_proposal_is_found_by_session_and_number(city: City, hall: Hall, client: Client):
    case, other = hall.handed_over("8"), hall.handed_over("21")
    client.force_login(hall.committee.officer)
    for words in ("14-2 8", "14-2 第8号", "第8号"):
        page = client.get("/desk/", {"q": words}).content.decode()
        assert case.number in page and other.number not in page, words


def test_only_those_of_the_file_see_a_proposal(city: City, hall: Hall, client: Client):
    case = hall.handed_over()
    for person, status in ((hall.committee, 200), (hall.office, 200), (hall.unit, 200), (city.stranger, 404)):
        client.force_login(person.officer)
        assert client.get(f"/desk/case/{case.number}/").status_code == status


def test_the_account_of_leaders_names_who_signs_each_reply(city: City, hall: Hall):
    hall.replied(hall.handed_over())
    [account] = accounts(in_charge(city.qian.actor))
    assert (account.leader, account.cases) == (city.zhou.officer.name, 1)


def test_a_second_reply_that_is_sent_back_stays_in_the_second_handling(city: City, hall: Hall):
    case = hall.replied(hall.handed_over())
    PROPOSER.does("rate", case, rating="dissatisfied")
    city.clock("2023-05-20 10:00")
    hall.unit.does("talk", case, text="再次面商")
    hall.unit.does("answer", case, answer="第二稿", result="b")
    city.zhou.does("send_back", case, ground="写明日期")
    assert (case.state, city.promise(case, "second").state) == ("redraft", "running")
    hall.unit.does("answer", case, answer="第三稿", result="b")
    city.zhou.does("sign_result", case)
    assert (case.state, city.promise(case, "second").state) == ("replied", "kept")


def test_only_the_leader_in_charge_is_told_that_something_waits_for_their_signature(city: City, hall: Hall):
    case = hall.handed_over()
    hall.unit.does("talk", case, text="面商")
    hall.unit.does("answer", case, answer="今年开工", result="b")
    told = case.deliveries.filter(template="to_sign").values_list("to", flat=True)
    assert list(told) == [f"officer:{city.zhou.officer.pk}"]


def test_published_anew_only_the_latest_words_are_public(city: City, hall: Hall, client: Client):
    case = hall.replied(hall.handed_over())
    assert refused(hall.unit, "publish", case, publication="full") == "needs"
    assert refused(hall.unit, "publish", case, publication="none") == "needs"
    hall.unit.does("publish", case, publication="full", public_text="某厂地块先开工")
    hall.unit.does("publish", case, publication="summary", public_text="今年开工")
    page = client.get(f"/published/proposal/{case.number}/").content.decode()
    assert "今年开工" in page and "某厂地块" not in page
