"""A mail server that hangs holds up no breach; somebody outside hears that the clock runs well, or nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.cast import City
from wolaiban.clockwork import loop, pinging
from wolaiban.clockwork.loop import run_loop, tick
from wolaiban.clockwork.schedule import POST, RECORD, SCHEDULE, Entry


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


def test_he_hears_nothing_while_the_other_lane_is_stuck(city: City, heard: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loop, "SCHEDULE", only("settle", "ping"))
    monkeypatch.setattr(loop, "_well", {POST: time.monotonic() - loop.STUCK_SECONDS - 1})
    assert tick(RECORD)["ping"] == 0
    monkeypatch.setattr(loop, "_well", {POST: time.monotonic()})
    assert tick(RECORD)["ping"] == 1


def test_a_watchman_who_is_away_is_no_fault(city: City, settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.PING_URL = "http://127.0.0.1:1/"
    monkeypatch.setattr(pinging, "_last", [])
    monkeypatch.setattr(loop, "SCHEDULE", only("ping"))
    assert tick() == {"ping": 0}


def test_a_mail_server_that_hangs_holds_up_no_breach(monkeypatch: pytest.MonkeyPatch):
    hangs, settled, stop = threading.Event(), threading.Event(), threading.Event()
    rounds: list[int] = []

    def settle(_: object) -> int:
        rounds.append(1)
        if len(rounds) == 3:
            settled.set()
        return 0

    schedule = (Entry("settle", "", settle), Entry("deliver", "", lambda _: int(hangs.wait(20)), lane=POST))
    monkeypatch.setattr(loop, "SCHEDULE", schedule)
    monkeypatch.setattr(loop, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(loop, "beat", lambda _: None)
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    running = threading.Thread(target=run_loop, args=(stop,))
    running.start()
    assert settled.wait(5), "three rounds of the record while one letter hangs"
    stop.set(), hangs.set()
    running.join(5)
    assert not running.is_alive()
