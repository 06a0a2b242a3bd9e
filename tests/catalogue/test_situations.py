"""Situations: the stories beside a service, as objects."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.catalogue.patching import GOOD
from wolaiban.catalogue import TownError, read_situations
from wolaiban.catalogue.moments import read_moment
from wolaiban.catalogue.situations import ExpectedPromise, Player, Situation

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def story() -> Situation:
    (found,) = read_situations(GOOD / "services" / "repair", SHANGHAI)
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_story_has_a_name_a_start_and_a_cast(story: Situation) -> None:
    assert story.service == "repair"
    assert story.name["en"] == "Asked at 16:50, done within 3 working days after the holiday"
    assert story.start == at("2024-06-07 16:50")
    assert story.demo
    assert story.player("firm_a").role == "firm"
    assert story.player("desk") == Player("desk", "desk")


def test_steps_follow_one_another_in_time(story: Situation) -> None:
    assert [step.at for step in story.steps] == [
        at("2024-06-07 16:50"), at("2024-06-07 17:15"), at("2024-06-14 00:00"), at("2024-06-14 00:00"),
    ]  # fmt: skip
    assert [step.verb for step in story.steps] == ["register", "dispatch", None, "answer"]


def test_what_a_step_carries(story: Situation) -> None:
    first, second, _, last = story.steps
    assert first.fields == {"text": "厂区用水接入卡住了", "key": "yes"}
    assert [task["unit"] for task in second.tasks] == ["水务", "规划"]
    assert (last.who, last.refused) == ("stranger", "role")


def test_what_must_come_out(story: Situation) -> None:
    expect = story.steps[1].expect
    assert (expect.state, expect.contract, expect.tasks) == ("handling", "handling", {2: "open"})
    due = at("2024-06-13 17:00")
    assert expect.promises == (
        ExpectedPromise("done", state="running", due_at=due, first_due_at=due, provisional=True),
        ExpectedPromise("opinion", task=2, state="running"),
    )
    broken, none = story.steps[2].expect.promises
    assert (broken.round, broken.reminders, broken.no_due) == (1, 3, False)
    assert (none.state, none.no_due) == ("none", True)


def test_no_file_is_no_story(tmp_path: Path) -> None:
    assert read_situations(tmp_path, SHANGHAI) == ()


def test_mistakes_of_the_file_are_raised_together(tmp_path: Path) -> None:
    (tmp_path / "situations.toml").write_text('[[situation]]\nzh = "空"\nstart = "later"\n')
    with pytest.raises(TownError) as caught:
        read_situations(tmp_path, SHANGHAI)
    assert [mistake.what for mistake in caught.value.mistakes] == ["bad_moment", "missing_key", "no_steps"]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-06-07 16:50", "2024-06-07 16:50"),
        ("2024-06-07T16:50:30", "2024-06-07 16:50:30"),
        ("2024-05-31 24:00", "2024-06-01 00:00"),
        ("+25 minutes", "2024-03-01 08:25"),
        ("+1 day 2 hours", "2024-03-02 10:00"),
        ("+3天", "2024-03-04 08:00"),
    ],
)
def test_instants_as_a_clerk_writes_them(text: str, instant: str) -> None:
    assert read_moment(text, SHANGHAI, at("2024-03-01 08:00")) == at(instant)


def test_an_instant_with_an_offset_keeps_it() -> None:
    noon = datetime(2024, 6, 7, 12, tzinfo=UTC)
    assert read_moment(noon, SHANGHAI) == noon


@pytest.mark.parametrize("text", ["tomorrow", "2024-13-01 08:00", "2024-05-31 24:01", "+5 moons", "+", 7])
def test_what_is_no_instant(text: object) -> None:
    assert read_moment(text, SHANGHAI, at("2024-03-01 08:00")) is None


def test_a_first_step_cannot_come_later_than_nothing() -> None:
    assert read_moment("+25 minutes", SHANGHAI) is None
