"""The pages about officers: added, moved, away, gone; what they hand over; who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import City, Person
from tests.web.seeing import han_in
from wolaiban.lib import clock
from wolaiban.people import posting
from wolaiban.people.models import Deputy, Invitation, Officer, Organisation, Post, StaffRecord, Token
from wolaiban.promises.models import Case

Officers = Callable[..., Client]
HOME = "/office/people/"
PAGES = [HOME, f"{HOME}add/", f"{HOME}empty/", f"{HOME}import/", f"{HOME}of/lin/", f"{HOME}of/lin/hand-over/"]
NEW = {"login": "mo", "name": "莫新任", "language": "zh-hans", "unit": "water", "role": "unit", "from": "2024-09-13"}


def of(person: Person, act: str = "") -> str:
    return f"{HOME}of/{person.officer.login}/" + (f"{act}/" if act else "")


def what(person: Person) -> list[str]:
    return list(StaffRecord.objects.filter(officer=person.officer).order_by("id").values_list("what", flat=True))


def test_who_keeps_no_officers_finds_no_such_pages(city: City, officer: Officers, visitor: Client) -> None:
    for person in (city.stranger, city.lin, city.qian, city.zhou):
        client = officer(person)
        assert [client.get(page).status_code for page in PAGES] == [404] * len(PAGES), person.officer.login
        assert client.post(of(city.he, "disable")).status_code == 404
    assert visitor.get(HOME)["Location"].startswith("/account/login/")
    assert Officer.objects.get(login="he").is_active


def test_a_centre_keeps_the_leave_of_its_own_unit_and_no_more(city: City, officer: Officers) -> None:
    centre = officer(city.chen)
    page = centre.get(HOME).content.decode()
    assert "林一帆" in page and "沈水务" not in page and "添加人员" not in page
    assert centre.get(of(city.water_handler)).status_code == 404
    shown = centre.get(of(city.lin)).content.decode()
    assert "请假、安排代理" in shown and "停用" not in shown and "发接口令牌" not in shown
    assert [centre.get(p).status_code for p in (f"{HOME}add/", f"{HOME}import/", f"{HOME}empty/")] == [404] * 3
    assert centre.post(of(city.lin, "token"), {"label": "x", "scopes": "read", "days": "9"}).status_code == 404
    days = {"deputy": "sun", "from": "2024-09-16", "until": "2024-09-18"}
    assert centre.post(of(city.lin, "leave"), days).status_code == 302
    assert Deputy.objects.get().officer == city.sun.officer and what(city.lin) == ["deputy_named"]


def test_a_centre_makes_nobody_an_operator_nor_a_deputy_elsewhere(city: City, officer: Officers) -> None:
    centre, days = officer(city.chen), {"from": "2024-09-13", "until": "2030-09-18"}
    assert city.op.actor.units("operator") == city.chen.actor.units("centre"), "they sit in one unit"
    taken = centre.post(of(city.op, "leave"), {"deputy": "chen", **days})
    assert taken.status_code == 422 and "operator" not in city.chen.actor.roles
    water = Organisation.objects.get(code="water")
    Post.objects.create(officer=city.lin.officer, organisation=water, role="unit", from_on=date(2024, 1, 1))
    assert centre.post(of(city.lin, "leave"), {"deputy": "sun", **days}).status_code == 302
    assert city.sun.actor.units("unit") == frozenset()
    officer(city.op).post(of(city.op, "leave"), {"deputy": "qian", **days})
    row = Deputy.objects.get(officer=city.qian.officer)
    assert centre.post(of(city.op, "back"), {"which": row.pk}).status_code == 404


def test_officers_are_found_by_name_unit_role_and_what_is_empty_says_so(city: City, officer: Officers) -> None:
    op = officer(city.op)
    names = lambda query: set(re.findall(r"of/([a-z-]+)/", op.get(HOME + query).content.decode()))  # noqa: E731
    assert len(names("")) == 11
    assert (
        names("?q=林一") == {"lin"} and names("?q=水务") == {"water-handler"} and names("?role=desk") == {"lin", "sun"}
    )
    assert "没有符合条件的人" in op.get(HOME + "?q=查无此人").content.decode()
    assert not names("?show=out") and op.get(HOME + "?q=%00&role=%00&after=%00").status_code == 200


def test_a_new_officer_gets_a_link_that_is_shown_once_with_its_code(city: City, officer: Officers) -> None:
    op = officer(city.op)
    page = op.post(f"{HOME}add/", NEW, follow=True).content.decode()
    (link,) = re.findall(r"http://testserver/welcome/[\w-]+", page)
    assert "<svg" in page and link not in op.get(f"{HOME}of/mo/").content.decode()
    mo = Person(city, Officer.objects.get(login="mo"))
    assert mo.actor.units("unit") == {"water"} and what(mo) == ["added", "post_begun", "invited"]
    words = {"new_password1": "tall-Cedar-88-lake", "new_password2": "tall-Cedar-88-lake"}
    assert Client().post(link, words).status_code == 302 and what(mo)[-1] == "welcomed"
    taken = op.post(f"{HOME}add/", NEW)
    assert taken.status_code == 422 and "这个登录名已有人用" in taken.content.decode()
    wrong = op.post(f"{HOME}add/", {**NEW, "login": "mo2", "phone": "123"})
    assert wrong.status_code == 422 and "不是有效的电话号码" in wrong.content.decode()
    assert not Officer.objects.filter(login="mo2").exists()


def test_a_post_passes_to_a_successor_and_another_begins(city: City, officer: Officers) -> None:
    op, post = officer(city.op), Post.objects.get(officer=city.water_handler.officer)
    early = op.post(of(city.water_handler, "end"), {"which": post.pk, "on": "2009-12-31"})
    assert early.status_code == 422 and "离任日期须晚于到任日期" in early.content.decode()
    said = {"which": post.pk, "on": "2024-09-14", "successor": "stranger"}
    assert op.post(of(city.water_handler, "end"), said).status_code == 302
    seat = {"unit": "qfzx", "role": "desk", "from": "2024-09-14"}
    assert op.post(of(city.water_handler, "begin"), seat).status_code == 302
    city.clock("2024-09-14 09:00")
    assert city.stranger.actor.units("unit") == {"library", "water"}
    assert city.water_handler.actor.units("desk") == {"qfzx"} and not city.water_handler.actor.units("unit")
    page = op.get(of(city.water_handler)).content.decode()
    assert "已离任" in page and "吴运维" in page, "who did it stands in the record"
    new = Post.objects.get(officer=city.stranger.officer, organisation__code="water")
    moved = {"which": new.pk, "unit": "ecology", "role": "unit", "on": "2024-09-20"}
    assert op.post(of(city.stranger, "move"), moved).status_code == 302
    city.clock("2024-09-20 00:00")
    assert city.stranger.actor.units("unit") == {"library", "ecology"}


def test_who_is_disabled_is_signed_out_at_once(city: City, officer: Officers) -> None:
    op, lin = officer(city.op), officer(city.lin)
    assert lin.get("/desk/").status_code == 200
    assert op.post(of(city.lin, "disable")).status_code == 302
    assert lin.get("/desk/")["Location"].startswith("/account/login/")
    refused = op.post(of(city.op, "disable"))
    assert refused.status_code == 422 and "不能停用自己" in refused.content.decode()
    page = op.post(of(city.lin, "enable"), follow=True).content.decode()
    assert "/welcome/" in page and not city.lin.actor.posts
    assert lin.get("/desk/")["Location"].startswith("/account/login/"), "the old session does not come back"
    assert Invitation.objects.open(clock.now()).filter(officer=city.lin.officer).count() == 1


def test_a_token_is_shown_once_and_taken_back(city: City, officer: Officers) -> None:
    op = officer(city.op)
    wrong = op.post(of(city.lin, "token"), {"label": "窗口机", "days": "9"})
    assert wrong.status_code == 422 and "请至少选一项权限" in wrong.content.decode()
    said = {"label": "窗口机", "scopes": ["read"], "days": "9"}
    page = op.post(of(city.lin, "token"), said, follow=True).content.decode()
    (secret,) = re.findall(r"wlb_[\w-]+", page)
    assert "wlb_" not in op.get(of(city.lin)).content.decode()
    assert Token.objects.find(secret, clock.now()).scopes == ["read"]
    called = Client().get("/api/v1/cases", headers={"authorization": f"Bearer {secret}"})
    assert called.status_code == 200 and "2024-09-13" in op.get(of(city.lin)).content.decode()
    assert op.post(of(city.lin, "revoke"), {"which": Token.objects.get().pk}).status_code == 302
    assert Token.objects.find(secret, clock.now()) is None and "已收回" in op.get(of(city.lin)).content.decode()
    assert op.post(of(city.sun, "revoke"), {"which": Token.objects.get().pk}).status_code == 404


def test_all_that_is_bound_to_a_leaver_is_handed_over_and_each_case_tells_what_came_of_it(
    city: City, officer: Officers
) -> None:
    op = officer(city.op)
    cases = [city.lin.files("pingfu365", f"第{n}件") for n in range(3)]
    qfzx = city.units["qfzx"]
    Post.objects.create(officer=city.lin.officer, organisation=qfzx, role="leader", from_on=date(2010, 1, 1))
    led = city.firm.asks("pingfu365", "要包案的")
    city.lin.does("respond", led, text="收到")
    city.chen.does("take_charge", led, leader_in_charge="lin", key="yes")
    page = op.get(of(city.lin, "hand-over")).content.decode()
    assert "第0件" in page and "要包案的" in page and "还有 4 件" in page
    assert op.post(of(city.lin, "hand-over"), {"heir": "nobody"}).status_code == 422
    page = op.post(of(city.lin, "hand-over"), {"heir": "sun"}).content.decode()
    assert "已移交 3 件，还有 1 件" in page and "有 1 件没有移交成" in page and "孙同舟的岗位不能" in page
    page = op.post(of(city.lin, "hand-over"), {"heir": "zhou"}).content.decode()
    assert "已移交 4 件，还有 0 件" in page and 'value="100"' in page
    assert {Case.objects.get(pk=case.pk).follower for case in cases} == {str(city.sun.officer.pk)}
    told = op.get(f"/desk/case/{led.number}/").content.decode()
    assert "移交" in told and "周领导" in told.partition("包案领导")[2]
    assert what(city.lin) == ["handed_over", "handed_over"]


def test_an_empty_post_with_open_cases_and_cases_left_behind_are_told_after_five_working_days(
    city: City, officer: Officers
) -> None:
    op, case = officer(city.op), city.water_handler.files("pingfu365", "水压不足")
    assert "没有空缺" in op.get(f"{HOME}empty/").content.decode()
    city.lin.does("respond", case, text="收到")
    city.lin.dispatches(case, "water")
    post = Post.objects.get(officer=city.water_handler.officer)
    posting.end(post, date(2024, 9, 18), by="command", at=clock.now())
    city.clock("2024-09-25 16:59")
    page = op.get(f"{HOME}empty/").content.decode()
    assert "水务集团" in page and "在办 1 件" in page and "还有 1 件" in page and "已超过规定时间" not in page
    city.clock("2024-09-25 17:01")
    assert "2 处已超过规定时间" in op.get(f"{HOME}empty/").content.decode()
    city.stranger.officer.refresh_from_db()
    posting.begin(city.stranger.officer, posting.seat_of(post), date(2024, 9, 25), by="command", at=clock.now())
    assert "没有空缺" in op.get(f"{HOME}empty/").content.decode()


def test_every_officer_reads_who_may_do_what(city: City, officer: Officers) -> None:
    page = officer(city.stranger).get("/office/rights/").content.decode()
    assert "陈主任" in page and '<th scope="row">派单' in page
    assert 'href="/office/rights/"' in officer(city.stranger).get("/desk/").content.decode()
    mine = officer(city.he).get("/office/rights/?mine=yes").content.decode().partition("每一步谁来办")[2]
    assert '<th scope="row">回访' in mine and '<th scope="row">派单' not in mine
    assert officer(city.he).get("/office/rights/?service=no").status_code == 200


SHEET = "login,name,unit,role,from\nmo,莫新任,water,unit,2024-09-13\n"


def sent(text: str, name: str = "officers.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_an_import_is_shown_first_and_takes_all_rows_or_none(city: City, officer: Officers) -> None:
    op, address = officer(city.op), f"{HOME}import/"
    wrong = op.post(address, sent(SHEET + "gu,顾某,watr,unit,2024-09-13\n")).content.decode()
    assert "有 1 处错误，什么也没有导入" in wrong and "第 3 行" in wrong and "water" in wrong
    page = op.post(address, sent(SHEET)).content.decode()
    assert "还没有导入" in page and not Officer.objects.filter(login="mo").exists()
    (checked,) = re.findall(r'name="checked" value="([^"]+)"', page)
    done = op.post(address, {"checked": checked}).content.decode()
    assert "已导入" in done and "/welcome/" in done
    mo = Person(city, Officer.objects.get(login="mo"))
    assert (
        what(mo) == ["added", "post_begun", "invited"]
        and StaffRecord.objects.first().by == f"officer:{city.op.officer.pk}"
    )
    assert op.post(address, {"checked": checked + "x"}).status_code == 422
    assert op.post(address).status_code == 422 and op.post(address, sent("x", "people.txt")).status_code == 422


@pytest.mark.parametrize("page", [*PAGES, "/office/rights/", f"{HOME}of/lin/end/", f"{HOME}of/lin/token/"])
def test_the_english_pages_show_no_chinese_that_is_no_data(city: City, officer: Officers, page: str) -> None:
    Organisation.objects.update(name_en="Unit")
    Officer.objects.update(name="Name")
    city.lin.files("pingfu365", "A matter")
    posting.stand_in(city.lin.officer, city.sun.officer, date(2024, 9, 13), date(2024, 9, 14), by="command",
                     at=clock.now())  # fmt: skip
    told = officer(city.op, "en-GB").get(page)
    assert told.status_code == 200 and not han_in(told.content.decode())
