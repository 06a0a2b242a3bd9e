"""The asker's say: answer what is asked, withdraw after a second look, rate once, reopen knowing what follows."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Upper
from django.test import Client

from tests.cast import City
from tests.web.conftest import FIRMS
from tests.web.seeing import han_in
from wolaiban.people.models import Organisation
from wolaiban.promises.models import Case

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def asked(city: City, *, dispatched: bool = False) -> Case:
    city.clock("2024-07-02 09:00")
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    if dispatched:
        city.lin.does("respond", case, text="今天查管线")
        city.lin.dispatches(case, "water", grade="ordinary")
        city.water_handler.does("sign", case, task=1)
    return case


def page(visitor: Client, case: Case, verb: str = "") -> str:
    path = f"/track/{case.number}/{verb}/" if verb else f"/track/{case.number}/"
    return visitor.get(path, {"code": case.tracking_code}).content.decode()


def send(visitor: Client, case: Case, verb: str, **said: str) -> str:
    sent = {"code": case.tracking_code, **said}
    return visitor.post(f"/track/{case.number}/{verb}/", sent, follow=True).content.decode()


def closed(city: City) -> Case:
    case = asked(city)
    city.lin.does("close", case, answer="已代为提交，明天上门")
    return case


def test_while_the_case_waits_for_the_asker_the_answer_stands_first(city: City, visitor: Client) -> None:
    case = asked(city, dispatched=True)
    city.water_handler.does("pause", case, reason="asker", ground="缺图纸")
    shown = page(visitor, case)
    assert shown.index("/resume/") < shown.index("对您的承诺"), "before everything else that may be done"
    assert shown.index("缺图纸") < shown.index("/resume/"), "what is waited for stands with it"
    assert "正在等您答复" in shown and "2024年7月16日" in shown, "until when it waits"
    after = send(visitor, case, "resume", text="图纸已补交")
    assert "图纸已补交" in after and "正在等您答复" not in after
    assert city.promise(case, "done").state == "running"


def test_a_message_that_is_waited_for_is_called_by_what_it_is_and_stands_once(city: City, visitor: Client) -> None:
    case = city.firm.asks("crossing", "异地购房提取公积金", matter="fund_house", consent="yes")
    city.lin.dispatches(case, "water")
    city.water_handler.does("ask_paper", case, task=1, paper="identity", text="请拍正反面发来")
    shown = page(visitor, case)
    assert shown.count("/say/") == 1 and "给办理人员留言" not in shown and "不影响计时" not in shown
    assert '<h2 id="main-title">补交材料</h2>' in shown
    after = send(visitor, case, "say", text="已发")
    assert "给办理人员留言" in after and "main-title" not in after, "then it is a message like any other"


def test_a_pause_for_another_reason_is_not_the_askers_to_end(city: City, visitor: Client) -> None:
    case = asked(city, dispatched=True)
    city.water_handler.does("pause", case, reason="inspection", ground="等检测")
    assert "/resume/" not in page(visitor, case)
    sent = {"code": case.tracking_code, "reason": "inspection"}
    assert visitor.post(f"/track/{case.number}/resume/", sent).status_code == 409
    assert city.promise(case, "done").state == "paused"


def test_messages_go_both_ways_with_files(city: City, visitor: Client) -> None:
    case = asked(city, dispatched=True)
    city.water_handler.does("talk", case, text="请把管线图发来")
    shown = page(visitor, case)
    assert "请把管线图发来" in shown and "给办理人员留言" in shown
    sent = {"code": case.tracking_code, "text": "图在附件里", "attachment": SimpleUploadedFile("管线图.pdf", PDF)}
    after = visitor.post(f"/track/{case.number}/say/", sent, follow=True).content.decode()
    assert "图在附件里" in after and "管线图.pdf" in after and "已记录" in after
    refused = visitor.post(f"/track/{case.number}/say/", {"code": case.tracking_code})
    assert refused.status_code == 422 and "请填写" in refused.content.decode()


def test_withdrawing_takes_a_second_look_that_says_what_follows(city: City, visitor: Client) -> None:
    case = asked(city)
    shown = page(visitor, case)
    assert f'href="/track/{case.number}/withdraw/?code=' in shown
    assert f'action="/track/{case.number}/withdraw/' not in shown, "not with one touch"
    look = page(visitor, case, "withdraw")
    assert "撤回后" in look and "确认撤回" in look and "不撤回" in look
    assert "已撤回" in send(visitor, case, "withdraw", ground="已自行解决")
    assert visitor.get(f"/track/{case.number}/withdraw/", {"code": "WRONG"}).status_code == 404


def test_a_page_of_what_is_no_longer_possible_leads_back(city: City, visitor: Client) -> None:
    case = asked(city)
    send(visitor, case, "withdraw")
    answer = visitor.get(f"/track/{case.number}/withdraw/", {"code": case.tracking_code})
    assert answer.status_code == 302 and answer["Location"].startswith(f"/track/{case.number}/?code=")
    assert visitor.get(f"/track/{case.number}/nothing/", {"code": case.tracking_code}).status_code == 404


def test_a_rating_is_given_once_and_the_page_says_so(city: City, visitor: Client) -> None:
    case = closed(city)
    assert "您对办理结果满意吗" in page(visitor, case)
    after = send(visitor, case, "rate", rating="satisfied", resolved="yes", text="很快")
    assert "您的评价" in after and "不能更改" in after and f'action="/track/{case.number}/rate/' not in after
    again = visitor.post(f"/track/{case.number}/rate/", {"code": case.tracking_code, "rating": "very_satisfied"})
    assert again.status_code == 409 and "评价只有一次" in again.content.decode()
    case.refresh_from_db()
    assert case.rating == "satisfied"


def test_what_was_done_anew_may_be_rated_anew(city: City, visitor: Client) -> None:
    case = asked(city, dispatched=True)
    city.water_handler.does("answer", case, answer="已接通")
    after = send(visitor, case, "rate", rating="dissatisfied", resolved="no", text="水压不够")
    assert "您的评价" in after and "重办" in after
    city.water_handler.does("answer", case, answer="已加装增压泵")
    assert "您对办理结果满意吗" in page(visitor, case)
    assert "非常满意" in send(visitor, case, "rate", rating="very_satisfied", resolved="yes")


def test_before_reopening_the_asker_reads_what_follows_and_until_when(city: City, visitor: Client) -> None:
    case = closed(city)
    shown = page(visitor, case)
    assert "2024年9月30日 周一" in shown, "90 days after closing"
    look = page(visitor, case, "reopen")
    for text in ("1 个工作日", "5 个工作日", "重新办理后"):
        assert text in look, text
    refused = visitor.post(f"/track/{case.number}/reopen/", {"code": case.tracking_code})
    assert refused.status_code == 422 and "请填写" in refused.content.decode(), "a reason is asked for"
    assert "又断水了" in send(visitor, case, "reopen", text="又断水了")
    case.refresh_from_db()
    assert case.contract_state == "handling"


def test_every_page_of_the_asker_is_whole_in_english(city: City, visitor: Client) -> None:
    Organisation.objects.update(name_en=Upper("code"))
    reader = Client(headers={"accept-language": "en"})
    waiting = asked(city, dispatched=True)
    city.water_handler.does("pause", waiting, reason="asker", ground="缺图纸")
    done = closed(city)
    city.firm.does("rate", done, rating="satisfied")
    pages = [page(reader, waiting), page(reader, waiting, "withdraw"), page(reader, waiting, "say"), page(reader, done)]
    pages += [page(reader, done, "reopen"), reader.get("/track/lost/").content.decode()]
    pages += [reader.post("/track/lost/", said).content.decode() for said in ({}, {"number": "a", "contact": "b"})]
    kept = reader.get(f"/asked/{done.number}/receipt.txt", {"code": done.tracking_code}).content.decode()
    pages.append(kept.replace("厂区用水接入卡住了", ""))
    assert not [found for found in map(han_in, pages) if found]
