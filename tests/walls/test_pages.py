"""Every page is looked at: the album holds a picture of each, and what is no page is known by name."""

from __future__ import annotations

from tests.browser.shots import PAGES
from tests.pages import NO_PAGE, addresses, pages


def test_the_album_holds_every_page() -> None:
    missing = pages() - {shot.at for shot in PAGES}
    assert not missing, f"no Shot in tests/browser/shots.py is of these (or say in tests/pages.py why not): {missing}"


def test_no_picture_is_of_what_is_no_page_and_no_excuse_is_out_of_date() -> None:
    assert not {shot.name for shot in PAGES if shot.at in NO_PAGE}
    assert set(NO_PAGE) <= addresses()


def test_every_picture_has_a_name_of_its_own() -> None:
    assert len({shot.name for shot in PAGES}) == len(PAGES)
