"""Pictures of the pages of the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.chromium import context, launch
from tests.browser.finding import PASSWORD, Finding, key_of
from tests.browser.shots import NEWCOMER, WORDS, Shot


class Album(Finding):
    """A browser that finds its way through the demo."""

    def __init__(self, engine: Any, address: str) -> None:
        self.address, self.browser = address, launch(engine)
        self.keys: dict[str, Any] = {}
        self.seen: set[tuple[object, ...]] = set()

    def visitor(self) -> Any:
        return context(self.browser).new_page()

    def close(self) -> None:
        self.browser.close()

    def take(self, shot: Shot, out: Path) -> Path:
        """Open a page and write its picture."""
        visit = context(self.browser, narrow=shot.narrow, dark=shot.dark, english=shot.english)
        page = visit.new_page()
        if shot.who:
            self.enter(page, shot.who)
        self.open(page, shot.page)
        path = out / f"{shot.name}.png"
        page.screenshot(path=path, full_page=shot.whole)
        visit.close()
        return path

    def enter(self, page: Any, login: str) -> None:
        """Come in as an officer of the demo; whoever was in before comes in again by the same key."""
        if login == NEWCOMER:
            self.newcomer()
        if login in self.keys:
            page.context.add_cookies([self.keys[login]])
            return
        page.goto(f"{self.address}/demo/")
        self.follow(page, page.locator(f"form[action='/demo/{login}/'] button"))
        self.keys[login] = key_of(page)

    def open(self, page: Any, what: str) -> None:
        """Go to an address, or find the way to what a word names."""
        if what in WORDS:
            getattr(self, what.replace(" ", "_"))(page)
            return
        page.goto(self.address + what)
        if what.startswith("/account/2fa/") and "/account/reauthenticate/" in page.url:
            page.fill("[name=password]", PASSWORD)
            self.follow(page, page.locator("main form button[type=submit]").first)
