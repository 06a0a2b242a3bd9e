"""The first path: a firm asks, an officer closes or dispatches, the answer is rated, the public figure moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import DESK, WATER, Album

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
WAYS = {
    "wide, Chinese": {},
    "phone, English": {"narrow": True, "english": True},
    "wide, English, no script": {"english": True, "script": False},
    "phone, Chinese, no script": {"narrow": True, "script": False},
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request: pytest.FixtureRequest) -> dict[str, bool]:
    return dict(request.param)


def case_of(page: Any) -> tuple[str, str]:
    """Number and tracking code from the receipt."""
    number, code = (node.inner_text() for node in page.locator(".receipt .code").all())
    return number, code


def rated(page: Any, address: str) -> int:
    """How many ratings the public account of the firms' service counts."""
    page.goto(f"{address}/figures/")
    texts = (
        page.locator("[aria-labelledby$=pingfu365] tr", has_text=re.compile("满意率|Satisfied"))
        .first.locator(".value")
        .inner_text()
    )
    # So many rated is always told; what they said only once there are enough of them.
    found = re.search(r"件中 ([\d,]+) 件已评价|; ([\d,]+) of [\d,]+ rated", texts)
    assert found, texts
    return int((found[1] or found[2]).replace(",", ""))


def act(page: Any, verb: str, **filled: str) -> None:
    """Open the form of a verb on the case's page, fill it in and send it."""
    form = page.locator(f"form[action$='/{verb}/']").first
    if not form.locator("button[type=submit]:not([name=look])").is_visible():
        page.locator("details.action", has=page.locator(f"form[action$='/{verb}/']")).locator("summary").first.click()
    for name, text in filled.items():
        field = form.locator(f"[name='{name.replace('__', '.')}']")
        kind = field.first.evaluate("node => node.type || node.tagName")
        if kind == "radio":
            form.locator(f"input[value='{text}'][name='{name}']").check()
        elif kind == "select-one":
            field.select_option(text)
        else:
            field.fill(text)
    with page.expect_navigation():
        form.locator("button[type=submit]:not([name=look])").click()
    page.locator(".told").wait_for()


def rate(page: Any, address: str, number: str, code: str) -> None:
    page.goto(f"{address}/track/")
    page.locator("#number").fill(number)
    page.locator("#code").fill(code)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    act(page, "rate", rating="satisfied", resolved="yes")


def test_closed_on_the_spot_and_rated_the_figure_moves(
    way: dict[str, bool], album: Album, address: str, visit: Visit
) -> None:
    firm, desk = visit(**way), visit(**way)
    before = rated(firm, address)
    album.ask(firm)
    number, code = case_of(firm)
    assert firm.locator(".signature").inner_text().count("\n") >= 5, "who, until when, what is left"
    album.enter(desk, DESK)
    desk.goto(f"{address}/desk/case/{number}/")
    act(desk, "respond", text="我是窗口，马上办")
    act(desk, "close", answer="接入申请已代为提交，明天上门")
    rate(firm, address, number, code)
    assert "接入申请已代为提交" in firm.locator(".answer").inner_text()
    assert rated(firm, address) == before + 1


def test_dispatched_signed_answered_and_rated(way: dict[str, bool], album: Album, address: str, visit: Visit) -> None:
    firm, desk, unit = visit(**way), visit(**way), visit(**way)
    album.ask(firm)
    number, code = case_of(firm)
    album.enter(desk, DESK)
    desk.goto(f"{address}/desk/case/{number}/")
    act(desk, "respond", text="我是窗口，今天派单")
    act(desk, "dispatch", tasks__lead="water", grade="ordinary")
    album.enter(unit, WATER)
    album.follow(unit, unit.locator(f".queue a[href$='/{number}/']"))
    act(unit, "sign")
    act(unit, "answer", answer="已接通，今晚通水")
    rate(firm, address, number, code)
    state = firm.locator(".signature dd").first.inner_text()
    assert state in ("已办结", "Closed")


def test_the_second_officer_is_told_who_was_first(album: Album, address: str, visit: Visit) -> None:
    firm, first, second = visit(), visit(), visit()
    album.ask(firm)
    number, _ = case_of(firm)
    for page, login in ((first, DESK), (second, "tao")):
        album.enter(page, login)
        page.goto(f"{address}/desk/case/{number}/")
    act(first, "respond", text="我来办")
    form = second.locator("form[action$='/respond/']")
    form.locator("textarea").fill("我也写了很多")
    album.follow(second, form.locator("button[type=submit]"))
    told = second.locator(".errors").inner_text()
    assert "别人先办了一步" in told and "林溪窗" in told
    assert "我也写了很多" in second.locator("main").inner_text()


def test_a_wrong_form_leads_to_its_first_error_by_keyboard(album: Album, visit: Visit) -> None:
    page = visit()
    album.wrong_form(page)
    assert page.evaluate("document.activeElement.className") == "errors", "what is wrong is read first"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "subject"
    assert page.locator("[name=text]").input_value()


def test_what_is_left_is_drawn_anew_by_itself_but_not_under_a_reader(album: Album, visit: Visit) -> None:
    page = visit()
    page.clock.install()
    album.track(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda answer: "/track/" in answer.url):
        page.clock.fast_forward(31_000)
    page.locator("#now .signature").wait_for()
    before = len(asked)
    page.locator("#now").evaluate("node => { node.tabIndex = 0; node.focus() }")
    page.clock.fast_forward(65_000)
    page.wait_for_timeout(500)
    assert len(asked) == before


def test_filing_for_somebody_notes_the_time_of_writing(album: Album, address: str, visit: Visit) -> None:
    page = visit()
    album.enter(page, DESK)
    album.file(page)
    page.locator("[name=subject]").fill("走访时听到：停车难")
    page.locator("[name='requester.organisation']").fill("示例企业")
    page.locator("[name='requester.phone']").fill("13800001235")
    album.follow(page, page.locator("main form button[type=submit]").last)
    number, _ = case_of(page)
    page.goto(f"{address}/desk/case/{number}/")
    assert "设备填写时间" in page.locator(".facts").inner_text()
