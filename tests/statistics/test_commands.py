"""Figures and open data from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import SHIPPED, City
from tests.statistics.crowd import Story, store

Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(line: Line, city: City, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Run one command line on the town of the tests."""
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    store([Story("pingfu365", f"2024-0{5 + number % 2}-06 09:00", {"board": "policy"}) for number in range(30)])
    return line


def test_the_json_is_the_contract(line: Line):
    code, out, _ = line("figures", "--service", "pingfu365", "--from", "2024-05-01", "--to", "2024-05-31", "--json")
    table = json.loads(out)
    assert (code, table["service"], table["from"], table["to"]) == (0, "pingfu365", "2024-05-01", "2024-05-31")
    received = next(entry for entry in table["figures"] if entry["code"] == "received")
    assert (received["value"], received["unit"], "by" in received) == (15, "cases", False)


def test_a_breakdown_names_its_parts(line: Line):
    code, out, _ = line("figures", "--service", "pingfu365", "--by", "month,board,unit", "--json")
    cells = [entry["by"] for entry in json.loads(out)["figures"] if entry["code"] == "received" and "by" in entry]
    assert code == 0
    assert cells == [{"month": f"2024-0{month}", "board": "policy", "unit": ""} for month in (5, 6)]


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("办结率", "未派单", "统计截至")), ("en", ("Completion", "not disp", "Cut-off"))]
)
def test_people_read_names_counts_and_the_cut_off(line: Line, lang: str, words: tuple[str, ...]):
    code, out, _ = line("figures", "--service", "pingfu365", "--by", "unit", "--published", "--lang", lang)
    assert code == 0
    assert all(word in out for word in words), out
    assert "0/30" in out or "0 of 30" in out


def test_a_wrong_line_says_what_to_do(line: Line):
    code, _, err = line("figures", "--service", "pingfu")
    assert (code, "pingfu365" in err) == (1, True)
    assert line("figures", "--service", "pingfu365", "--from", "yesterday")[0] == 2
    assert line("figures", "--service", "pingfu365", "--by", "phone")[0] == 1


def test_an_export_says_what_it_wrote(line: Line, tmp_path: Path):
    code, out, _ = line("export", "--service", "pingfu365", "--to", tmp_path, "--format", "csv", "--json")
    done = json.loads(out)
    assert (code, done["rows"]["cases"]) == (0, 30)
    assert {path.name for path in tmp_path.iterdir()} == set(done["files"])
    assert line("export", "--service", "pingfu365", "--to", tmp_path, "--format", "xls")[0] == 1
