"""Every page: no fault that axe finds, whole on a phone with targets for a thumb, no Chinese in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import PAGES, Album, Shot
from tests.web.seeing import han_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
SMALLEST = 44
# A link inside a sentence is excused (WCAG 2.2, 2.5.8); these are not.
TARGETS = (
    "button, .button, summary, .option, .top nav a, .tabs a, input:not([type=hidden]):not([type=radio])"
    ":not([type=checkbox]), select, textarea"
)
MEASURE = """selector => [...document.querySelectorAll(selector)].map(node => [node, node.getBoundingClientRect()])
    .filter(([node, box]) => box.width && box.height < %d).map(([node, box]) => node.outerHTML.slice(0, 90))"""


@pytest.fixture(params=PAGES, ids=lambda shot: shot.name)
def shot(request: pytest.FixtureRequest) -> Shot:
    return request.param  # type: ignore[no-any-return]


def opened(album: Album, page: Any, shot: Shot) -> Any:
    if shot.who:
        album.enter(page, shot.who)
    album.open(page, shot.page)
    for summary in page.locator("main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    return page


def faults(page: Any) -> list[tuple[str, Any, str]]:
    """What axe finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(fault["id"], node["target"], fault["help"]) for fault in found for node in fault["nodes"]]


def test_a_wide_page_has_no_fault_that_axe_finds(shot: Shot, album: Album, visit: Visit) -> None:
    assert not faults(opened(album, visit(), shot))


def test_a_dark_phone_shows_it_whole_with_targets_for_a_thumb(shot: Shot, album: Album, visit: Visit) -> None:
    page = opened(album, visit(narrow=True, dark=True), shot)
    assert not faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.evaluate(MEASURE % SMALLEST, TARGETS)


def test_the_english_page_has_no_chinese_that_is_no_data(shot: Shot, album: Album, visit: Visit) -> None:
    page = opened(album, visit(english=True), shot)
    assert not han_in(page.content())
    assert page.evaluate("document.documentElement.lang") == "en"
