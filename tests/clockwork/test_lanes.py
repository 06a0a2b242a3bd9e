"""A mail server that hangs holds up no breach; somebody outside hears that the clock runs well, or nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import Error

from tests.cast import City
from wolaiban.clockwork import loop, pinging
from wolaiban.clockwork.loop import run_loop, tick
from wolaiban.clockwork.schedule import POST, RECORD, SCHEDULE, WATCH, Entry


@pytest.fixture
def heard(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A watchman outside, and what he heard."""
    found: list[str] = []

    class Watchman(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Watchman)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.PING_URL = f"http://127.0.0.1:{server.server_port}/town"
    monkeypatch.setattr(pinging, "_last", [])
    yield found
    server.shutdown()
    server.server_close()


def only(*names: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in SCHEDULE if entry.name in names)


def test_the_watchman_hears_a_good_round_once_a_minute(city: City, heard: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loop, "SCHEDULE", only("settle", "ping"))
    assert [tick()["ping"], tick()["ping"]] == [1, 0]
    assert heard == ["/town"]
    monkeypatch.setattr(pinging, "_last", [time.monotonic() - 61])
    assert tick()["ping"] == 1


def test_he_hears_nothing_of_a_round_with_a_fault(city: City, heard: list[str], monkeypatch: pytest.MonkeyPatch):
    def failing(_: object) -> int:
        raise ValueError("half a key")

    monkeypatch.setattr(loop, "SCHEDULE", (Entry("seal", "", failing), *only("ping")))
    assert tick() == {"seal": 0, "ping": 0} and not heard


@pytest.mark.parametrize("lane", [RECORD, POST])
def test_he_hears_nothing_while_another_lane_is_stuck(
    city: City, heard: list[str], monkeypatch: pytest.MonkeyPatch, lane: str
):
    now = time.monotonic()
    monkeypatch.setattr(loop, "SCHEDULE", only("settle", "ping"))
    monkeypatch.setattr(loop, "_well", {RECORD: now, POST: now, lane: now - loop.STUCK_SECONDS - 1})
    assert tick(WATCH)["ping"] == 0
    monkeypatch.setattr(loop, "_well", {RECORD: now, POST: now})
    assert tick(WATCH)["ping"] == 1


def test_he_hears_nothing_until_the_record_came_through_a_round_and_after_one_with_a_fault(
    city: City, heard: list[str], monkeypatch: pytest.MonkeyPatch
):
    broken: list[int] = []

    def seal(_: object) -> int:
        return [0][len(broken)]  # an IndexError while something is broken

    monkeypatch.setattr(loop, "SCHEDULE", (Entry("seal", "", seal), *only("ping")))
    monkeypatch.setattr(loop, "_well", {})
    assert tick(WATCH)["ping"] == 0, "no round of the record yet"
    tick(RECORD)
    broken.append(1)
    tick(RECORD)
    assert tick(WATCH)["ping"] == 0 and not heard
    broken.clear()
    tick(RECORD)
    assert tick(WATCH)["ping"] == 1


def test_he_hears_nothing_after_a_round_in_which_the_database_was_away(
    city: City, heard: list[str], monkeypatch: pytest.MonkeyPatch
):
    def settle(_: object) -> int:
        raise Error("away")

    monkeypatch.setattr(loop, "SCHEDULE", (Entry("settle", "", settle), *only("ping")))
    monkeypatch.setattr(loop, "_well", {RECORD: time.monotonic()})
    with pytest.raises(Error):
        tick(RECORD)
    assert tick(WATCH)["ping"] == 0


def test_a_watchman_who_is_away_is_no_fault(city: City, settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.PING_URL = "http://127.0.0.1:1/"
    monkeypatch.setattr(pinging, "_last", [])
    monkeypatch.setattr(loop, "SCHEDULE", only("ping"))
    assert tick() == {"ping": 0}


@pytest.mark.parametrize("what", ["deliver", "ping"])
def test_what_hangs_outside_holds_up_no_breach(monkeypatch: pytest.MonkeyPatch, what: str):
    hangs, settled, stop = threading.Event(), threading.Event(), threading.Event()
    rounds: list[int] = []

    def settle(_: object) -> int:
        rounds.append(1)
        if len(rounds) == 3:
            settled.set()
        return 0

    schedule = (Entry("settle", "", settle), replace(only(what)[0], run=lambda _: int(hangs.wait(20))))
    monkeypatch.setattr(loop, "SCHEDULE", schedule)
    monkeypatch.setattr(loop, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(loop, "beat", lambda _: None)
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    running = threading.Thread(target=run_loop, args=(stop,))
    running.start()
    assert settled.wait(5), "three rounds of the record while a letter, or a name that is resolved, hangs"
    stop.set(), hangs.set()
    running.join(5)
    assert not running.is_alive()
