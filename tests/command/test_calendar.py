"""`wolaiban calendar add`: what a notice moves is shown before it acts (design §5, kernel §6.4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cast import SHIPPED, City, playing
from tests.folders import copied
from wolaiban.command.calendar import command
from wolaiban.promises.verifying import verify

NOTICE = """
year = 2027
published_on = 2026-11-20
source = "made up for this test"
off = [{ name = "元旦", en = "New Year's Day", days = "2027-01-01..2027-01-03" }]
worked = ["2027-01-09"]
"""
TYPHOON = """
kind = "change"
year = 2026
published_on = 2026-12-01
source = "a stop-work notice made up for this test"
off = [{ name = "台风停工", en = "typhoon", days = "2026-12-02..2026-12-03" }]
"""


@pytest.fixture
def city(db: None, head_key: Path, tmp_path: Path) -> Iterator[City]:
    with playing(copied(SHIPPED, tmp_path / "town", "pingfu365")) as city:
        yield city.clock("2026-12-28 10:00")


def run(file: Path, *options: str, answer: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(command, ["add", str(file), *options], input=answer, catch_exceptions=False)
    return result.exit_code, result.output


def test_a_years_notice_moves_what_was_provisional_and_nothing_else(city: City, tmp_path: Path):
    provisional = city.firm.asks("pingfu365", "跨年事项", grade="complex")
    settled = city.other_firm.asks("pingfu365", "年内事项")
    assert (city.due(provisional, "done"), city.promise(provisional, "done").provisional) == ("2027-01-06 17:00", True)
    before = city.due(settled, "done")
    file = tmp_path / "cn-2027.toml"
    file.write_text(NOTICE, encoding="utf-8")

    code, output = run(file, answer="n\n")
    assert code == 1
    assert f"{provisional.number} done: 2027-01-06T17:00+08:00 → 2027-01-07T17:00+08:00" in output
    assert "2027-01-01 元旦" in output
    assert city.due(provisional, "done") == "2027-01-06 17:00", "nothing moves before the answer"

    code, output = run(file, "--yes", "--json")
    moves = json.loads(output)["moves"]
    assert [(move["number"], move["promise"]) for move in moves] == [(provisional.number, "done")]
    assert city.due(provisional, "done") == "2027-01-07 17:00"
    assert not city.promise(provisional, "done").provisional
    assert city.promise(provisional, "done").first_due_at == city.t("2027-01-07 17:00")
    assert [move["why"] for move in city.promise(provisional, "done").moves] == ["given", "calendar"]
    assert city.due(settled, "done") == before
    assert provisional.events.filter(verb="recount", by="clock").count() == 1
    assert verify().clean, "what was given before keeps the calendar it was given under"


def test_a_stop_work_notice_needs_somebody_who_answers_for_it(city: City, tmp_path: Path):
    city.clock("2026-11-30 10:00")
    case = city.firm.asks("pingfu365", "停工期间")
    city.clock("2026-12-01 16:00")
    assert city.due(case, "done") == "2026-12-03 17:00"
    file = tmp_path / "typhoon-2026-12.toml"
    file.write_text(TYPHOON, encoding="utf-8")
    with pytest.raises(Exception, match="operator"):
        run(file, "--yes", "--by", "lin")
    code, _ = run(file, "--yes", "--by", "op")
    assert code == 0
    assert city.due(case, "done") == "2026-12-07 17:00"
    assert verify().clean


def test_a_calendar_that_is_there_already_is_not_written_over(city: City):
    with pytest.raises(Exception, match="there already"):
        run(SHIPPED / "calendars" / "cn-2026.toml", "--yes")
