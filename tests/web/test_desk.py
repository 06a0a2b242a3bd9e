"""The desk: the queue, one case, its verbs, filing for somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from tests.cast import FIRM, City
from tests.web.conftest import ASKED, FIRMS
from tests.web.seeing import paged
from wolaiban.lib import clock
from wolaiban.people.models import Deputy, Officer, Post
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.models import Case

Officers = Callable[..., Client]


def verb(case: Case, name: str) -> str:
    return f"/desk/case/{case.number}/{name}/"


def test_who_has_not_signed_in_is_asked_to(city: City, visitor: Client) -> None:
    case = city.firm.asks(FIRMS, "厂门口积水")
    for path in ("/desk/", "/desk/file/", f"/desk/case/{case.number}/", verb(case, "respond")):
        assert visitor.get(path)["Location"].startswith("/account/login/"), path
    assert visitor.post(verb(case, "respond"), {"text": "x"}).status_code == 302
    assert city.firm and case.events.count() == 1


def test_an_officer_without_a_post_is_told_whom_to_ask(city: City) -> None:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(Officer.objects.add("newcomer", "新来的"), backend=BACKEND)
    page = client.get("/desk/")
    assert page.status_code == 403 and "您今天没有任职的岗位" in page.content.decode()


def test_the_queue_begins_with_the_least_time_and_says_overdue_in_words(city: City, officer: Officers) -> None:
    late = city.firm.asks(FIRMS, "早先的一件")
    city.later(minutes=31)
    fresh = city.other_firm.asks(FIRMS, "刚提的一件")
    page = officer(city.lin).get("/desk/").content.decode()
    assert page.index(late.number) < page.index(fresh.number)
    assert "已超 1 分钟" in page and "还剩 30 分钟" in page and "9月13日 周五 17:20" in page
    assert "平湖晨光包装有限公司" in page


def test_the_queue_goes_on_where_a_page_ended(city: City, officer: Officers, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("wolaiban.web.desk.waiting.PAGE", 2)
    cases = [city.later(seconds=1).firm.asks(FIRMS, f"第 {n} 件") for n in range(5)]
    client = officer(city.lin)
    pages = paged(client, "/desk/?show=all")
    seen = [number for page in pages for number in re.findall(r"/desk/case/(PF2024-\w+)/", page)]
    assert seen == [case.number for case in cases]
    assert client.get("/desk/?show=all&after=nonsense").status_code == 200


def test_empty_lists_say_what_can_be_done(city: City, officer: Officers) -> None:
    client = officer(city.lin)
    assert "现在没有等您办的件" in client.get("/desk/").content.decode()
    assert "您还没有替别人登记过" in client.get("/desk/?show=filed").content.decode()
    assert "这里没有在办的件" in client.get("/desk/?show=waiting").content.decode()


def test_from_response_to_answer_through_the_pages(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    desk, water = officer(city.lin), officer(city.water_handler)
    page = desk.get(f"/desk/case/{case.number}/").content.decode()
    assert page.index("main-action") < page.index("回应</h2>"), "the main action keeps the next promise"
    assert desk.post(verb(case, "respond"), {"text": "我是林一帆，今天查管线"}).status_code == 302
    sent = {"tasks.lead": "water", "tasks.co": ["planning", "ecology"], "grade": "ordinary"}
    assert desk.post(verb(case, "dispatch"), sent).status_code == 302
    case.refresh_from_db()
    assert [task.unit for task in case.tasks.all()] == ["water", "planning", "ecology"]
    assert water.post(verb(case, "sign"), {"task": "1"}).status_code == 302
    blocked = water.post(verb(case, "answer"), {"answer": "已接通"})
    assert blocked.status_code == 409 and "已接通" in blocked.content.decode(), "the co-units come first"
    for login, number in (("planning_handler", "2"), ("ecology_handler", "3")):
        unit = officer(getattr(city, login))
        assert unit.post(verb(case, "opinion"), {"task": number, "answer": "无意见"}).status_code == 302
    assert water.post(verb(case, "answer"), {"answer": "已接通"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "answered"


def test_the_second_of_two_is_told_who_did_what_when_and_keeps_what_was_typed(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    first, second = officer(city.lin), officer(city.sun)
    city.later(minutes=4)
    assert first.post(verb(case, "respond"), {"text": "我来办"}).status_code == 302
    answer = second.post(verb(case, "respond"), {"text": "我也想来办，已经写了很多"})
    page = answer.content.decode()
    assert answer.status_code == 409 and case.events.count() == 2
    for text in ("别人先办了一步", "林一帆", "2024年9月13日 周五 16:54", "回应", "已回应", "我也想来办，已经写了很多"):
        assert text in page


def test_a_form_sent_twice_by_one_is_said_kindly(city: City, officer: Officers) -> None:
    case, client = city.firm.asks(FIRMS, "厂区用水接入卡住了"), officer(city.lin)
    client.post(verb(case, "respond"), {"text": "我来办"})
    assert "您刚才已经办过了" in client.post(verb(case, "respond"), {"text": "我来办"}).content.decode()


def test_a_dispatch_without_a_unit_is_asked_for_one(city: City, officer: Officers) -> None:
    case, client = city.firm.asks(FIRMS, "厂区用水接入卡住了"), officer(city.lin)
    client.post(verb(case, "respond"), {"text": "我来办"})
    answer = client.post(verb(case, "dispatch"), {"grade": "complex", "matter": "供水"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'id="dispatch-0-tasks-lead-error"' in page
    assert 'value="供水"' in page and re.search(r'value="complex"[^>]*checked', page)


def test_a_verb_of_another_role_is_refused_and_an_unknown_one_not_found(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.lin.does("close", case, answer="办好了")
    refused = officer(city.lin).post(verb(case, "rate"), {"rating": "very_satisfied"})
    assert refused.status_code == 403 and case.refusals.get().verb == "rate"
    assert officer(city.lin).get(verb(case, "explode")).status_code == 404


def test_a_unit_without_a_task_finds_no_such_case(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    stranger = officer(city.stranger)
    assert stranger.get(f"/desk/case/{case.number}/").status_code == 404
    assert stranger.post(verb(case, "note"), {"text": "我看看"}).status_code == 404
    assert case.number not in stranger.get("/desk/?show=all").content.decode()


def test_a_confidential_asker_is_masked_from_the_unit(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "物业强收费用", confidential=True)
    city.lin.does("respond", case, text="我来办")
    city.lin.dispatches(case, "water")
    for path in (f"/desk/case/{case.number}/", "/desk/?show=all", verb(case, "sign")):
        page = officer(city.water_handler).get(path).content.decode()
        assert not re.search(r"王|138\*|1234|晨光", page), path
    assert "王经理" in officer(city.lin).get(f"/desk/case/{case.number}/").content.decode()


def test_an_extension_is_asked_for_and_granted_on_the_page(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.lin.does("respond", case, text="我来办")
    city.lin.dispatches(case, "water", grade="ordinary")
    city.water_handler.does("sign", case, task=1)
    water, centre = officer(city.water_handler), officer(city.chen)
    assert "grant_extension" not in centre.get(f"/desk/case/{case.number}/").content.decode()
    sent = {"promise": "done", "until": "2024-09-23", "ground": "管材到货晚"}
    assert water.post(verb(case, "extend"), sent).status_code == 302
    shown = centre.get(f"/desk/case/{case.number}/").content.decode()
    main = shown.partition("main-action")[2].partition("</section>")[0]
    assert "/grant_extension/" in main, "what waits for the centre is not folded away"
    page = centre.get(verb(case, "grant_extension")).content.decode()
    assert 'value="2024-09-23"' in page, "the day that was asked for stands ready"
    assert centre.post(verb(case, "grant_extension"), {"promise": "done", "until": "2024-09-23"}).status_code == 302
    assert city.due(case, "done") == "2024-09-23 17:00"


def filing(city: City, client: Client, **more: str) -> Case:
    answer = client.post(f"/desk/file/{FIRMS}/", ASKED | {"channel": "visit"} | more)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.latest("recorded_at")


def test_filing_for_somebody_starts_the_clock_at_the_conversation(city: City, officer: Officers) -> None:
    client = officer(city.lin)
    case = filing(city, client, asked_at="2024-09-13T14:50", written_at="2024-09-13T07:10:00Z")
    assert case.registered_at == city.t("2024-09-13 14:50") and case.written_at == city.t("2024-09-13 15:10")
    assert (case.channel, case.collector) == ("visit", str(city.lin.officer.pk))
    receipt = client.get(f"/desk/filed/{case.number}/").content.decode()
    assert case.tracking_code in receipt
    assert client.get(f"/desk/filed/{case.number}/").status_code == 302, "the code is shown once"
    page = client.get(f"/desk/case/{case.number}/").content.decode()
    assert case.tracking_code not in page
    assert (
        "2024年9月13日 周五 14:50" in page and "2024年9月13日 周五 15:10" in page and "2024年9月13日 周五 16:50" in page
    )


def test_a_conversation_too_long_ago_or_still_to_come_is_refused(city: City, officer: Officers) -> None:
    client = officer(city.lin)
    for asked_at in ("2024-09-12T16:49", "2024-09-13T16:52", "yesterday"):
        answer = client.post(f"/desk/file/{FIRMS}/", ASKED | {"asked_at": asked_at})
        assert answer.status_code == 422 and 'id="asked_at-error"' in answer.content.decode(), asked_at
    assert not Case.objects.exists()


def test_the_same_matter_twice_is_offered_for_merging(city: City, officer: Officers) -> None:
    older = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.later(minutes=5)
    client = officer(city.lin)
    younger = filing(city, client, subject="还是用水的事")
    for path in (f"/desk/filed/{younger.number}/", f"/desk/case/{younger.number}/", f"/desk/case/{older.number}/"):
        page = client.get(path).content.decode()
        assert f'action="{verb(younger, "merge")}"' in page and f'name="into" value="{older.number}"' in page, path
        assert "较早一件的编号和时限照旧" in page
    unit = officer(city.water_handler)
    city.lin.does("respond", older, text="我来办")
    city.lin.dispatches(older, "water")
    assert 'name="into"' not in unit.get(f"/desk/case/{older.number}/").content.decode(), "a unit merges nothing"
    assert client.post(verb(younger, "merge"), {"into": older.number}).status_code == 302
    younger.refresh_from_db()
    assert younger.contract_state == "merged"


def test_of_many_cases_of_a_firm_those_about_the_same_are_offered_first(city: City, officer: Officers) -> None:
    for n in range(8):
        city.firm.asks(FIRMS, f"第{n}件：车间用工补贴怎么领")
        city.later(minutes=1)
    older = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.later(minutes=10)
    younger = city.firm.asks(FIRMS, "用水接入卡住了，厂区")
    page = officer(city.lin).get(f"/desk/case/{younger.number}/").content.decode()
    assert re.findall(r'name="into" value="([^"]+)"', page)[0] == older.number


def test_a_mistyped_phone_is_put_right_and_only_what_changed_is_recorded(city: City, officer: Officers) -> None:
    case, client = city.firm.asks(FIRMS, "厂区用水接入卡住了"), officer(city.lin)
    sent = {f"requester.{name}": text for name, text in FIRM.items()} | {"requester.phone": "13700009999"}
    answer = client.post(verb(case, "correct"), sent | {"subject": "厂区用水接入卡住了"})
    assert answer.status_code == 302
    words = case.words.latest("seq").content
    assert words == {"requester": {"phone": "13700009999"}}


def test_a_day_later_the_page_knows(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.later(seconds=timedelta(days=1, minutes=30).total_seconds())
    page = officer(city.lin).get(f"/desk/case/{case.number}/").content.decode()
    assert "已超 1 天" in page and "已逾期" in page


def test_a_supervision_notice_to_the_desk_is_answered_on_the_page(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.later(minutes=31)
    city.tick()
    client = officer(city.lin)
    page = client.get(f"/desk/case/{case.number}/").content.decode()
    assert "督办单" in page and "待签收" not in page, "a notice is not signed for"
    assert client.post(verb(case, "report"), {"task": "1", "text": "值班漏看，已补"}).status_code == 302
    assert city.promise(case, "supervision", 1).state == "kept"


def test_no_form_and_no_twin_tells_who_a_confidential_asker_is(city: City, officer: Officers) -> None:
    """Not the page of a verb the unit may not do, and not a link to an open case of the same firm."""
    masked = city.firm.asks("pingfu365", "反映邻厂噪音", confidential=True)
    plain = city.firm.asks("pingfu365", "发票如何补开")
    for case in (masked, plain):
        city.lin.does("respond", case, text="已安排")
        city.lin.dispatches(case, "ecology")
    handler = officer(city.ecology_handler)
    for path in (verb(masked, "correct"), f"/desk/case/{masked.number}/"):
        page = handler.get(path).content.decode()
        assert FIRM["name"] not in page and FIRM["phone"] not in page and FIRM["organisation"] not in page
        assert plain.number not in page
    refused = handler.post(verb(masked, "correct"), {"subject": "x"})
    assert refused.status_code == 403 and FIRM["phone"] not in refused.content.decode()
    assert masked.number not in handler.get(f"/desk/case/{plain.number}/").content.decode()


def test_the_page_names_the_officer_in_whose_stead_it_was_done(city: City, officer: Officers) -> None:
    case = city.firm.asks(FIRMS, "厂区用水")
    post, day = Post.objects.get(officer=city.lin.officer), clock.now().date()
    Deputy.objects.create(post=post, officer=city.water_handler.officer, from_on=day, until_on=day)
    city.water_handler.does("respond", case, text="已联系")
    page = officer(city.water_handler).get(f"/desk/case/{case.number}/").content.decode()
    assert f"代 {city.lin.officer.name}" in page


def test_all_that_is_wrong_stands_beside_its_field_at_once(city: City, officer: Officers) -> None:
    """The matter, the asker and the conversation: an unreadable one hides neither of the others."""
    client = officer(city.lin)
    for asked_at, said in (("gestern", "请写成日期和时间"), ("1990-01-01T00:00", "最早只能填写 24 小时之前")):
        sent = ASKED | {"requester.phone": "12", "subject": "", "about_unit": "watr", "asked_at": asked_at}
        answer = client.post(f"/desk/file/{FIRMS}/", sent)
        page = answer.content.decode()
        assert answer.status_code == 422 and not Case.objects.exists()
        assert all(words in page for words in ("请填写“标题”", "没有单位“watr”", "电话", said)), page
        order = [page.index(f'id="{name}-error"') for name in ("subject", "requester-phone", "asked_at", "about_unit")]
        told = re.findall(r'<li><a href="#([^"]+)">', page)
        assert told == ["subject", "requester-phone", "asked_at", "about_unit"]
        assert order == sorted(order)


def test_a_device_whose_clock_is_wrong_keeps_nobody_from_filing(city: City, officer: Officers) -> None:
    """The officer cannot see the hidden field: what cannot be right is left out."""
    for written, kept in (("2024-09-13T16:52:00+08:00", True), ("2031-01-01T00:00:00Z", False), ("1970-01-01", False)):
        answer = officer(city.lin).post(f"/desk/file/{FIRMS}/", ASKED | {"written_at": written})
        assert answer.status_code == 302, answer.content.decode()
        newest = Case.objects.order_by("-id")[0]
        assert (newest.written_at is not None) == kept
        city.later(minutes=1)


def test_the_earliest_conversation_that_the_page_offers_is_taken(city: City, officer: Officers) -> None:
    city.later(seconds=30)
    client = officer(city.lin)
    page = client.get(f"/desk/file/{FIRMS}/").content.decode()
    least = re.search(r'min="([^"]+)"', page)
    assert least and client.post(f"/desk/file/{FIRMS}/", ASKED | {"asked_at": least[1]}).status_code == 302
