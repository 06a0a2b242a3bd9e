"""Each line that the field book accepts, and each row of its due table, has a test by name that runs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.walls._source import ROOT

MAP = tomllib.loads((Path(__file__).parent / "acceptance.toml").read_text(encoding="utf-8"))
LINES = MAP["line"]
ENTRIES = {
    "0.4",
    "1.1",
    "1.2",
    "1.3",
    "1.4",
    "1.5",
    "1.6",
    "1.7",
    "1.8",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "2.5",
    "2.6",
    "2.7",
    "3.1",
    "3.5",
    "3.7",
    "5.1",
    "5.2",
    "5.3",
    "5.4",
    "5.5",
    "7.1",
    "7.2",
    "7.4",
    "7.6",
    "7.7",
    "7.8",
    "11.6",
    "12",
}


@cache
def found() -> frozenset[str]:
    """The tests that pytest finds in the files of the map, for a run that looked at fewer."""
    files = sorted({line["test"].partition("::")[0] for line in LINES})
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n0",
        *[file for file in files if (ROOT / file).is_file()],
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 5), f"pytest cannot read them:\n{done.stdout[-2000:]}"
    return frozenset(line for line in done.stdout.splitlines() if "::" in line)


def test_the_map_has_as_many_lines_as_each_entry_accepts() -> None:
    assert set(MAP["count"]) == ENTRIES
    assert Counter(line["entry"] for line in LINES) == MAP["count"]


def test_no_two_lines_share_a_test() -> None:
    assert not [test for test, times in Counter(line["test"] for line in LINES).items() if times > 1]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['entry']}-{line['test'].rpartition('::')[2]}")
def test_a_line_has_its_test(line: dict[str, str], collected: dict[str, bool]) -> None:
    test, file = line["test"], line["test"].partition("::")[0]
    assert (ROOT / file).is_file(), f"{line['entry']}: no file {file} for: {line['says']}"
    here = [name for name in collected if name == test or name.startswith(test + "[")]
    there = here or [name for name in found() if name == test or name.startswith(test + "[")]
    assert there, f"{line['entry']}: no test {test} for: {line['says']}"
    assert not any(collected.get(name, False) for name in there), f"{test} is marked skip or xfail"


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['entry']}-{line['test'].rpartition('::')[2]}")
def test_its_test_is_not_put_aside(line: dict[str, str]) -> None:
    """Neither skipped by a mark or inside, nor left to a run that nobody makes daily."""
    file, _, name = line["test"].partition("::")
    path = ROOT / file
    assert path.is_file(), f"no file {file}"
    text = path.read_text(encoding="utf-8")
    decorators, plain = r"(?:^@[^\n]*\n(?:[ )\]][^\n]*\n)*)*", name.partition("[")[0]
    function = re.search(rf"{decorators}^def {plain}\(.*?(?=^\S(?!\) )|\Z)", text, re.M | re.S)
    assert function, f"no function {name} in {file}"
    assert not re.search(r"mark\.(skip|skipif|xfail|full)\b|pytest\.(skip|xfail)\(|importorskip", function[0])


@pytest.mark.parametrize("line", [line for line in LINES if "also" in line], ids=lambda line: line["entry"])
def test_what_shows_it_besides_is_there(line: dict[str, list[str]]) -> None:
    """Such as the long run with two towns in processes of their own, which `bin/ci` makes."""
    for test in line["also"]:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else ""
        assert re.search(rf"^def {name}\(", text, re.M), f"{line['entry']}: no test {test}"
        assert not re.search(r"mark\.(skip|skipif|xfail)\b|pytest\.(skip|xfail)\(|importorskip", text), test
