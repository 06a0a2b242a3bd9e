"""As a process of its own: killed without warning and run again; memory that does not grow with the record."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cast import SHIPPED
from tests.folders import copied
from tests.importing.conftest import letter, record

pytestmark = [pytest.mark.full, pytest.mark.long(30), pytest.mark.sqlite]
FAT = "路灯不亮，夜里看不清路。" * 700  # some 25 kB of text a row
MAY_GROW = 12_000  # kB; held on to, the rows of the longer record would take several times as much


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return copied(SHIPPED, tmp_path / "pinghu")


def start(town: Path, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "wolaiban.command", "import", file, "--service", "mailbox", "--json"]
    kept = {name: text for name, text in os.environ.items() if not name.startswith("WOLAIBAN_")}
    line = [*map(str, command), "--town", str(town)]
    return subprocess.Popen(line, env=kept, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def answered(town: Path) -> list[tuple]:
    # The connection's own `with` ends a transaction and closes nothing.
    with closing(sqlite3.connect(town / "town.sqlite3")) as database:
        question = "SELECT external_number, state, registered_at, answered_at, seq FROM promises_case ORDER BY 1"
        try:
            return database.execute(question).fetchall()
        except sqlite3.OperationalError:  # it is being set up
            return []


def test_killed_without_warning_and_run_again_it_is_as_if_nothing_had_been(town, tmp_path):
    file = record(tmp_path / "letters.csv", *(letter(n, answered="2019-04-26T10:00:00") for n in range(600)))
    with start(town, file) as first:
        while first.poll() is None and not answered(town):
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
    some = len(answered(town))
    assert 0 < some < 600, "the kill came in the middle"
    with start(town, file) as second:
        summary = json.loads(second.communicate()[0])
    assert (summary["unchanged"], summary["new"], summary["rejected"]) == (some, 600 - some, 0)
    instants = {row[1:] for row in answered(town)}
    assert len(answered(town)) == 600 and len(instants) == 1
    checked = subprocess.run([sys.executable, "-m", "wolaiban.command", "verify", "--town", str(town)])
    assert checked.returncode == 0


def most_memory(town: Path, file: Path) -> int:
    """The largest memory of one import, in kB."""
    with start(town, file) as process:
        out = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0 and json.loads(out)["rejected"] == 0
    return usage.ru_maxrss


def test_memory_stays_flat_on_twice_the_rows(town, tmp_path):
    rows = [letter(n, answered="2019-04-26T10:00:00", body=FAT, reply=FAT) for n in range(1600)]
    once = most_memory(town, record(tmp_path / "once.csv", *rows[:800]))
    for database in town.glob("town.sqlite3*"):
        database.unlink()
    twice = most_memory(town, record(tmp_path / "twice.csv", *rows))
    assert twice - once < MAY_GROW, f"{once} kB for 800 rows, {twice} kB for 1600"
