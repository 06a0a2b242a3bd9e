"""Every page: no fault that axe finds, whole on a phone with targets for a thumb, no Chinese in English."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.album import Album
from tests.browser.chromium import NARROW
from tests.browser.conftest import Watch
from tests.browser.looking import MEASURE, SMALLEST, TARGETS, faults
from tests.browser.shots import PAGES, Shot
from tests.browser.story import Visit
from tests.pages import name_of
from tests.web.seeing import han_in

pytestmark = pytest.mark.browser
OTHER_LANGUAGE = {"welcome": "in the language of whom it invites"}


@pytest.fixture(params=PAGES, ids=lambda shot: shot.name)
def shot(request: pytest.FixtureRequest) -> Shot:
    return request.param  # type: ignore[no-any-return]


def test_a_page_is_whole_wide_in_english_and_on_a_dark_phone(shot: Shot, album: Album, visit: Visit) -> None:
    """No fault that axe finds, no Chinese that is no data, nothing cut off, targets for a thumb."""
    page = visit(english=True)
    if shot.who:
        album.enter(page, shot.who)
    album.open(page, shot.page)
    assert name_of(urlsplit(page.url).path) == shot.at, "this is another page"
    unfold(page)
    assert not faults(page)
    if shot.at not in OTHER_LANGUAGE:
        assert not han_in(page.content())
        assert page.evaluate("document.documentElement.lang") == "en"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # no colour is caught on its way
    page.set_viewport_size(NARROW)
    assert not faults(page)
    fits(page)
    if shot.page.startswith("/"):  # others are found by sending something, which is not sent again
        page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": album.address}])
        page.reload()
        unfold(page)
        fits(page)


def unfold(page: Any) -> None:
    """Open what can be opened."""
    for summary in page.locator("main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()


def fits(page: Any) -> None:
    """Whole on a phone, with targets for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert not page.evaluate(MEASURE % SMALLEST, TARGETS)


def test_a_request_to_another_host_does_not_go_unnoticed(album: Album, watch: Watch) -> None:
    visitor = album.visitor()
    watch.over(visitor.context)
    visitor.goto(album.address)
    assert not watch.elsewhere
    visitor.set_content("<img src='http://elsewhere.example/x.png'>")
    visitor.context.close()
    assert watch.elsewhere == ["http://elsewhere.example/x.png"]
