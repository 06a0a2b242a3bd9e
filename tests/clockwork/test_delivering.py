"""Who is to be told something is told it: by e-mail or short message, again if it fails, and shown if given up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.cast import FIRM, City
from tests.clockwork.conftest import Gateway, Mails, free_port
from wolaiban.clockwork import delivering
from wolaiban.clockwork.channels import email, http, sms
from wolaiban.clockwork.delivering import claim, deliver_due, spread_due
from wolaiban.clockwork.today import Today
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.town import town
from wolaiban.promises.verbs import erase, register

BY_MAIL = {"name": "王经理", "email": "wang@example.com", "organisation": "平湖晨光包装有限公司"}


def asks(subject: str = "厂区用水接入卡住了", **requester: str) -> Case:
    return register("pingfu365", by=Actor.asker(), requester={**BY_MAIL, **requester}, subject=subject)


def sends() -> int:
    return deliver_due(clock.now())


def body(mail: EmailMessage) -> str:
    return mail.get_content()


def to_asker(case: Case, template: str = "received") -> Delivery:
    return case.deliveries.get(template=template, to="asker")


def test_the_asker_gets_number_promise_and_a_link_that_opens_the_case(city: City, mails: Mails, settings):
    settings.PUBLIC_URL = "https://help.pinghu.example"
    case = asks()
    assert sends() == 1
    (mail,) = mails.taken
    assert mails.recipients == ["wang@example.com"]
    assert mail["Subject"] == f"已收到您的诉求：{case.number}"
    assert f"https://help.pinghu.example/track/{case.number}/?code={case.tracking_code}" in body(mail)
    assert "2024年9月13日（周五）17:20 前回应" in body(mail) and "由窗口负责" in body(mail)
    row = to_asker(case)
    assert (row.state, row.channel, row.sent_at, row.error) == ("sent", "email", clock.now(), "")
    assert mail["Message-ID"] == f"<{row.message}@pinghu.example>" and row.message == row.id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert sends() == 0


def test_who_asks_in_english_is_answered_in_english(city: City, mails: Mails):
    case = asks(language="en")
    sends()
    assert mails.taken[0]["Subject"] == f"We have your request: {case.number}"
    assert "Fri 13 Sep 2024, 17:20" in body(mails.taken[0])
    assert not re.search(r"[\u4e00-\u9fff]", body(mails.taken[0]))


def test_a_short_message_goes_to_the_gateway_in_the_body_of_the_town(city: City, gateway: Gateway):
    case = city.firm.asks("pingfu365", "用水")
    assert sends() == 1
    row = to_asker(case)
    assert (row.state, row.channel) == ("sent", "sms")
    assert gateway.posted[0]["to"] == FIRM["phone"] and case.number in gateway.posted[0]["text"]
    assert gateway.heads[0]["Idempotency-Key"] == str(row.message) == gateway.posted[0]["id"]
    assert gateway.heads[0]["Authorization"] == "Bearer secret"


def test_of_two_addresses_the_first_channel_of_the_template_is_taken_that_the_town_has(
    city: City, mails: Mails, gateway: Gateway, settings
):
    both = {"phone": "13800001234"}
    case = asks(**both)
    sends()
    assert to_asker(case).channel == "sms", "the template names it first"
    settings.SMS_URL = ""
    case = asks("又一件", **both)
    sends()
    assert to_asker(case).channel == "email"


def test_nobody_without_an_address_or_a_channel_is_waited_for(city: City, settings):
    settings.SMTP_URL = settings.SMS_URL = ""
    case = asks()
    assert sends() == 0
    assert (to_asker(case).state, to_asker(case).error) == (
        "dropped", "the town has no channel that reaches the address on record"
    )  # fmt: skip
    assert not Delivery.objects.live().exists() and not Delivery.objects.given_up().exists()


def test_what_is_for_a_role_goes_to_each_who_holds_the_post_that_day_but_not_to_who_did_it(city: City, mails: Mails):
    for name in ("lin", "sun"):
        officer = getattr(city, name).officer
        officer.email = f"{name}@pinghu.example"
        officer.save()
    case = city.lin.files("pingfu365", "走访时反映")
    sends()
    assert mails.recipients == ["sun@pinghu.example"]
    assert f"/desk/case/{case.number}/" in body(mails.taken[0]) and case.tracking_code not in body(mails.taken[0])
    assert case.deliveries.get(to="role:desk").state == "spread"


def test_a_post_for_another_area_is_not_told(city: City, mails: Mails):
    area = Area.objects.create(code="330482001", name="当湖街道", kind="sub_district")
    Area.objects.create(code="330482002", name="钟埭街道", kind="sub_district")
    for name in ("lin", "sun"):
        officer = getattr(city, name).officer
        officer.email = f"{name}@pinghu.example"
        officer.save()
    city.sun.officer.posts.update(area=area)
    register("pingfu365", by=Actor.asker(), requester=FIRM, subject="用水", area="330482002")
    sends()
    assert mails.recipients == ["lin@pinghu.example"]


def test_a_post_that_nobody_holds_is_waited_for_and_then_shown(city: City):
    for name in ("lin", "sun"):
        getattr(city, name).officer.posts.update(to_on="2024-09-01")
    case = city.firm.asks("pingfu365", "用水")
    sends()
    row = case.deliveries.get(to="role:desk")
    assert (row.state, row.error, row.tries) == ("waiting", "nobody holds the post", 1)
    city.later(days=4)
    sends()
    assert [one.to for one in Delivery.objects.given_up()] == ["role:desk"]


def test_what_waits_for_one_officer_comes_as_one_letter(city: City, mails: Mails):
    city.water_handler.officer.email = "shen@water.example"
    city.water_handler.officer.save()
    cases = [city.firm.asks("pingfu365", f"事项 {n}") for n in range(3)]
    for case in cases:
        city.lin.does("respond", case, text="已联系")
        city.lin.dispatches(case, "water")
    assert sends() == 1
    (mail,) = mails.taken
    assert mail["Subject"] == "平湖市：3 条消息"
    assert all(case.number in body(mail) for case in cases)
    assert "派给水务集团" in body(mail)
    assert len({row.message for row in Delivery.objects.filter(state="sent")}) == 1


def test_a_refused_address_is_given_up_at_once_and_said_without_naming_it(city: City, mails: Mails):
    mails.to_recipient = "550 no such user wang@example.com"
    case = asks()
    assert sends() == 0
    row = to_asker(case)
    assert (row.state, row.error) == ("given_up", "SMTP 550")


@pytest.mark.parametrize("answer", ["451 later", "421 too busy"])
def test_a_server_that_is_busy_is_tried_again_later_and_later_with_the_same_id(city: City, mails: Mails, answer: str):
    mails.to_recipient = answer
    case, waits, ids = asks(), [], set()
    for _ in range(4):
        sends()
        row = to_asker(case)
        waits.append(round((row.next_try_at - clock.now()).total_seconds() / 60))
        ids.add(row.message)
        clock.move_to(row.next_try_at, speed=0)
    assert waits == [1, 2, 4, 8] and len(ids) == 1
    mails.to_recipient = "250 OK"
    assert sends() == 1
    assert mails.taken[0]["Message-ID"] == f"<{ids.pop()}@pinghu.example>"
    assert (to_asker(case).state, to_asker(case).tries) == ("sent", 5)


def test_after_three_days_it_is_given_up_and_shown(city: City, mails: Mails):
    mails.to_letter = "451 later"
    case, tries = asks(), 0
    while to_asker(case).state == "waiting":
        sends()
        tries += 1
        clock.move_to(to_asker(case).next_try_at, speed=0)
    assert [row.pk for row in Delivery.objects.given_up().filter(to="asker")] == [to_asker(case).pk]
    assert timedelta(days=3) <= clock.now() - case.registered_at < timedelta(days=4)
    assert tries < 25, "six hours are the longest wait"


def test_a_server_that_is_away_is_asked_once_a_round_and_holds_up_no_other_channel(
    city: City, gateway: Gateway, settings, monkeypatch: pytest.MonkeyPatch
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    asked, real = [], email.send
    monkeypatch.setattr(email, "send", lambda letter: (asked.append(letter.id), real(letter)))
    cases = [asks(f"事项 {n}") for n in range(5)]
    city.firm.asks("pingfu365", "另一家")
    assert sends() == 1 and len(gateway.posted) == 1
    assert len(asked) == 1
    errors = [to_asker(case).error for case in cases]
    assert errors.count("ConnectionRefusedError") == 1 and errors.count("") == 4
    assert all(to_asker(case).state == "waiting" for case in cases)


def test_letters_that_wait_for_a_server_that_is_away_are_not_taken_up_one_by_one_each_round(
    city: City, settings, monkeypatch: pytest.MonkeyPatch
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    cases = [asks(f"事项 {n}") for n in range(12)]
    sends()
    composed, real = [], delivering.compose
    monkeypatch.setattr(delivering, "compose", lambda rows, today: (composed.append(rows), real(rows, today))[1])
    for _ in range(3):
        city.later(minutes=2)
        composed.clear()
        sends(), sends()
        assert len(composed) == 1
    rows = [to_asker(case) for case in cases]
    assert {row.state for row in rows} == {"waiting"}
    assert sum(row.tries for row in rows) == 4, "one a round, and none of the others was counted as tried"


GATEWAY_OK = r'"code"\s*:\s*"?0\b'


@pytest.fixture
def ok(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """The town knows what its gateway says when it takes a message over."""
    given = replace(town(), sms={**town().sms, "ok": GATEWAY_OK})
    monkeypatch.setattr(sms, "town", lambda: given)


def test_a_gateway_that_says_in_its_answer_that_it_took_it_over_is_believed(city: City, gateway: Gateway, ok: None):
    gateway.says = b'{"code": 0, "msg": "OK"}'
    case = city.firm.asks("pingfu365", "用水")
    assert sends() == 1 and to_asker(case).state == "sent"


@pytest.mark.parametrize("charset", ["", "gbk", "no-such-charset"])
def test_a_gateway_that_answers_200_and_an_error_has_not_taken_it_over(
    city: City, gateway: Gateway, ok: None, charset: str
):
    said = '{"code":160042,"msg":"号码格式有误"}'
    gateway.charset, gateway.says = charset, said.encode("gbk" if charset == "gbk" else "utf-8")
    case = city.firm.asks("pingfu365", "用水")
    assert sends() == 0
    assert (to_asker(case).state, to_asker(case).error) == ("waiting", f"HTTP 200: {said}")
    gateway.says = b'{"code":"0"}'
    city.later(minutes=2)
    assert sends() == 1 and gateway.heads[0]["Idempotency-Key"] == gateway.heads[1]["Idempotency-Key"]


def test_of_what_the_gateway_answers_nothing_personal_is_kept(city: City, gateway: Gateway, ok: None):
    case = city.firm.asks("pingfu365", "用水")
    link = f"/track/{case.number}/?code={case.tracking_code}"
    said = f"balance 0; +86 {FIRM['phone'][:3]} {FIRM['phone'][3:7]}-{FIRM['phone'][7:]} / {FIRM['phone']} {link}"
    gateway.says = (said + "x" * 5000 + '"code":0').encode()
    assert sends() == 0, "only the first four kilobytes are looked at"
    error = to_asker(case).error
    assert error.startswith("HTTP 200: balance 0; ") and len(error) <= 210
    assert case.tracking_code not in error and case.number not in error
    assert not re.search(r"\d{4}", error)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(200, "sent"), (202, "sent"), (400, "given_up"), (404, "given_up"), (422, "given_up"),
     (408, "waiting"), (429, "waiting"), (500, "waiting"), (503, "waiting"), (401, "waiting"), (307, "waiting")],
)  # fmt: skip
def test_what_each_answer_of_the_gateway_means(city: City, gateway: Gateway, answer: int, state: str):
    gateway.answers = answer
    case = city.firm.asks("pingfu365", "用水")
    sends()
    assert to_asker(case).state == state
    assert len(gateway.posted) == 1, "nothing is posted to where it points"


def test_a_gateway_that_does_not_answer_in_time_is_tried_again(
    city: City, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.05)
    gateway.waits_seconds = 0.3
    case = city.firm.asks("pingfu365", "用水")
    sends()
    assert (to_asker(case).state, to_asker(case).error) == ("waiting", "TimeoutError")


def test_a_poisoned_delivery_stands_in_nobodys_way(city: City, mails: Mails, monkeypatch: pytest.MonkeyPatch):
    bad, good = asks("坏"), asks("好")
    real = delivering.compose

    def failing(rows, today):
        if rows[0].case_id == bad.pk:
            raise ValueError("the file is gone")
        return real(rows, today)

    monkeypatch.setattr(delivering, "compose", failing)
    assert sends() == 1
    assert to_asker(good).state == "sent"
    assert (to_asker(bad).state, to_asker(bad).error) == ("waiting", "fault of the program")
    monkeypatch.setattr(delivering, "compose", real)
    city.later(minutes=2)
    assert sends() == 1


def test_no_head_of_a_letter_can_be_smuggled_in(city: City, mails: Mails):
    case = asks(email="wang@example.com")
    words = case.words.get(seq=1)
    words.content["requester"]["email"] = "wang@example.com\nBcc: all@example.com"
    words.save()
    sends()
    assert (to_asker(case).state, to_asker(case).error) == ("given_up", "no e-mail address")
    assert not mails.recipients


def test_an_erased_asker_is_told_nothing_more(city: City, mails: Mails):
    case = asks()
    erase(case, by=city.op.actor)
    assert sends() == 0
    assert to_asker(case).state == "dropped" and not mails.taken


def test_a_warning_of_what_was_done_meanwhile_is_not_sent(city: City, mails: Mails):
    city.lin.officer.email = "lin@pinghu.example"
    city.lin.officer.save()
    case = city.firm.asks("pingfu365", "用水")
    city.clock("2024-09-13 17:14")
    city.tick()
    city.lin.does("respond", case, text="已联系")
    sends()
    assert not [mail for mail in mails.taken if "提醒" in mail["Subject"] or "提醒" in body(mail)]


def test_a_warning_says_what_is_due_when_and_how_long_is_left(city: City, mails: Mails):
    city.chen.officer.email = "chen@pinghu.example"
    city.chen.officer.save()
    case = city.firm.asks("pingfu365", "用水")
    city.clock("2024-09-13 17:14")
    city.tick()
    sends()
    (mail,) = mails.taken
    assert mail["Subject"] == f"提醒：{case.number} 回应"
    assert "2024年9月13日（周五）17:20（还剩 6 分钟）" in body(mail)


def test_a_claim_that_ran_out_is_taken_up_with_the_same_deliveries_and_id(city: City, mails: Mails):
    """A clock was killed between claiming and sending; what came meanwhile goes into another letter."""
    city.water_handler.officer.email = "shen@water.example"
    city.water_handler.officer.save()
    first = city.firm.asks("pingfu365", "一")
    city.lin.does("respond", first, text="已联系")
    city.lin.dispatches(first, "water")
    spread_due(Today(clock.now()))
    Delivery.objects.exclude(to=f"officer:{city.water_handler.officer.pk}").delete()
    (taken,) = claim(clock.now())
    second = city.firm.asks("pingfu365", "二")
    city.lin.does("respond", second, text="已联系")
    city.lin.dispatches(second, "water")
    Delivery.objects.filter(to="asker").delete()
    sends()
    assert [second.number in body(mail) for mail in mails.taken] == [True]
    city.later(minutes=6)
    sends()
    assert len(mails.taken) == 2 and first.number in body(mails.taken[1])
    assert mails.taken[1]["Message-ID"].startswith(f"<{taken.message}@")


def test_a_lost_code_goes_to_the_address_on_record(city: City, mails: Mails):
    from wolaiban.promises.posting import resend_code

    case = asks()
    sends()
    resend_code(case)
    sends()
    assert mails.recipients == ["wang@example.com"] * 2
    assert case.tracking_code in body(mails.taken[1])
