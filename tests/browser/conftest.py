"""A real browser on the pages: Debian's Chromium through Playwright, no download, no other host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Root has no sandbox of its own; the rest keeps the browser from talking to its maker.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder needs the browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests."""
    path = os.environ.get("WOLAIBAN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "no Chromium here: bin/test --browser installs it, or says how"
    # Playwright's own event loop runs in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What a page did that no page of ours may do."""

    def __init__(self, page: Page) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("localhost", "127.0.0.1", None):
            self.foreign.append(request.url)


def _pages(browser: Browser, **options: object) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)  # type: ignore[arg-type]
    page = context.new_page()
    watch = Watch(page)
    yield page
    context.close()
    assert not watch.foreign, f"the page asked another host: {watch.foreign}"
    refused = [error for error in watch.errors if "status of 4" not in error]  # a refusal that the test asked for
    assert not refused, f"the page had errors: {refused}"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on a desk; asking another host or a script error fails the test."""
    yield from _pages(chromium, viewport={"width": 1280, "height": 800})


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The same on a phone."""
    yield from _pages(chromium, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """The same without JavaScript."""
    yield from _pages(chromium, java_script_enabled=False)


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], list[str]]:
    """What the accessibility rules (axe, WCAG 2.1 AA) find wrong: rule and first place, empty when nothing."""
    axe = Axe()

    def check(page: Page) -> list[str]:
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
        found = axe.run(page, options=options).response["violations"]
        return [f"{wrong['id']}: {wrong['nodes'][0]['target']} ({len(wrong['nodes'])} places)" for wrong in found]

    return check
