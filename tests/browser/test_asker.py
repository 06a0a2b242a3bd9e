"""What an asker does on their own page: answers, writes, withdraws, gets a lost code."""

from __future__ import annotations

import pytest

from tests.browser.album import Album
from tests.browser.shots import WATER
from tests.browser.story import WAYS, Story, Visit, act

pytestmark = pytest.mark.browser
SOME_WAYS = ("phone, English", "phone, Chinese, no script")


@pytest.fixture(params=SOME_WAYS)
def story(request: pytest.FixtureRequest, album: Album, address: str, visit: Visit) -> Story:
    return Story(album, address, visit, WAYS[request.param])


def test_a_pause_for_the_asker_is_answered_first_and_messages_go_both_ways(story: Story) -> None:
    story.dispatched()
    story.does(WATER, "talk", text="请把管线图发来")
    page = story.look()
    assert "请把管线图发来" in page.locator(".history").inner_text()
    act(page, "say", text="图明天补交")
    assert "图明天补交" in story.look().locator(".history").inner_text()
    story.does(WATER, "pause", reason="asker", ground="等管线图")
    page = story.look()
    assert "等管线图" in page.locator(".history").inner_text()
    assert page.locator(".main-action form[action$='/resume/']").count() == 1
    act(page, "resume", text="图纸已补交")
    page = story.look()
    assert not page.locator("form[action$='/resume/']").count()
    story.does(WATER, "answer", answer="已接通")
    assert story.look().locator(".main-action form[action$='/rate/']").count() == 1


def test_a_lost_code_is_asked_for_and_not_shown_and_withdrawing_takes_a_second_look(story: Story) -> None:
    page = story.asker
    page.goto(f"{story.address}/track/")
    story.album.follow(page, page.locator("a[href*='/track/lost/']").first)
    page.locator("[name=number]").fill(story.number)
    page.locator("[name=contact]").fill("13800001234")
    story.album.follow(page, page.locator("main form button[type=submit]"))
    story.check(page, "sent")
    assert story.code not in page.content()
    story.apart("withdraw", ground="已自行解决")
    assert story.state() in ("已撤回", "Withdrawn")
