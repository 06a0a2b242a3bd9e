"""The hall: ask in under a minute, follow, have a say, see the public account."""

from __future__ import annotations

import re

from django.test import Client

from tests.cast import City
from tests.web.conftest import ASKED, FIRMS
from wolaiban.promises.models import Case


def ask(visitor: Client, **more: str) -> Case:
    answer = visitor.post(f"/ask/{FIRMS}/", ASKED | more)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.latest("recorded_at")


def tracked(case: Case) -> str:
    return f"/track/{case.number}/?code={case.tracking_code}"


def test_the_first_page_says_the_sentence_and_each_promise(visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    for text in (
        "有人问、有人管、有时限、有回访、有公示",
        "30 分钟内办结或回应",
        "15 个工作日内答复",
        "还没有可以公布的数据",
    ):
        assert text in page


def test_asking_ends_with_number_code_picture_who_and_until_when(visitor: Client) -> None:
    answer = visitor.post(f"/ask/{FIRMS}/", ASKED, follow=True)
    case, page = Case.objects.get(), answer.content.decode()
    for text in (case.number, case.tracking_code, "<svg", "企服中心", "2024年9月13日 周五 17:20", "还剩 30 分钟"):
        assert text in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(visitor: Client) -> None:
    answer = visitor.post(f"/ask/{FIRMS}/", {"text": "管道没有接进来", "requester.phone": "8501", "board": "project"})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Case.objects.exists()
    assert "还不能提交" in page and 'href="#subject"' in page and 'id="subject-error"' in page
    assert 'href="#requester-phone"' in page and "不是有效的电话号码" in page and "请填写姓名或单位名称" in page
    assert "管道没有接进来" in page and 'value="8501"' in page
    assert re.search(r'value="project"[^>]*checked', page)


def test_a_wrong_code_and_an_unknown_number_are_told_alike(visitor: Client) -> None:
    case = ask(visitor)
    pages = [visitor.get("/track/", {"number": number, "code": "0" * 12}) for number in (case.number, "PF2024-000000")]
    assert [page.status_code for page in pages] == [404, 404]
    said = [re.sub(r'value="[^"]*"', "", page.content.decode()).replace(case.number, "") for page in pages]
    assert "没有找到。请对照回执核对" in said[0] and len(said[0]) - len(said[1]) < 40
    assert visitor.get(f"/track/{case.number}/?code=WRONG").status_code == 404
    assert visitor.post(f"/track/{case.number}/withdraw/", {"code": "WRONG"}).status_code == 404


def test_a_code_read_over_the_telephone_is_understood(visitor: Client) -> None:
    case = ask(visitor)
    typed = case.tracking_code.lower().replace("0", "o").replace("1", "l")
    answer = visitor.get("/track/", {"number": case.number.lower(), "code": f" {typed[:4]}-{typed[4:]} "})
    assert answer.status_code == 302 and answer["Location"] == tracked(case)


def test_the_tracking_page_shows_who_has_it_until_when_and_how_that_is_counted(city: City, visitor: Client) -> None:
    case = ask(visitor, text="供水管道一直没有接进来")
    city.later(minutes=20)
    city.lin.does("respond", case, text="我是林一帆，已请水务集团今天查管线")
    city.lin.dispatches(case, "water", grade="ordinary")
    city.lin.does("note", case, text="这家去年也报过")
    page = visitor.get(tracked(case)).content.decode()
    assert "水务集团" in page and "2024年9月19日 周四 17:00" in page and "还剩" in page
    assert "第 3 个工作日" in page, "the arithmetic, day by day"
    assert "我是林一帆，已请水务集团今天查管线" in page and "供水管道一直没有接进来" in page
    assert "这家去年也报过" not in page, "words among officers"
    assert "13800001234" not in page, "a code that was lost shows no telephone"


def test_the_asker_rates_and_the_public_figure_moves(city: City, visitor: Client) -> None:
    case = ask(visitor)
    city.later(minutes=12)
    city.lin.does("close", case, answer="接入申请已代为提交，明天上门")
    assert "您对办理结果满意吗" in visitor.get(tracked(case)).content.decode()
    before = visitor.get("/figures/").content.decode()
    sent = {"code": case.tracking_code, "rating": "satisfied", "resolved": "yes", "text": "很快"}
    answer = visitor.post(f"/track/{case.number}/rate/", sent, follow=True)
    assert answer.status_code == 200 and "已记录：评价" in answer.content.decode()
    after = visitor.get("/figures/").content.decode()
    assert "办结 1 件中 1 件已评价" not in before
    assert "不公布（不足 10 件），办结 1 件中 1 件已评价" in after, "counted at once; what one firm said stays its own"
    assert "100.0%（1/1），办结" not in after


def test_a_rating_without_a_level_is_asked_again(city: City, visitor: Client) -> None:
    case = ask(visitor)
    city.lin.does("close", case, answer="办好了")
    answer = visitor.post(f"/track/{case.number}/rate/", {"code": case.tracking_code, "text": "还可以"})
    assert answer.status_code == 422 and "还可以" in answer.content.decode() and "请选择" in answer.content.decode()


def test_the_asker_withdraws_and_cannot_do_an_officers_verb(visitor: Client) -> None:
    case = ask(visitor)
    refused = visitor.post(f"/track/{case.number}/respond/", {"code": case.tracking_code, "text": "我自己回"})
    assert refused.status_code == 403
    answer = visitor.post(f"/track/{case.number}/withdraw/", {"code": case.tracking_code}, follow=True)
    assert "已撤回" in answer.content.decode()
    again = visitor.post(f"/track/{case.number}/withdraw/", {"code": case.tracking_code})
    assert again.status_code == 409


def test_a_service_that_does_not_exist_is_not_found(visitor: Client) -> None:
    page = visitor.get("/ask/nothing/")
    assert page.status_code == 404 and "没有找到这一页" in page.content.decode()


def test_figures_can_be_taken_away_as_files_and_wrong_dates_are_told(city: City, visitor: Client) -> None:
    ask(visitor)
    csv = visitor.get(f"/figures/{FIRMS}.csv", {"from": "2024-09-01", "to": "2024-09-30"}).content.decode()
    assert "received,1,count" in csv.replace("cases", "count") or "received" in csv
    data = visitor.get(f"/figures/{FIRMS}.json", {"from": "2024-09-01", "to": "2024-09-30"}).json()
    assert (data["from"], data["to"]) == ("2024-09-01", "2024-09-30")
    assert {figure["code"]: figure["value"] for figure in data["figures"]}["received"] == 1
    assert visitor.get(f"/figures/{FIRMS}.exe").status_code == 404
    assert "日期请写成" in visitor.get("/figures/", {"from": "yesterday"}).content.decode()
    assert "已对调" in visitor.get("/figures/", {"from": "2024-09-30", "to": "2024-09-01"}).content.decode()


def test_a_span_of_days_becomes_whole_months_and_the_page_says_so(city: City, visitor: Client) -> None:
    ask(visitor)
    page = visitor.get("/figures/", {"from": "2024-08-13", "to": "2024-08-13"}).content.decode()
    assert "公开数据按整月统计" in page and 'value="2024-08-01"' in page and 'value="2024-08-31"' in page
    data = visitor.get(f"/figures/{FIRMS}.json", {"from": "2024-08-13", "to": "2024-08-13"}).json()
    assert (data["from"], data["to"]) == ("2024-08-01", "2024-08-31")


def test_before_anything_was_asked_the_account_says_so(visitor: Client) -> None:
    assert "这段时间没有登记的件" in visitor.get("/figures/").content.decode()


def test_all_that_is_wrong_with_the_matter_and_with_who_asks_is_said_at_once(visitor: Client) -> None:
    sent = {"subject": "", "about_unit": "watr", "requester.credit_code": "1"}
    answer = visitor.post(f"/ask/{FIRMS}/", sent)
    page = answer.content.decode()
    told = re.findall(r'<li><a href="#([^"]+)">', page)
    assert answer.status_code == 422 and not Case.objects.exists()
    assert told == ["subject", "requester-name", "requester-phone", "about_unit", "requester-credit_code"], told
    assert "没有单位“watr”。最接近的是“water”（水务集团）" in page
