"""The arithmetic of a period, over HTTP and on the command line: one answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.api.conftest import Program
from tests.cast import SHIPPED, City
from wolaiban.command.due import command
from wolaiban.lib.words import Refusal

KEYS = ["period", "from", "due_at", "counted", "calendar", "provisional", "steps"]


def on_the_line(*arguments: str) -> Any:
    done = CliRunner(env={"WOLAIBAN_TOWN": ""}).invoke(command, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    ("period", "start", "pause", "due_at"),
    [
        ("30 minutes", "2024-09-13T16:50", None, "2024-09-13T17:20:00+08:00"),
        ("30个工作分钟", "2024-09-13T16:50", None, "2024-09-14T08:50:00+08:00"),
        ("3 working days", "2024-09-13T08:50:00Z", None, "2024-09-19T17:00:00+08:00"),
        ("3个工作日", "2024-09-13T16:50", ("2024-09-18T17:00", "2024-09-18T17:01"), "2024-09-20T17:00:00+08:00"),
        ("3个工作日", "2024-09-13T16:50", ("2024-09-18T17:00", None), None),
        ("3个月", "2023-03-23", None, "2023-06-25T17:00:00+08:00"),
    ],
)
def test_the_api_and_the_command_say_the_same(
    city: City, anybody: Program, period: str, start: str, pause: tuple[str, str | None] | None, due_at: str | None
):
    # The command, outside any town, tells the time by the machine; the API of this town stands at 2024.
    city.clock("2026-11-21 10:00")
    pauses = [{"from": pause[0], **({"to": pause[1]} if pause[1] else {})}] if pause else []
    told = anybody.post("/due", {"period": period, "from": start, "pauses": pauses}).json()
    assert list(told) == KEYS and told["due_at"] == due_at and told["period"] == period
    words = ["--pause", f"{pause[0]}/{pause[1] or ''}"] if pause else []
    assert json.loads(on_the_line(period, "--from", start, *words, "--json")) == told
    text = anybody.post("/due", {"period": period, "from": start, "pauses": [words[1]] if words else []}).json()
    assert text == told, "a pause may also be written as ISO/ISO"
    assert on_the_line(period, "--from", start, *words).splitlines() == told["steps"]


def test_it_speaks_the_language_that_is_asked_for(city: City, anybody: Program, in_english: Program):
    body = {"period": "3 working days", "from": "2024-09-13T16:50"}
    english = in_english.post("/due", body).json()["steps"]
    assert english == anybody.post("/due", {**body, "lang": "en"}).json()["steps"]
    assert english[-1] == "Due: Thu 2024-09-19 17:00 (closing time)"
    assert english == on_the_line("3 working days", "--from", "2024-09-13T16:50", "--lang", "en").splitlines()
    assert anybody.post("/due", body).json()["steps"][-1] == "到期：2024-09-19 周四 17:00（下班时）"


def test_it_counts_on_the_calendar_known_now(city: City, anybody: Program):
    """The notice for 2025 came on 12 November 2024: until then the answer is provisional and says so."""
    body = {"period": "7 working days", "from": "2024-12-30T10:00"}
    before = anybody.post("/due", body).json()
    assert before["provisional"] and before["due_at"] == "2025-01-08T17:00:00+08:00"
    city.clock("2024-12-30 10:00")
    after = anybody.post("/due", body).json()
    assert not after["provisional"] and after["due_at"] == "2025-01-09T17:00:00+08:00"
    assert before["calendar"] != after["calendar"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period": "3 moons"}, "period"),
        ({"period": "0 days"}, "period"),
        ({"period": "999999 days"}, "period"),
        ({"period": "999999999999 minutes"}, "period"),
        ({"from": "soon"}, "from"),
        ({"from": "0001-01-01"}, "from"),
        ({"pauses": ["2024-09-13T17:00"]}, "pauses.0"),
        ({"pauses": [{"from": "2024-09-14", "to": "2024-09-13"}]}, "pauses.0"),
        ({"pauses": [{"from": "2024-09-14", "to": "8999-01-01"}]}, "pauses.0"),
        ({"pauses": [{"form": "2024-09-14"}]}, "pauses.0.form"),
        ({"lang": "nl"}, "lang"),
        ({"hours": "night"}, "hours"),
    ],
)
def test_what_cannot_be_counted_is_said_at_its_field(city: City, anybody: Program, change: dict[str, Any], field: str):
    reply = anybody.post("/due", {"period": "3 working days", "from": "2024-09-13T16:50", **change})
    assert (reply.status_code, [e["field"] for e in reply.json()["errors"]]) == (422, [field])


def test_the_command_says_what_is_wrong(city: City):
    with pytest.raises(ValueError, match="3 working days"):
        on_the_line("3 workng days", "--from", "2024-09-13")
    with pytest.raises(Refusal, match="2024-13"):
        on_the_line("3 working days", "--from", "2024-13")
    with pytest.raises(Refusal, match="17:01"):
        on_the_line("3 working days", "--from", "2024-09-13", "--pause", "2024-09-13T18:00")


def test_the_command_works_outside_a_town_and_ends_with_one_when_refused(tmp_path: Path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "wolaiban.command", "due", *arguments]
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(SHIPPED.parents[1])}
        return subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, env=environment)

    good = run("3 working days", "--from", "2024-09-13T16:50", "--json")
    assert good.returncode == 0 and json.loads(good.stdout)["due_at"] == "2024-09-19T17:00:00+08:00", good.stderr
    bad = run("3 moons", "--from", "2024-09-13T16:50")
    assert bad.returncode == 1 and "3 moons" in bad.stderr and not bad.stdout and "Traceback" not in bad.stderr
