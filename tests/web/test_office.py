"""The office: the state of every promise, supervision, leaders in charge, bad ratings, draws, what was not sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import City
from tests.web.seeing import han_in, paged, words_of
from wolaiban.clockwork.models import Instance, PutOff
from wolaiban.lib import clock
from wolaiban.lib.ids import uuid7
from wolaiban.people.models import Area, Post
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Delivery, Promise
from wolaiban.statistics.models import Draw
from wolaiban.web.office.standing import FILTERS, numbers

SignIn = Callable[..., Client]
PAGES = ("", "promises/", "notices/", "charge/", "ratings/", "signals/", "draws/")


def busy(city: City) -> dict[str, Case]:
    """A morning at the office: one case of each kind."""
    city.clock("2024-07-08 09:00")
    cases = {name: city.firm.asks("pingfu365", f"{name}：厂区用水", grade="ordinary") for name in ("running", "paused")}
    cases["late"] = city.other_firm.asks("pingfu365", "没有人回应")
    for name in ("running", "paused"):
        city.lin.does("respond", cases[name], text="已联系")
        city.lin.dispatches(cases[name], "water")
        city.water_handler.does("sign", cases[name], task=1)
    city.water_handler.does("extend", cases["running"], promise="done", until="2024-07-12", ground="设备未到")
    city.chen.does("grant_extension", cases["running"], promise="done", until="2024-07-12")
    city.water_handler.does("pause", cases["paused"], reason="inspection")
    city.clock("2024-07-08 09:40").tick()
    return cases


def values(page: str) -> dict[str, int]:
    """The tiles of the overview: label and number."""
    found = re.findall(r'<li class="tile[^"]*"><b>(\d+)</b><a href="[^"]*">([^<]*)</a>', page)
    return {label: int(value) for value, label in found}


def test_the_state_of_every_promise_stands_on_one_screen_and_each_number_leads_to_its_list(city: City, officer: SignIn):
    cases = busy(city)
    browser = officer(city.zhou)
    page = browser.get("/office/").content.decode()
    tiles = values(page)
    assert tiles["已失约，仍未兑现"] == 1, "the response that nobody gave; completion is ordinary by now"
    assert (tiles["本月失约"], tiles["暂停计时"], tiles["已延期"]) == (1, 1, 1)
    for name, label in (
        ("owed", "已失约，仍未兑现"),
        ("paused", "暂停计时"),
        ("extended", "已延期"),
        ("open", "在办承诺"),
    ):
        listed = browser.get(f"/office/promises/?show={name}").content.decode()
        assert listed.count('id="promise-') == tiles[label], name
    assert cases["late"].number in browser.get("/office/promises/?show=owed").content.decode()
    assert "数据截至 2024年7月8日 周一 09:40" in words_of(page)


def test_a_dead_clock_hides_no_breach(city: City, officer: SignIn):
    """Nothing ticked: what is overdue is asked of the due instants."""
    city.firm.asks("pingfu365", "没有人回应")
    city.later(minutes=31)
    assert Promise.objects.exclude(broken_at=None).count() == 0
    assert numbers(city.qian.actor, clock.now())["owed"] == 1
    assert values(officer(city.qian).get("/office/").content.decode())["本月失约"] == 1


def test_lists_are_filtered_by_service_and_holder_and_paged(city: City, officer: SignIn):
    for number in range(45):
        city.firm.asks("pingfu365" if number % 9 else "mailbox", f"第{number}件")
    browser = officer(city.qian)
    listed = browser.get("/office/promises/?show=open&service=mailbox").content.decode()
    assert listed.count('id="promise-') == 5 * 2 and "共 10 项" in words_of(listed)
    first = browser.get("/office/promises/?show=open&service=pingfu365").content.decode()
    onward = re.search(r'rel="next" href="([^"]*)"', first)
    assert onward and first.count('id="promise-') == 40
    second = browser.get("/office/promises/" + onward[1].replace("&amp;", "&")).content.decode()
    assert second.count('id="promise-') == 40
    numbers_of = lambda page: re.findall(r"id=.promise-(\d+)", page)  # noqa: E731
    assert not set(numbers_of(first)) & set(numbers_of(second))
    assert browser.get("/office/promises/?show=open&after=nonsense&holder=nobody").status_code == 200


def test_the_overview_takes_few_questions_whatever_there_is(city: City, officer: SignIn, django_assert_max_num_queries):
    browser = officer(city.zhou)
    busy(city)
    for number in range(12):
        city.firm.asks("pingfu365", f"第{number}件")
    with django_assert_max_num_queries(26):
        browser.get("/office/")


def test_a_notice_has_its_own_clock_and_shows_finding_and_answer(city: City, officer: SignIn):
    case = busy(city)["running"]
    browser = officer(city.qian)
    assert "“回应”失约，自动发出" in words_of(browser.get("/office/notices/").content.decode())
    offered = [officer(who).get("/office/").content.decode().count("/supervise/") for who in (city.qian, city.zhou)]
    assert offered[0] and not offered[1], "only who may send a notice is offered it"
    sent = {"finding": "答应的上门没有去", "tasks.supervision": "water"}
    assert browser.post(f"/desk/case/{case.number}/supervise/", sent).status_code == 302
    page = browser.get("/office/notices/").content.decode()
    assert "答应的上门没有去" in page and "7月9日 周二 17:00" in page
    city.clock("2024-07-09 17:01")
    assert case.number in browser.get("/office/notices/?show=overdue").content.decode()
    number = case.tasks.get(kind="supervision").number
    city.water_handler.does("report", case, task=number, text="今天已上门")
    assert case.number not in browser.get("/office/notices/?show=overdue").content.decode()
    done = browser.get("/office/notices/?show=done").content.decode()
    assert "今天已上门" in done and "逾期" in words_of(done)


def test_a_leader_finds_what_waits_for_their_signature_and_whom_they_have_not_met(city: City, officer: SignIn):
    city.clock("2024-07-01 09:00")
    case = city.firm.asks("pingfu365", "污水管堵塞", grade="complex")
    city.lin.does("respond", case, text="已联系")
    centre, leader = officer(city.chen), officer(city.zhou)
    form = centre.get(f"/desk/case/{case.number}/take_charge/").content.decode()
    picker = re.search(r'<select name="leader_in_charge".*?</select>', form, re.S)
    assert picker and "周领导" in picker[0] and "林一帆" not in picker[0], "only those who could sign"
    sent = {"leader_in_charge": "zhou", "key": "yes"}
    assert centre.post(f"/desk/case/{case.number}/take_charge/", sent).status_code == 302
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.clock("2024-07-05 10:00")
    page = words_of(leader.get("/office/charge/").content.decode())
    assert "重点件" in page and "期限过半，尚未面见" in page and "未签" in page
    for step in ("sign_plan", "meet"):
        shown = leader.get(f"/desk/case/{case.number}/").content.decode().partition("main-action")[2]
        assert f"/{step}/" in shown.partition("</section>")[0], "the leader's own step comes first"
        city.zhou.does(step, case, **{"sign_plan": {"plan": "先清淤"}, "meet": {"text": "到厂里看了"}}[step])
    city.water_handler.does("answer", case, answer="已清淤")
    page = leader.get("/office/charge/").content.decode()
    assert "期限过半，尚未面见" not in words_of(page) and f"/desk/case/{case.number}/sign_result/" in page
    assert leader.post(f"/desk/case/{case.number}/sign_result/", {}).status_code == 302
    case.refresh_from_db()
    assert case.state == "answered"


def test_a_leader_delegates_on_the_page_of_a_case(city: City, officer: SignIn):
    case = city.firm.asks("pingfu365", "污水管堵塞")
    city.chen.does("take_charge", case, leader_in_charge="zhou", key=False)
    leader = officer(city.zhou)
    assert "委托给" in leader.get(f"/desk/case/{case.number}/delegate/").content.decode()
    sent = {"to": str(city.qian.officer.pk), "until": "2024-09-20"}
    assert leader.post(f"/desk/case/{case.number}/delegate/", sent).status_code == 302
    assert case.events.get(verb="delegate").fields["to"] == str(city.qian.officer.pk)


def test_bad_ratings_stand_with_their_two_clocks(city: City, officer: SignIn):
    case = busy(city)["running"]
    city.water_handler.does("answer", case, answer="已接通")
    city.firm.does("rate", case, rating="dissatisfied")
    page = words_of(officer(city.qian).get("/office/ratings/").content.decode())
    assert "不满意" in page and "7月9日 周二 17:00" in page and "未回访" in page
    city.clock("2024-07-10 09:00").tick()
    assert "逾期" in words_of(officer(city.qian).get("/office/ratings/").content.decode())


def test_what_deserves_a_look_is_listed_by_kind(city: City, officer: SignIn):
    city.water_handler.files("pingfu365", "路灯不亮")
    city.clock("2024-09-18 09:00")
    page = words_of(officer(city.qian).get("/office/signals/").content.decode())
    assert "代登记的，没有及时联系上诉求人" in page


def test_a_supervisor_draws_and_records_what_was_found(city: City, officer: SignIn):
    city.clock("2024-07-01 09:00")
    cases = [city.firm.asks("pingfu365", f"第{number}件") for number in range(4)]
    for case in cases:
        city.lin.does("close", case, answer="好")
    browser = officer(city.qian)
    refused = browser.post("/office/draws/", {"service": "pingfu365", "share": "0", "first": "soon"})
    assert refused.status_code == 422 and "日期应如" in refused.content.decode()
    sent = {"service": "pingfu365", "share": "50%", "seed": "2024-07"}
    assert browser.post("/office/draws/", sent).status_code == 302
    record = Draw.objects.get()
    address = f"/office/draws/{record.pk}/"
    assert len(record.numbers) == 2 and all(n in browser.get(address).content.decode() for n in record.numbers)
    found = {"fault": "unsolved", "finding": "没有修", "tasks.rectify": "water"}
    assert browser.post(f"/desk/case/{record.numbers[0]}/inspect/", found).status_code == 302
    page = words_of(browser.get(address).content.decode())
    assert "未解决就办结" in page and "尚未督查" in page
    assert officer(city.zhou).post("/office/draws/", sent).status_code == 200, "a leader looks and does not draw"
    assert Draw.objects.count() == 1
    assert browser.get("/office/draws/99999999999/").status_code == 404


def given_up(case: Case | None, to: str = "asker") -> Delivery:
    now = clock.now()
    return Delivery.objects.create(
        id=uuid7(now), case=case, seq=1, template="received", to=to, key=f"{to}{uuid7(now)}", written_at=now,
        not_before=now - timedelta(days=4), state="given_up", next_try_at=now, tries=30, error="550 no such user",
    )  # fmt: skip


def test_an_operator_tries_again_or_drops_what_was_given_up(city: City, officer: SignIn):
    case = city.firm.asks("pingfu365", "路灯不亮")
    Delivery.objects.all().delete()
    one, other = given_up(case), given_up(None, f"officer:{city.lin.officer.pk}")
    PutOff.objects.create(case=case, until=clock.now(), error="division by zero")
    browser = officer(city.op)
    page = browser.get("/office/sending/").content.decode()
    assert "550 no such user" in page and "林一帆" in page and "division by zero" in page
    browser.post("/office/sending/", {"which": str(one.pk), "do": "again"})
    browser.post("/office/sending/", {"which": str(other.pk), "do": "drop"})
    browser.post("/office/sending/", {"which": "nonsense", "do": "drop"})
    for row in (one, other):
        row.refresh_from_db()
    assert (one.state, one.tries, one.not_before) == ("waiting", 0, clock.now())
    assert (other.state, other.error) == ("dropped", "dropped by op")
    browser.post("/office/sending/", {"which": str(one.pk), "do": "drop"})
    one.refresh_from_db()
    assert one.state == "waiting", "only what was given up can be dropped here"


def test_a_copy_of_the_town_says_that_it_sends_nothing(city: City, officer: SignIn):
    browser = officer(city.op)
    assert "wolaiban confirm" not in browser.get("/office/sending/").content.decode()
    assert not Instance.objects.exists(), "to look confirms nothing"
    Instance.objects.create(fingerprint="of another machine", place="", confirmed_at=clock.now())
    assert "wolaiban confirm" in browser.get("/office/sending/").content.decode()


def test_the_office_is_open_to_those_who_watch_and_nobody_else_finds_it(city: City, officer: SignIn, visitor: Client):
    for person in (city.lin, city.water_handler, city.stranger, city.he):
        browser = officer(person)
        for page in (*PAGES, "sending/"):
            assert browser.get(f"/office/{page}").status_code == 404, (person.officer.name, page)
    assert visitor.get("/office/").status_code == 302
    assert officer(city.zhou).get("/office/sending/").status_code == 404
    assert "/office/sending/" not in officer(city.zhou).get("/office/").content.decode()


def test_a_post_for_one_area_sees_only_its_cases(city: City, officer: SignIn):
    area = Area.objects.create(code="330482001", name="当湖街道", kind="sub_district")
    Area.objects.create(code="330482002", name="钟埭街道", kind="sub_district")
    Post.objects.filter(officer=city.qian.officer).update(area=area)
    mine, other = (city.firm.asks("pingfu365", "积水", area=f"33048200{n}") for n in (1, 2))
    city.later(minutes=31)
    page = officer(city.qian).get("/office/promises/?show=owed").content.decode()
    assert mine.number in page and other.number not in page
    assert values(officer(city.qian).get("/office/").content.decode())["已失约，仍未兑现"] == 1
    assert officer(city.qian).get("/office/draws/").status_code == 404, "a draw is of the whole town"


def test_english_pages_have_no_chinese_outside_data(city: City, officer: SignIn):
    cases = busy(city)
    city.chen.does("take_charge", cases["running"], leader_in_charge="zhou", key=True)
    city.qian.does("supervise", cases["running"], finding="答应的没有做", tasks=[Opening("supervision", "water")])
    city.water_handler.files("pingfu365", "路灯不亮")
    bad = city.firm.asks("pingfu365", "水压")
    city.lin.does("close", bad, answer="好")
    city.firm.does("rate", bad, rating="dissatisfied")
    given_up(bad)
    city.clock("2024-07-12 09:00")
    record = Draw.objects.create(
        service="pingfu365", rule={"key": [cases["running"].number]}, seed="s", share=10, size=1, pool="p",
        numbers=[bad.number], at=clock.now(), by=f"officer:{city.qian.officer.pk}",
    )  # fmt: skip
    city.qian.does("inspect", bad, fault="unsolved", tasks=[Opening("rectify", "water")])
    supervisor, operator = officer(city.qian, "en"), officer(city.op, "en")
    lists = [f"promises/?show={name}" for name in FILTERS]
    for page in (*PAGES, *lists, f"draws/{record.pk}/", "sending/"):
        answer = (operator if page == "sending/" else supervisor).get(f"/office/{page}")
        assert answer.status_code == 200
        assert not han_in(answer.content.decode()), page


def test_anybody_reads_what_watching_found(city: City, visitor: Client):
    city.clock("2024-08-12 09:00")
    case = city.firm.asks("pingfu365", "污水管堵塞")
    city.chen.does("take_charge", case, leader_in_charge="zhou", key=True)
    city.lin.does("close", case, answer="好")
    city.zhou.does("sign_result", case)
    record = Draw.objects.create(
        service="pingfu365",
        rule={},
        seed="s",
        share=10,
        size=1,
        pool="p",
        numbers=[case.number],
        at=clock.now(),
        by="x",
    )
    city.qian.does("inspect", case, fault="unsolved")
    city.clock("2024-09-02 09:00")
    page = visitor.get("/figures/watched/").content.decode()
    assert record.pk and "1 / 1" in words_of(page) and "企服中心" in page and "已答复" in words_of(page)
    assert case.number not in page and "污水" not in page and "周领导" not in page
    assert not han_in(Client(headers={"accept-language": "en"}).get("/figures/watched/").content.decode())


def test_lists_of_those_who_watch_count_all_and_go_on_page_by_page(
    city: City, officer: SignIn, monkeypatch: pytest.MonkeyPatch
):
    """More cases in charge than a page holds: none vanishes, and the numbers are of all."""
    monkeypatch.setattr("wolaiban.web.office.charge.PAGE", 2)
    zhou = str(city.zhou.officer.pk)
    cases = [city.firm.asks("pingfu365", f"第{n}件") for n in range(5)]
    for case in cases:
        city.later(minutes=1)
        city.chen.does("take_charge", case, leader_in_charge=zhou, key="no")
    client = officer(city.qian)
    pages = list(paged(client, "/office/charge/?show=all"))
    assert len(pages) == 3
    assert all('全部包案件 <span class="count">5</span>' in page for page in pages)
    assert {case.number for case in cases for page in pages if case.number in page} == {case.number for case in cases}


def test_a_notice_answered_meanwhile_hides_none_on_the_next_page(
    city: City, officer: SignIn, monkeypatch: pytest.MonkeyPatch
):
    """Whoever pages through what waits for an answer sees all of it, though the list shrinks under their hands."""
    monkeypatch.setattr("wolaiban.web.office.notices.PAGE", 2)
    cases = [city.firm.asks("pingfu365", f"第{n}件") for n in range(5)]
    for case in cases:
        city.later(minutes=1)
        city.qian.does("supervise", case, finding="没有做", tasks=[Opening("supervision", "water")])
    client, seen = officer(city.qian), []
    for page in paged(client, "/office/notices/"):
        seen += [case for case in cases if case.number in page]
        if len(seen) == 2:
            city.water_handler.does("report", cases[0], task=1, text="已上门")
    assert seen == cases
    done = client.get("/office/notices/?show=done").content.decode()
    assert cases[0].number in done and 'rel="next"' not in done
    for case in cases[1:]:
        city.later(minutes=1)
        city.water_handler.does("report", case, task=1, text="已上门")
    answered = []
    for page in paged(client, "/office/notices/?show=done"):
        answered += sorted((case for case in cases if case.number in page), key=cases.index, reverse=True)
    assert answered == cases[::-1], "the last answer stands first"
