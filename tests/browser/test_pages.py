"""Every page: no fault that axe finds, whole on a phone with targets for a thumb, no Chinese in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.album import Album
from tests.browser.conftest import Watch
from tests.browser.looking import MEASURE, SMALLEST, TARGETS, faults
from tests.browser.shots import PAGES, Shot
from tests.pages import name_of
from tests.web.seeing import han_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
OTHER_LANGUAGE = {"welcome": "in the language of whom it invites"}


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


def test_a_wide_page_in_english_has_no_fault_that_axe_finds_and_no_chinese_that_is_no_data(
    shot: Shot, album: Album, visit: Visit
) -> None:
    page = opened(album, visit(english=True), shot)
    assert name_of(urlsplit(page.url).path) == shot.at, "this is another page"
    assert not faults(page)
    if shot.at not in OTHER_LANGUAGE:
        assert not han_in(page.content())
        assert page.evaluate("document.documentElement.lang") == "en"


def test_a_dark_phone_shows_it_whole_with_targets_for_a_thumb(shot: Shot, album: Album, visit: Visit) -> None:
    page = opened(album, visit(narrow=True, dark=True), shot)
    assert not faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.evaluate(MEASURE % SMALLEST, TARGETS)


def test_a_request_to_another_host_does_not_go_unnoticed(album: Album, watch: Watch) -> None:
    visitor = album.visitor()
    watch.over(visitor.context)
    visitor.goto(album.address)
    assert not watch.elsewhere
    visitor.set_content("<img src='http://elsewhere.example/x.png'>")
    visitor.context.close()
    assert watch.elsewhere == ["http://elsewhere.example/x.png"]
