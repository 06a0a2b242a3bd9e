"""The ways of a case from its asker's side: on the spot, returned, extended, waiting for them, reopened."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import DESK, WATER, Album
from tests.browser.test_pages import MEASURE, SMALLEST, TARGETS, faults
from tests.browser.test_path import act, case_of
from tests.web.seeing import han_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
CENTRE = "gao"
DONE = re.compile("^(办结|Completion)$")
WAYS = {
    "phone, Chinese": {"narrow": True},
    "wide, English, no script": {"english": True, "script": False},
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request: pytest.FixtureRequest) -> dict[str, bool]:
    return dict(request.param)


class Story:
    """A case that was asked, its asker's page, and officers who act on it."""

    def __init__(self, album: Album, address: str, visit: Visit, way: dict[str, bool]) -> None:
        self.album, self.address, self.visit, self.way = album, address, visit, way
        self.asker = visit(**way)
        album.ask(self.asker)
        self.number, self.code = case_of(self.asker)
        self.officers: dict[str, Any] = {}

    def does(self, login: str, verb: str, **filled: str) -> None:
        """An officer does a verb on the case's page."""
        if login not in self.officers:
            self.officers[login] = self.visit(**self.way)
            self.album.enter(self.officers[login], login)
        page = self.officers[login]
        page.goto(f"{self.address}/desk/case/{self.number}/")
        act(page, verb, **filled)

    def dispatched(self) -> Story:
        self.does(DESK, "respond", text="我是窗口，今天派单")
        self.does(DESK, "dispatch", tasks__lead="water", grade="ordinary")
        self.does(WATER, "sign")
        return self

    def look(self) -> Any:
        """The asker's page, checked: whole, without a fault, in one language."""
        page = self.asker
        page.goto(f"{self.address}/track/{self.number}/?code={self.code}")
        self.check()
        return page

    def promise(self, label: re.Pattern[str]) -> Any:
        """A promise on the asker's page, by its name in either language."""
        return self.look().locator(".promise", has=self.asker.locator("h3", has_text=label)).first

    def due(self, label: re.Pattern[str]) -> str:
        """Until when the asker is told that it is kept."""
        return str(self.promise(label).locator(".until time").first.get_attribute("datetime"))

    def check(self) -> None:
        page = self.asker
        if self.way.get("english"):
            assert not han_in(page.content())
        if self.way.get("script", True):
            assert not faults(page)
        if self.way.get("narrow"):
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            assert not page.evaluate(MEASURE % SMALLEST, TARGETS)

    def apart(self, verb: str, **filled: str) -> None:
        """What takes a second look: open its page, read, then do it."""
        page = self.look()
        self.album.follow(page, page.locator(f"a[href*='/{verb}/']").first)
        self.check()
        assert page.locator(".notice li").count() >= 2, "what follows is said first"
        for name, text in filled.items():
            page.locator(f"[name={name}]").fill(text)
        self.album.follow(page, page.locator("main form button[type=submit]"))
        page.locator(".told").wait_for()

    def state(self) -> str:
        return str(self.asker.locator(".signature dd").first.inner_text())


@pytest.fixture
def story(album: Album, address: str, visit: Visit, way: dict[str, bool]) -> Story:
    return Story(album, address, visit, way)


def test_closed_on_the_spot_rated_once_and_reopened(story: Story) -> None:
    story.does(DESK, "close", answer="接入申请已代为提交，明天上门")
    page = story.look()
    assert "接入申请已代为提交" in page.locator(".answer").inner_text()
    act(page, "rate", rating="satisfied", resolved="yes", text="很快")
    page = story.look()
    assert page.locator("#rated-title").count() and not page.locator("form[action$='/rate/']").count()
    story.apart("reopen", text="又断水了")
    page = story.look()
    assert "又断水了" in page.locator(".history").inner_text()
    assert story.state() in ("重办", "Being redone")


def test_returned_once_the_asker_keeps_the_due_instant(story: Story) -> None:
    story.does(DESK, "respond", text="我是窗口，今天派单")
    story.does(DESK, "dispatch", tasks__lead="water", grade="ordinary")
    told = story.due(DONE)
    assert told
    story.does(WATER, "return_back", ground="属规划部门职责")
    assert story.due(DONE) == told
    assert "属规划部门职责" not in story.asker.content(), "words among officers"
    story.does(DESK, "redispatch", tasks__lead="planning")
    assert story.due(DONE) == told


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


def test_an_extension_is_told_with_the_first_due_instant(story: Story) -> None:
    first = story.dispatched().due(DONE)
    until = f"{first[:8]}{int(first[8:10]) + 1:02d}"
    story.does(WATER, "extend", promise="done", until=until, ground="设备未到货")
    story.does(CENTRE, "grant_extension", promise="done", until=until)
    assert story.due(DONE)[:10] == until
    assert story.promise(DONE).locator(".holder time").get_attribute("datetime") == first, "what was told first"


def test_withdrawing_takes_a_second_look(story: Story) -> None:
    story.apart("withdraw", ground="已自行解决")
    assert story.state() in ("已撤回", "Withdrawn")


def test_a_lost_code_is_asked_for_and_not_shown(story: Story) -> None:
    page = story.asker
    page.goto(f"{story.address}/track/")
    story.album.follow(page, page.locator("a[href*='/track/lost/']").first)
    story.check()
    page.locator("[name=number]").fill(story.number)
    page.locator("[name=contact]").fill("13800001234")
    story.album.follow(page, page.locator("main form button[type=submit]"))
    story.check()
    assert story.code not in page.content()
