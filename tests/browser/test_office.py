"""Those who watch: a leader takes charge and signs, a supervisor sends a notice and inspects what a seed drew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import LEADER, SUPERVISOR, WATER, Album

pytestmark = pytest.mark.browser
CENTRE, DESK = "gao", "lin"


@pytest.mark.parametrize("how", [{"narrow": True, "script": False}, {"english": True}], ids=["phone", "english"])
def test_a_case_is_watched_from_its_notice_to_the_leaders_signature(
    how: dict[str, bool], album: Album, address: str, visit: Callable[..., Any]
) -> None:
    desk = visit(**how)
    album.enter(desk, DESK)
    desk.goto(f"{address}/desk/file/pingfu365/")
    typed = {"subject": "Sewer blocked", "requester.organisation": "Example", "requester.phone": "13800001234"}
    for name, text in typed.items():
        desk.locator(f"[name='{name}']").fill(text)
    album.follow(desk, desk.locator("main form button[type=submit]").last)
    number = desk.url.rstrip("/").rpartition("/")[2]

    def does(page: Any, verb: str, **said: str) -> None:
        page.goto(f"{address}/desk/case/{number}/{verb}/")
        for name, value in said.items():
            entry = page.locator(f"main form [name='{name}']")
            kind = entry.first.evaluate("node => node.tagName + (node.type || '')")
            if kind.startswith("SELECT"):
                entry.select_option(value=value) if value else entry.select_option(index=1)
            elif "radio" in kind:
                page.locator(f"main form label:has([name='{name}'][value='{value}'])").click()
            else:
                entry.fill(value)
        album.follow(page, page.locator("main .card form button[type=submit]").last)

    centre, supervisor, leader = visit(**how), visit(**how), visit(**how)
    album.enter(centre, CENTRE)
    does(centre, "take_charge", leader_in_charge="", key="yes")
    album.enter(supervisor, SUPERVISOR)
    supervisor.goto(f"{address}/office/promises/?show=open")
    does(supervisor, "supervise", finding=f"Nobody went there {number}", **{"tasks.supervision": "water"})
    supervisor.goto(f"{address}/office/notices/")
    assert supervisor.locator(".said", has_text=f"Nobody went there {number}").count() == 1
    unit = visit(**how)
    album.enter(unit, WATER)
    does(unit, "report", text=f"On the way {number}")
    supervisor.goto(f"{address}/office/notices/?show=done")
    assert supervisor.locator(".said", has_text=f"On the way {number}").count() == 1
    does(desk, "close", answer="Cleared")
    album.enter(leader, LEADER)
    leader.goto(f"{address}/office/charge/")
    album.follow(leader, leader.locator(f"a.button[href*='{number}']"))
    album.follow(leader, leader.locator("main .card form button[type=submit]").last)
    supervisor.goto(f"{address}/office/draws/")
    supervisor.fill("[name='share']", "100")
    album.follow(supervisor, supervisor.locator("form.filter button[type='submit']"))
    assert supervisor.locator(f"a.button[href*='{number}']").count() == 1
    does(supervisor, "inspect", fault="unsolved", finding="Blocked again", **{"tasks.rectify": "water"})
    supervisor.goto(f"{address}/office/draws/")
    album.follow(supervisor, supervisor.locator("main table a").first)
    assert supervisor.locator(".badge.late").count() >= 1
