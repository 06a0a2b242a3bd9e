"""A play goes on at its minute: what a visitor did first wins, and a demo opened again goes on where it stood."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.cast import SHIPPED, City
from wolaiban.catalogue import read_town
from wolaiban.clockwork.loop import tick
from wolaiban.clockwork.playing import PROGRESS, WEEK, Play, played
from wolaiban.promises.models import Case, Event
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import serve, town
from wolaiban.promises.verifying import verify

STORIES = """
[cast]
firm_a = { role = "firm", zh = "甲厂（示例）", en = "Firm A" }
water = { role = "unit", unit = "water", zh = "水务公司", en = "Water" }

[[situation]]
zh = "当场办结"
en = "Closed at the window"
start = 2024-09-13T17:00:00
step = [
    { do = "register", who = "firm_a", fields = { subject = "发票抬头" } },
    { at = "+10 minutes", do = "close", who = "desk", fields = { answer = "可以重开。", grade = "simple" } },
    { at = "+5 minutes", do = "rate", who = "firm_a", fields = { rating = "satisfied", resolved = "yes" } },
]

[[situation]]
zh = "又提一次"
en = "Asked again"
start = 2024-09-13T17:02:00
step = [
    { do = "register", who = "firm_a", fields = { subject = "发票抬头，又提一次" } },
    { at = "+3 minutes", do = "merge", who = "desk", fields = { into = "当场办结", ground = "同一事项" } },
]
"""

TOLD_OF = """
[cast]
stall = { role = "party", zh = "示例小摊", en = "A stall" }
first = { role = "unit", unit = "enforcement", zh = "一人", en = "One officer" }
second = { role = "unit", unit = "enforcement", zh = "另一人", en = "Another" }

[[situation]]
zh = "告知小摊"
en = "The stall is told"
start = 2024-09-13T17:00:00
step = [
    { do = "register", who = "second", for = "stall", fields = { subject = "小摊", unit = "enforcement", copy_to = "js_enforcement", scope = "both", delivery = "sms" } },
    { at = "+1 minute", do = "note", who = "first", fields = { text = "已送达" } },
]
"""  # noqa: E501
WATCHED = """
[cast]
watcher = { role = "supervisor", zh = "纪检", en = "Discipline" }

[[situation]]
zh = "约谈"
en = "A talk"
start = 2024-09-13T17:05:00
step = [{ do = "register", who = "watcher", fields = { subject = "摊", owner = "enforcement", project = "告知小摊" } }]
"""


@pytest.fixture
def staged(city: City, tmp_path: Path) -> Iterator[City]:
    """The shipped town on Friday 13 September, 16:50, with two stories of its own and no past."""
    place = tmp_path / "town"
    shutil.copytree(SHIPPED, place, ignore=shutil.ignore_patterns("demo", "situations.toml", ".*", "*.sqlite3*"))
    home = place / WEEK / "pingfu365"
    home.mkdir(parents=True)
    (home / "situations.toml").write_text(STORIES, encoding="utf-8")
    serve(read_town(place))
    Play(at("16:50")).save(place / PROGRESS)
    yield city
    serve(city.town)


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2024-09-13T{time}:00").replace(tzinfo=town().zone)


def test_each_act_happens_at_its_minute_when_the_clock_comes_to_it(staged: City) -> None:
    tick()
    assert not Case.objects.exists()
    for minutes in (11, 10, 6):
        staged.later(minutes=minutes)
        tick()
    told = [(event.verb, event.at) for event in Event.objects.filter(case__state="closed").order_by("seq")]
    assert told == [
        ("register", at("17:00")), ("join", at("17:05")), ("close", at("17:10")), ("rate", at("17:15")),
    ]  # fmt: skip
    assert Case.objects.get(state="merged").asker_key == Case.objects.get(state="closed").asker_key
    assert (found := played()) and (found.done, found.acts) == (5, 5)
    assert verify().clean


def test_the_same_comes_of_one_leap(staged: City) -> None:
    staged.later(hours=3)
    tick()
    assert Case.objects.get(state="closed").finished_at == at("17:10")


def test_what_a_visitor_does_first_wins(staged: City) -> None:
    staged.later(minutes=13)
    tick()
    first = Case.objects.order_by("registered_at")[0]
    staged.lin.does("decline", first, ground="不属受理范围，请找税务局。")
    staged.later(minutes=30)
    tick()
    first.refresh_from_db()
    assert first.state == "declined", "the close, the rating and the merging are passed over"
    assert Case.objects.exclude(pk=first.pk).get().state == "registered"
    assert verify().clean


def test_a_story_that_the_file_does_not_allow_is_wrong_before_anybody_looks(staged: City) -> None:
    staged.later(minutes=15)
    play = Play(at("16:50"), strict=True)
    play.on_to(at("17:01"))
    staged.lin.does("decline", Case.objects.get(), ground="不属受理范围。")
    with pytest.raises(Refused):
        play.on_to(at("17:20"))


def test_a_story_names_whom_it_is_for_a_second_officer_and_another_story(staged: City) -> None:
    place = town().folder
    for code, text in (("commitment", TOLD_OF), ("integrity", WATCHED)):
        (place / WEEK / code).mkdir()
        (place / WEEK / code / "situations.toml").write_text(text, encoding="utf-8")
    serve(read_town(place))
    for code in ("enforcement", "js_enforcement"):
        staged.adds(code, code)
    for login, name in (("fa", "法行正"), ("shen", "申审核")):
        staged.joins(login, name, "enforcement", "unit")
    staged.later(minutes=20)
    Play(at("16:50"), strict=True).on_to(at("17:10"))
    told, watched = Case.objects.get(service="commitment"), Case.objects.get(service="integrity")
    assert said_at_first(told)["requester"]["name"] == "示例小摊"
    assert told.events.get(seq=1).by != told.events.get(seq=2).by, "two of one unit are two officers"
    assert watched.fields["project"] == told.number


def test_a_play_that_was_left_goes_on_where_it_stood(staged: City) -> None:
    staged.later(minutes=11)
    tick()
    again = Play.resumed(town().folder / PROGRESS)
    assert (again.done, len(again.numbers)) == (1, 1)
    staged.later(hours=1)
    again.on_to(at("17:30"))
    assert Case.objects.count() == 2 and Case.objects.get(state="closed").rating == "satisfied"


def test_a_town_that_was_not_opened_as_a_demo_plays_nothing(staged: City) -> None:
    (town().folder / PROGRESS).unlink()
    staged.later(hours=1)
    assert tick()["play"] == 0 and played() is None
    assert not Case.objects.exists()
