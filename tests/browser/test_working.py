"""An hour at the desk: units side by side, a case returned twice, extensions, the same matter twice, a call on file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import DESK, WATER, Album
from tests.browser.test_path import WAYS, act, case_of

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
CENTRE, CALLER, PLANNING = "gao", "he", "gui"
SOME_WAYS = {name: WAYS[name] for name in ("phone, English", "phone, Chinese, no script", "wide, Chinese")}


every_way = pytest.mark.parametrize("way", SOME_WAYS.values(), ids=SOME_WAYS.keys())


@pytest.fixture
def way() -> dict[str, bool]:
    """Wide and Chinese, but where a test takes its way from its parameters."""
    return {}


class Desk:
    """Officers and a firm, each in a browser of their own, with one case."""

    def __init__(self, album: Album, address: str, visit: Visit, way: dict[str, bool]) -> None:
        self.album, self.address, self.visit, self.way = album, address, visit, way
        self.pages: dict[str, Any] = {}
        firm = visit(**way)
        album.ask(firm)
        self.number, self.code = case_of(firm)

    def of(self, login: str) -> Any:
        """The officer's browser, on the page of the case."""
        if login not in self.pages:
            self.pages[login] = self.visit(**self.way)
            self.album.enter(self.pages[login], login)
        page = self.pages[login]
        page.goto(f"{self.address}/desk/case/{self.number}/")
        return page

    def verb(self, login: str, verb: str) -> Any:
        """The officer's browser, on the page of a verb."""
        page = self.of(login)
        page.goto(f"{self.address}/desk/case/{self.number}/{verb}/")
        return page

    def state(self) -> str:
        return str(self.of(DESK).locator(".signature dd").first.inner_text())


@pytest.fixture
def desk(album: Album, address: str, visit: Visit, way: dict[str, bool]) -> Desk:
    return Desk(album, address, visit, way)


@every_way
def test_two_units_side_by_side_then_called_back_and_closed(desk: Desk) -> None:
    act(desk.of(DESK), "respond", text="我是窗口，今天派单")
    page = desk.verb(DESK, "dispatch")
    form = page.locator("main form").last
    form.locator("[name='tasks.lead']").select_option("water")
    form.locator("[name='tasks.lead.matter']").fill("管线接入")
    form.locator("[name='tasks.co']").first.select_option("planning")
    form.locator("[name='tasks.co.matter']").first.fill("道路开挖许可")
    form.locator("input[name=grade][value=complex]").check()
    with page.expect_navigation():
        form.locator("button[name=look]").click()
    assert page.locator(".consequence li").count() >= 2, "what follows is said, and nothing saved"
    assert page.locator("[name='tasks.co.matter']").first.input_value() == "道路开挖许可"
    with page.expect_navigation():
        page.locator("main form").last.locator("button[type=submit]").first.click()
    lanes = page.locator(".lane")
    assert lanes.count() == 2 and "道路开挖许可" in lanes.nth(1).inner_text()
    act(desk.of(WATER), "sign")
    act(desk.of(PLANNING), "opinion", answer="同意开挖")
    act(desk.of(WATER), "answer", answer="已接通，今晚通水")
    page = desk.of(CALLER)
    act(page, "call_back", reached="yes", resolved="yes", rating="satisfied")
    assert desk.state() in ("已办结", "Closed")


@every_way
def test_returned_twice_the_centre_names_the_unit(desk: Desk) -> None:
    act(desk.of(DESK), "respond", text="今天派单")
    act(desk.of(DESK), "dispatch", tasks__lead="water")
    page = desk.verb(WATER, "return_back")
    page.locator("input[value=other_lead]").check()
    page.locator("[name=ground]").fill("市政管网由规划局牵头")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert "市政管网由规划局牵头" in desk.of(DESK).locator(".history").inner_text()
    act(desk.of(DESK), "redispatch", tasks__lead="planning")
    act(desk.of(PLANNING), "return_back", ground="不属规划职责")
    page = desk.of(CENTRE)
    assert page.locator(".main-action form[action$='/assign/']").count() == 1
    act(page, "assign", tasks__lead="water")
    assert desk.of(WATER).locator("form[action$='/return_back/']").count() == 0, "this cannot be returned"


def test_an_extension_is_refused_then_granted_to_the_day(desk: Desk) -> None:
    act(desk.of(DESK), "respond", text="今天派单")
    act(desk.of(DESK), "dispatch", tasks__lead="water", grade="ordinary")
    act(desk.of(WATER), "sign")
    for decision, more in (("refuse_extension", {"ground": "库存充足"}), ("grant_extension", {})):
        page = desk.verb(WATER, "extend")
        last = page.locator("[name=until]").get_attribute("max")
        assert last and re.fullmatch(r"\d{4}-\d\d-\d\d", last)
        page.locator("[name=until]").fill(last)
        page.locator("[name=ground]").fill("管材到货晚")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
        page = desk.verb(CENTRE, decision)
        assert "管材到货晚" in page.locator("main").inner_text() or decision == "refuse_extension"
        act(page, decision, **more)
    page = desk.of(WATER)
    assert page.locator(".promise", has_text=re.compile("最初告知的期限|First told")).count() == 1


def test_the_same_matter_twice_becomes_one_case_with_one_click(desk: Desk, album: Album, visit: Visit) -> None:
    first = desk.number
    firm = visit(**desk.way)
    album.ask(firm)
    desk.number, _ = case_of(firm)
    page = desk.of(DESK)
    form = page.locator("form[action$='/merge/']", has=page.locator(f"input[name=into][value='{first}']")).first
    with page.expect_navigation():
        form.locator("button").click()
    assert desk.state() in ("已并案", "Merged", "已并入另一件")


def test_a_conversation_is_on_file_within_a_minute_with_a_link_for_the_firm(desk: Desk) -> None:
    page = desk.of(DESK)
    desk.album.file(page)
    page.locator("[name=subject]").fill("走访时听到：停车难")
    page.locator("[name='requester.organisation']").fill("示例企业")
    page.locator("[name='requester.phone']").fill("13800001235")
    page.locator("input[name='requester.consent'][value=yes]").check()
    page.locator("input[name=channel][value=visit]").check()
    desk.album.follow(page, page.locator("main form button[type=submit]").last)
    number, code = case_of(page)
    link = page.locator(f"a[href*='/track/{number}/']").first.get_attribute("href")
    assert link and code in link and page.locator(".qr svg").count() == 1


def test_two_officers_at_once_lose_no_word(desk: Desk) -> None:
    mine, other = desk.verb(DESK, "respond"), desk.verb("tao", "respond")
    act(mine, "respond", text="我来办")
    other.locator("main form textarea").first.fill("我查到管线图在规划局")
    with other.expect_navigation():
        other.locator("main form button[type=submit]").first.click()
    note = other.locator("form[action$='/note/']")
    assert "我查到管线图在规划局" in note.locator("textarea").input_value()
    with other.expect_navigation():
        note.locator("button[type=submit]").first.click()
    assert "我查到管线图在规划局" in desk.of(DESK).locator(".internal").inner_text()
