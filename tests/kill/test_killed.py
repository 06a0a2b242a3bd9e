"""Web and clock are killed in the middle of filing: nothing confirmed is lost, nothing is there twice."""

from __future__ import annotations

import http.client
import json
import random
import time
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.kill.filing import Load
from tests.kill.station import READY_SECONDS, Station, station
from tests.rounds import rounds

pytestmark = [pytest.mark.full, pytest.mark.long(300)]
ROUNDS, CONFIRMED = rounds(20, few=5), 200
LONGEST_SPARK_SECONDS = 0.25
ASKED = "SELECT c.number, w.content FROM promises_words w JOIN promises_case c ON c.id = w.case_id WHERE w.seq = 1"
SUPERVISED = "SELECT case_id FROM promises_event WHERE verb = 'supervise' AND \"by\" = 'clock'"
OVERDUE = "SELECT case_id FROM promises_promise WHERE code = 'respond' AND broken_at IS NOT NULL"


@dataclass
class Round:
    """A line of the table. `stored` of the unanswered: filed, but killed before the answer."""

    round: int
    confirmed: int
    found: int
    doubled: int
    unanswered: int
    stored: int


def stored(town: Station) -> Counter[tuple[str, str]]:
    """Every case that the database holds: its subject and its number."""
    return Counter((_read(content)["subject"], number) for number, content in town.rows(ASKED))


def _read(content: Any) -> dict[str, str]:
    return json.loads(content) if isinstance(content, str) else content


def one_round(town: Station, number: int, left: Load | None, chance: random.Random) -> tuple[Round, Load]:
    """Serve, send again what the last kill left without an answer, file, kill at some instant, count."""
    town.start()
    if left is not None:
        send_again(town, left)
    load = Load(town.port, town.token)
    threads = load.start(f"回合{number}-", CONFIRMED)
    assert load.enough.wait(timeout=READY_SECONDS), "the filing did not get on"
    time.sleep(chance.uniform(0, LONGEST_SPARK_SECONDS))
    town.kill()
    load.over.set()
    for thread in threads:
        thread.join(timeout=30)
    assert not load.faults
    held = stored(town)
    subjects = Counter(subject for subject, _ in held.elements())
    found = sum(held[filed] == 1 for filed in load.confirmed.items())
    there = sum(one.subject in subjects for one in load.unanswered)
    doubled = sum(count - 1 for count in subjects.values())
    return Round(number, len(load.confirmed), found, doubled, len(load.unanswered), there), load


def send_again(town: Station, load: Load) -> None:
    """What a careful program does: the same key, the same words, until there is an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", town.port, timeout=30)
    for filing in load.unanswered:
        assert load.send(connection, filing), "the town, started again, does not answer"
    connection.close()
    assert not load.faults
    held = stored(town)
    assert all(held[filed] == 1 for filed in load.confirmed.items())


def test_nothing_confirmed_is_lost_or_doubled_by_kills_under_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    chance = random.Random(20260101)
    with station(tmp_path) as town:
        if town.database:
            assert town.rows("SHOW fsync") == [("on",)]
        table, left = [], None
        for number in range(1, ROUNDS + 1):
            line, left = one_round(town, number, left, chance)
            table.append(line)
        with capsys.disabled():
            print(f"\nkilled under load, {'PostgreSQL, fsync on' if town.database else 'SQLite'}")
            print(f"{'round':>6}{'confirmed':>10}{'found':>7}{'doubled':>8}{'unanswered':>11}{'of them stored':>15}")
            for line in table:
                print("{:>6}{:>10}{:>7}{:>8}{:>11}{:>15}".format(*astuple(line)))
        assert all(line.confirmed >= CONFIRMED for line in table)
        assert all(line.found == line.confirmed and line.doubled == 0 for line in table)
        the_clock_lost_nothing_and_did_nothing_twice(town, left)
        town.run("verify")


def the_clock_lost_nothing_and_did_nothing_twice(town: Station, left: Load | None) -> None:
    """Half an hour of the town passes in half a minute: responses broke under the kills, each is supervised once."""
    town.start()
    if left is not None:
        send_again(town, left)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        supervised = Counter(case for (case,) in town.rows(SUPERVISED))
        broken = {case for (case,) in town.rows(OVERDUE)}
        if len(broken) >= CONFIRMED and broken == set(supervised):
            break
        time.sleep(1)
    town.kill()
    assert len(broken) >= CONFIRMED
    assert set(supervised.values()) == {1}
