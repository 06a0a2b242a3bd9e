"""Files come with a form and are opened from the history, on a telephone and without JavaScript too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.album import Album
from tests.browser.looking import faults
from tests.browser.shots import DESK
from tests.browser.story import act, case_of

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.7\n1 0 obj\n"
WAYS = {"wide, English": {"english": True}, "phone, Chinese, no script": {"narrow": True, "script": False}}


def pdf(name: str, content: bytes = PDF) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def look(page: Any, way: dict[str, bool]) -> None:
    """No fault, and nothing beside the screen of a telephone."""
    if way.get("script", True):
        assert not faults(page)
    assert not way.get("narrow") or page.locator("html").bounding_box()["width"] <= 390


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_asked_with_files_mended_and_answered_with_one(
    way: dict[str, bool], album: Album, address: str, visit: Callable[..., Any]
) -> None:
    firm, desk = visit(**way), visit(**way)
    firm.goto(f"{address}/ask/pingfu365/")
    firm.locator("[name=attachment]").set_input_files([pdf("管线图.pdf"), pdf("程序.pdf", b"MZ\x90\x00\x03")])
    album.submit(firm)
    assert "程序.pdf" in firm.locator(".errors").inner_text()
    look(firm, way)
    for name, text in (
        ("subject", "厂区用水"),
        ("requester.organisation", "晨光包装"),
        ("requester.phone", "13800001234"),
    ):
        firm.locator(f"[name='{name}']").fill(text)
    album.submit(firm)
    number, code = case_of(firm)
    album.enter(desk, DESK)
    desk.goto(f"{address}/desk/case/{number}/")
    assert desk.locator(".history .files a").all_inner_texts()[0].startswith("管线图.pdf")
    respond = desk.locator("form[action$='/respond/']").first
    respond.locator("[name=attachment]").set_input_files(pdf("回复.pdf"))
    act(desk, "respond", text="我是窗口，今天派单")
    look(desk, way)
    firm.goto(f"{address}/track/{number}/?code={code}")
    look(firm, way)
    links = firm.locator(".history .files a")
    assert [text.split()[0] for text in links.all_inner_texts()] == ["回复.pdf", "管线图.pdf"]
    answer = firm.request.get(f"{address}{links.first.get_attribute('href')}")
    assert (answer.status, answer.body()) == (200, PDF)
