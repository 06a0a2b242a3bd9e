"""An operator lets somebody come, go on leave and go for good, on a phone, without JavaScript, in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import Album
from tests.browser.shots import OPERATOR

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("how", [{"narrow": True, "script": False}, {"english": True}], ids=["phone", "english"])
def test_somebody_comes_signs_in_hears_of_something_leaves_and_hands_over(
    how: dict[str, bool], album: Album, address: str, visit: Callable[..., Any]
) -> None:
    login = "ping-" + ("e" if how.get("english") else "z")
    operator, newcomer = visit(**how), visit(**how)
    album.enter(operator, OPERATOR)
    album.come(newcomer, operator, login, "Ping")
    newcomer.goto(f"{address}/desk/file/pingfu365/")
    newcomer.locator("[name=subject]").fill("Road flooded")
    newcomer.locator("[name='requester.organisation']").fill("Example Ltd")
    newcomer.locator("[name='requester.phone']").fill("13800001234")
    album.submit(newcomer)
    page = f"{address}/office/people/of/{login}/"
    operator.goto(page + "disable/")
    album.follow(operator, operator.locator("main form button[type=submit]"))
    newcomer.goto(f"{address}/desk/")
    assert "/account/login/" in newcomer.url
    operator.goto(page + "hand-over/")
    assert operator.locator("text=Road flooded").count() == 1
    operator.locator("[name=heir]").select_option("shui")
    album.follow(operator, operator.locator("main form button[type=submit]"))
    assert operator.locator("progress").get_attribute("value") == "100"
    number = re.search(r"/desk/case/([\w-]+)/", operator.content())
    assert number
    heir = visit(**how)
    album.enter(heir, "shui")
    heir.goto(f"{address}/desk/case/{number[1]}/")
    assert "Road flooded" in heir.locator("h1").inner_text()
    assert "Ping" in heir.locator(".history").inner_text(), "who handed it over stands in the history"
