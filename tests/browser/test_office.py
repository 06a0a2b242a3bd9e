"""Those who watch: a leader takes charge and signs, a supervisor sends a notice and inspects what a seed drew."""

from __future__ import annotations

import pytest

from tests.browser.album import Album
from tests.browser.shots import CENTRE, DESK, LEADER, SUPERVISOR, WATER
from tests.browser.story import WAYS, Story, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_case_is_watched_from_its_notice_to_the_leaders_signature(
    way: dict[str, bool], album: Album, address: str, visit: Visit
) -> None:
    story = Story(album, address, visit, way)
    number = story.number
    page = story.form(CENTRE, "take_charge")
    page.locator("main form [name=leader_in_charge]").select_option(index=1)
    story.sends(page, "take_charge", key="yes")
    story.at(SUPERVISOR, "/office/promises/?show=open")
    story.does(SUPERVISOR, "supervise", finding=f"Nobody went there {number}", tasks__supervision="water")
    notices = story.at(SUPERVISOR, "/office/notices/")
    assert notices.locator(".said", has_text=f"Nobody went there {number}").count() == 1
    story.does(WATER, "report", text=f"On the way {number}")
    notices = story.at(SUPERVISOR, "/office/notices/?show=done")
    assert notices.locator(".said", has_text=f"On the way {number}").count() == 1
    story.does(DESK, "close", answer="Cleared")
    leader = story.at(LEADER, "/office/charge/")
    album.follow(leader, leader.locator(f"a.button[href*='{number}']"))
    story.check(leader)
    album.follow(leader, leader.locator("main .card form button[type=submit]").last)
    draws = story.at(SUPERVISOR, "/office/draws/")
    draws.fill("[name='share']", "100")
    album.follow(draws, draws.locator("form.filter button[type='submit']"))
    story.check(draws)
    assert draws.locator(f"a.button[href*='{number}']").count() == 1
    story.does(SUPERVISOR, "inspect", fault="unsolved", finding="Blocked again", tasks__rectify="water")
    draws = story.at(SUPERVISOR, "/office/draws/")
    album.follow(draws, draws.locator("main table a").first)
    assert draws.locator(".badge.late").count() >= 1
