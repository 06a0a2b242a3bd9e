"""A case and everybody around it, each in a browser of their own; every page on the way is looked at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve

from tests.browser.album import Album
from tests.browser.looking import MEASURE, SMALLEST, TARGETS, faults
from tests.browser.shots import DESK, WATER
from tests.web.seeing import han_in

Visit = Callable[..., Any]
WAYS = {
    "wide, Chinese": {},
    "phone, English": {"narrow": True, "english": True},
    "phone, Chinese, no script": {"narrow": True, "script": False},
}
"""Wide and narrow, both languages, and once without JavaScript."""
REFUSED_EMPTY = {"respond", "dispatch", "redispatch", "return_back", "assign", "extend", "answer", "close", "call_back"}
"""Forms that are refused when nothing is filled in."""


def case_of(page: Any) -> tuple[str, str]:
    """Number and tracking code from the receipt."""
    number, code = (node.inner_text() for node in page.locator(".receipt .code").all())
    return number, code


def send(page: Any, form: Any) -> None:
    """Send a form by its main button, and come back when the next page stands."""
    with page.expect_navigation():
        form.locator("button[type=submit]:not([name=look])").first.click()


def act(page: Any, verb: str, **filled: str) -> None:
    """Open the form of a verb, wherever it stands on the page, fill it in and send it."""
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
    send(page, form)
    page.locator(".told").wait_for()


class Story:
    """A case that was asked, its asker's page, and officers who act on it. 「一件事」"""

    def __init__(self, album: Album, address: str, visit: Visit, way: dict[str, bool]) -> None:
        self.album, self.address, self.visit, self.way = album, address, visit, way
        self.officers: dict[str, Any] = {}
        self.asker = visit(**way)
        album.asked(self.asker)
        self.check(self.asker)
        self.number, self.code = case_of(self.asker)

    def at(self, login: str, address: str) -> Any:
        """The officer's browser, at an address that was checked."""
        if login not in self.officers:
            self.officers[login] = self.visit(**self.way)
            self.album.enter(self.officers[login], login)
        page = self.officers[login]
        page.goto(f"{self.address}{address}")
        self.check(page)
        return page

    def of(self, login: str) -> Any:
        """The officer's browser, on the page of the case."""
        return self.at(login, f"/desk/case/{self.number}/")

    def form(self, login: str, verb: str) -> Any:
        """The officer's browser, on the page of a verb; the first to come sends it empty and sees what is wrong."""
        page = self.at(login, f"/desk/case/{self.number}/{verb}/")
        if verb in REFUSED_EMPTY and self.is_new(page, "refused"):
            send(page, page.locator(f"form[action$='/{verb}/']").first)
            assert page.locator(".errors").count() == 1, f"{verb} without a word was not refused"
            self.check(page, "refused")
            page.goto(f"{self.address}/desk/case/{self.number}/{verb}/")
        return page

    def does(self, login: str, verb: str, **filled: str) -> Any:
        """An officer does a verb on its page, and comes back to the case."""
        return self.sends(self.form(login, verb), verb, **filled)

    def sends(self, page: Any, verb: str, **filled: str) -> Any:
        """What stands on the page of a verb is filled in further and sent."""
        act(page, verb, **filled)
        self.check(page)
        return page

    def dispatched(self) -> Story:
        self.does(DESK, "respond", text="我是窗口，今天派单")
        self.does(DESK, "dispatch", tasks__lead="water", grade="ordinary")
        self.does(WATER, "sign")
        return self

    def look(self) -> Any:
        """The asker's page, checked."""
        self.asker.goto(f"{self.address}/track/{self.number}/?code={self.code}")
        self.check(self.asker)
        return self.asker

    def promise(self, label: re.Pattern[str]) -> Any:
        """A promise on the asker's page, by its name in either language."""
        return self.look().locator(".promise", has=self.asker.locator("h3", has_text=label)).first

    def due(self, label: re.Pattern[str]) -> str:
        """Until when the asker is told that it is kept."""
        return str(self.promise(label).locator(".until time").first.get_attribute("datetime"))

    def state(self) -> str:
        """As the asker is told."""
        return str(self.look().locator(".signature dd").first.inner_text())

    def finds(self) -> Any:
        """The asker comes back with number and code."""
        page = self.asker
        page.goto(f"{self.address}/track/")
        page.locator("#number").fill(self.number)
        page.locator("#code").fill(self.code)
        send(page, page.locator("main form"))
        self.check(page)
        return page

    def apart(self, verb: str, **filled: str) -> None:
        """What takes a second look of the asker: open its page, read, then do it."""
        page = self.look()
        self.album.follow(page, page.locator(f"a[href*='/{verb}/']").first)
        self.check(page)
        assert page.locator(".notice li").count() >= 2, "what follows is said first"
        for name, text in filled.items():
            page.locator(f"[name={name}]").fill(text)
        self.album.follow(page, page.locator("main form button[type=submit]"))
        page.locator(".told").wait_for()
        self.check(page)

    def is_new(self, page: Any, note: str = "") -> bool:
        """Whether no story looked at such a page in this way yet: of this kind, of a case in this state."""
        found = resolve(urlsplit(page.url).path)
        state = page.locator(".signature dd").first.inner_text() if page.locator(".signature dd").count() else ""
        sight = (found.view_name, str(found.kwargs.get("verb", "")), note, state, *sorted(self.way.items()))
        is_new = sight not in self.album.seen
        self.album.seen.add(sight)
        return is_new

    def check(self, page: Any, note: str = "") -> None:
        """One language, whole on a phone, and at first sight without a fault that axe finds."""
        if self.way.get("english"):
            assert not han_in(page.content())
        if not self.is_new(page, f"checked {note}"):
            return
        if self.way.get("narrow"):
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            assert not page.evaluate(MEASURE % SMALLEST, TARGETS)
        if not self.way:  # what phone and English change is looked at on every page by itself
            assert not faults(page)
