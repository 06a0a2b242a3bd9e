"""The ways of a case from its beginning to the public figure: whole, on the spot, returned, extended, reopened."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.album import Album
from tests.browser.shots import CALLER, CENTRE, DESK, PLANNING, WATER
from tests.browser.story import WAYS, Story, Visit, act, send

pytestmark = pytest.mark.browser
DONE = re.compile("^(办结|Completion)$")


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request: pytest.FixtureRequest) -> dict[str, bool]:
    return dict(request.param)


@pytest.fixture
def story(album: Album, address: str, visit: Visit, way: dict[str, bool]) -> Story:
    return Story(album, address, visit, way)


def rated(page: Any, address: str) -> int:
    """How many ratings the public account of the firms' service counts."""
    page.goto(f"{address}/figures/")
    row = page.locator("[aria-labelledby$=pingfu365] tr", has_text=re.compile("满意率|Satisfied")).first
    # So many rated is always told; what they said only once there are enough of them.
    text = row.locator(".value").inner_text()
    found = re.search(r"件中 ([\d,]+) 件已评价|; ([\d,]+) of [\d,]+ rated", text)
    assert found, text
    return int((found[1] or found[2]).replace(",", ""))


def test_asked_dispatched_signed_answered_called_back_and_rated_the_figure_moves(story: Story) -> None:
    before = rated(story.asker, story.address)
    assert story.look().locator(".signature").inner_text().count("\n") >= 5, "who, until when, what is left"
    story.does(DESK, "respond", text="我是窗口，今天派单")
    page = story.form(DESK, "dispatch")
    form = page.locator("main form").last
    form.locator("[name='tasks.lead']").select_option("water")
    form.locator("[name='tasks.lead.matter']").fill("管线接入")
    form.locator("[name='tasks.co']").first.select_option("planning")
    form.locator("[name='tasks.co.matter']").first.fill("道路开挖许可")
    form.locator("input[name=grade][value=complex]").check()
    story.album.follow(page, form.locator("button[name=look]"))
    story.check(page, "looked")
    assert page.locator(".consequence li").count() >= 2, "what follows is said, and nothing saved"
    assert page.locator("[name='tasks.co.matter']").first.input_value() == "道路开挖许可"
    send(page, page.locator("main form").last)
    lanes = page.locator(".lane")
    assert lanes.count() == 2 and "道路开挖许可" in lanes.nth(1).inner_text()
    story.does(WATER, "sign")
    story.does(PLANNING, "opinion", answer="同意开挖")
    story.does(WATER, "answer", answer="已接通，今晚通水")
    assert "已接通，今晚通水" in story.finds().locator(".answer").inner_text()
    story.does(CALLER, "call_back", reached="yes", resolved="yes")
    assert story.state() in ("已办结", "Closed")
    act(story.look(), "rate", rating="satisfied", text="很快")
    assert rated(story.asker, story.address) == before + 1


def test_closed_on_the_spot_rated_once_reopened_and_done_again(story: Story) -> None:
    before = rated(story.asker, story.address)
    story.does(DESK, "close", answer="接入申请已代为提交，明天上门")
    page = story.finds()
    assert "接入申请已代为提交" in page.locator(".answer").inner_text()
    act(page, "rate", rating="satisfied", resolved="yes", text="很快")
    page = story.look()
    assert page.locator("#rated-title").count() and not page.locator("form[action$='/rate/']").count()
    assert rated(story.asker, story.address) == before + 1
    story.apart("reopen", text="又断水了")
    assert "又断水了" in story.look().locator(".history").inner_text()
    assert story.state() in ("重办", "Being redone")
    story.does(DESK, "talk", text="马上再派人去")
    story.does(DESK, "dispatch", tasks__lead="water")
    story.does(WATER, "sign")
    story.does(WATER, "answer", answer="换了阀门")
    assert story.look().locator(".main-action form[action$='/rate/']").count() == 1, "a new answer, a new rating"


def test_returned_twice_the_centre_names_the_unit_and_the_asker_keeps_the_due_instant(story: Story) -> None:
    story.does(DESK, "respond", text="今天派单")
    story.does(DESK, "dispatch", tasks__lead="water", grade="ordinary")
    told = story.due(DONE)
    assert told
    page = story.form(WATER, "return_back")
    page.locator("input[value=other_lead]").check()
    act(page, "return_back", ground="市政管网由规划局牵头")
    assert "市政管网由规划局牵头" in story.of(DESK).locator(".history").inner_text()
    assert story.due(DONE) == told
    assert "市政管网由规划局牵头" not in story.asker.content(), "words among officers"
    story.does(DESK, "redispatch", tasks__lead="planning")
    story.does(PLANNING, "return_back", ground="不属规划职责")
    assert story.of(CENTRE).locator(".main-action form[action$='/assign/']").count() == 1
    story.does(CENTRE, "assign", tasks__lead="water")
    assert story.of(WATER).locator("form[action$='/return_back/']").count() == 0, "this cannot be returned"
    assert story.due(DONE) == told


def test_an_extension_is_refused_then_granted_and_told_with_the_first_due_instant(story: Story) -> None:
    first = story.dispatched().due(DONE)
    for decision, said in (("refuse_extension", {"ground": "库存充足"}), ("grant_extension", {})):
        last = story.form(WATER, "extend").locator("[name=until]").get_attribute("max")
        assert last and re.fullmatch(r"\d{4}-\d\d-\d\d", last)
        story.does(WATER, "extend", until=last, ground="管材到货晚")
        story.does(CENTRE, decision, **said)
    assert story.due(DONE)[:10] == last
    assert story.promise(DONE).locator(".holder time").get_attribute("datetime") == first, "what was told first"
    promise = story.of(WATER).locator(".promise", has_text=re.compile("最初告知的期限|First told"))
    assert promise.count() == 1
