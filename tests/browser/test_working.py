"""An hour at the desk: the same matter twice, two officers at once, a call on file; by keyboard, and by itself."""

from __future__ import annotations

import pytest

from tests.browser.album import Album
from tests.browser.shots import DESK
from tests.browser.story import Story, Visit, act, case_of, send

pytestmark = pytest.mark.browser


@pytest.fixture
def story(album: Album, address: str, visit: Visit) -> Story:
    return Story(album, address, visit, {})


def test_the_same_matter_twice_becomes_one_case_with_one_click(story: Story, album: Album, visit: Visit) -> None:
    firm = visit()
    album.asked(firm)
    twin, _ = case_of(firm)
    page = story.at(DESK, f"/desk/case/{twin}/")
    into = page.locator(f"input[name=into][value='{story.number}']")
    send(page, page.locator("form[action$='/merge/']", has=into).first)
    assert page.locator(".signature dd").first.inner_text() in ("已并案", "已并入另一件")


def test_a_conversation_is_on_file_within_a_minute_with_a_link_for_the_firm(
    album: Album, address: str, visit: Visit
) -> None:
    page = visit()
    album.enter(page, DESK)
    album.file(page)
    page.locator("[name=subject]").fill("走访时听到：停车难")
    page.locator("[name='requester.organisation']").fill("示例企业")
    page.locator("[name='requester.phone']").fill("13800001235")
    page.locator("input[name='requester.consent'][value=yes]").check()
    page.locator("input[name=channel][value=visit]").check()
    album.submit(page)
    number, code = case_of(page)
    link = page.locator(f"a[href*='/track/{number}/']").first.get_attribute("href")
    assert link and code in link and page.locator(".qr svg").count() == 1
    page.goto(f"{address}/desk/case/{number}/")
    assert "设备填写时间" in page.locator(".facts").inner_text()


def test_the_second_of_two_officers_is_told_who_was_first_and_loses_no_word(story: Story) -> None:
    mine, other = story.form(DESK, "respond"), story.at("tao", f"/desk/case/{story.number}/respond/")
    act(mine, "respond", text="我来办")
    form = other.locator("form[action$='/respond/']").first
    form.locator("textarea").first.fill("我查到管线图在规划局")
    send(other, form)
    told = other.locator(".errors").inner_text()
    assert "别人先办了一步" in told and "林溪窗" in told
    note = other.locator("form[action$='/note/']")
    assert "我查到管线图在规划局" in note.locator("textarea").input_value()
    send(other, note)
    assert "我查到管线图在规划局" in story.of(DESK).locator(".internal").inner_text()


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
    # A browser fetches the mark of a tab when it likes: what counts is what is asked of the town.
    of_town = ("document", "fetch", "xhr")
    page.on("request", lambda sent: asked.append(sent.url) if sent.resource_type in of_town else None)
    page.locator("#now").evaluate("node => { node.dataset.old = 'yes' }")
    page.clock.fast_forward(31_000)
    page.locator("#now:not([data-old]) .signature").wait_for()
    before = len(asked)
    page.locator("#now").evaluate("node => { node.tabIndex = 0; node.focus() }")
    page.clock.fast_forward(65_000)
    page.evaluate("fetch('/healthz')")
    assert [url.rpartition("/")[2] for url in asked[before:]] == ["healthz"], "nothing was asked before this"
