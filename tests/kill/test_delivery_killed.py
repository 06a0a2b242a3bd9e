"""Clocks are killed in the middle of sending: no message is lost, and a doubled one carries the same id."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest

from tests.clockwork.conftest import Gateway, gateway
from tests.kill.station import COMMAND, ROOT, Station, station

__all__ = ["gateway"]
pytestmark = pytest.mark.full
ROUNDS, FILED, CLOCKS = 2, 25, 2
PATIENCE_SECONDS = 240
LEASE_SECONDS = 301
FILE = """
import sys, django; django.setup()
from wolaiban.people.actor import Actor
from wolaiban.promises.verbs import register
for n in range(int(sys.argv[1])):
    phone = f"1990000{n:04d}"
    case = register("pingfu365", by=Actor.asker(), requester={"name": "测试", "phone": phone}, subject="用水")
    print(case.number)
"""
ASKERS = "SELECT state, count(*) FROM promises_delivery WHERE \"to\" = 'asker' GROUP BY state"


@dataclass
class Round:
    """A line of the table: filed, posted to the gateway by the kill, of these with an id that came before."""

    round: int
    filed: int
    posted: int
    doubled: int


def environment(town: Station, settings: object) -> dict[str, str]:
    own = {"WOLAIBAN_SMS_URL": settings.SMS_URL, "WOLAIBAN_SMS_TOKEN": "secret"}  # type: ignore[attr-defined]
    return town.environment | own | {"DJANGO_SETTINGS_MODULE": "wolaiban.config.settings"}


def filed(town: Station, around: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", FILE, str(FILED)]
    done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def clocks(around: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    return [
        subprocess.Popen([*COMMAND, "clockwork"], env=around, cwd=ROOT, stdout=subprocess.DEVNULL)
        for _ in range(CLOCKS)
    ]


def killed_while_sending(gateway: Gateway, around: dict[str, str], chance: random.Random) -> None:
    """Two clocks run, and die a moment after the first letters went out."""
    before, running = len(gateway.posted), clocks(around)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while len(gateway.posted) <= before + 3:
            assert time.monotonic() < until, "nothing was sent"
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
    finally:
        for one in running:
            os.kill(one.pid, signal.SIGKILL)
            one.wait(timeout=30)


def all_sent(town: Station) -> bool:
    return not {"waiting", "claimed"} & {state for state, _ in town.rows(ASKERS)}


def test_what_a_killed_clock_was_sending_is_sent_and_doubles_have_the_same_id(
    tmp_path: Path, gateway: Gateway, settings: object
) -> None:
    chance, numbers, table = random.Random(20240913), list[str](), list[Round]()
    gateway.waits_seconds = 0.02
    with station(tmp_path) as town:
        for number in range(1, ROUNDS + 1):
            numbers += filed(town, environment(town, settings))
            before = len(gateway.posted)
            killed_while_sending(gateway, environment(town, settings), chance)
            ids = [posted["id"] for posted in gateway.posted]
            doubled = len(ids[before:]) - len(set(ids[before:]) - set(ids[:before]))
            table.append(Round(number, FILED, len(ids) - before, doubled))
            town.began -= LEASE_SECONDS  # the clock of the town goes on by as much as a claim lasts
        last = clocks(environment(town, settings))
        until = time.monotonic() + PATIENCE_SECONDS
        while not all_sent(town) and time.monotonic() < until:
            time.sleep(0.2)
        for one in last:
            one.terminate()
            one.wait(timeout=30)
        states = dict(town.rows(ASKERS))
    print("\nround filed posted doubled")
    for line in table:
        print("{:>5} {:>5} {:>6} {:>7}".format(*astuple(line)))
    of_asker = Counter(
        (p["id"], n) for p in gateway.posted for n in numbers if n in p["text"] and "已收到" in p["text"]
    )
    ids_of = Counter(number for _, number in of_asker)
    lost = [number for number in numbers if number not in ids_of]
    twice = sum(count - 1 for count in of_asker.values())
    print(f"filed {len(numbers)}, told {len(ids_of)}, lost {len(lost)}, told again under the same id {twice}, ", end="")
    print(f"under another id {sum(count - 1 for count in ids_of.values())}, rows {states}")
    assert not lost
    assert set(ids_of.values()) == {1}, "a case was told twice under two ids"
    assert set(states) == {"sent"}
