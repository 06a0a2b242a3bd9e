"""A served town for demonstration and a real browser; every test sees that no request leaves the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.album import Album
from tests.browser.chromium import context, path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """The outer one without what belongs to the tests' own settings."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("WOLAIBAN_", "DJANGO_", "PYTEST"))
    }


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demo is served, as a visitor meets it."""
    if path() is None:
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk")
    place, port = tmp_path_factory.mktemp("demo") / "town", free_port()
    line = [sys.executable, "-m", "wolaiban.command", "demo", "--port", str(port), "--dir", str(place), "--speed", "1"]
    log = (place.parent / "log").open("w")
    # The stories file more from one address, and for one telephone, than anybody may.
    unlimited = {f"WOLAIBAN_FILINGS_PER_{by}": "0" for by in ("ADDRESS", "PHONE")}
    demo = subprocess.Popen(line, cwd=ROOT, env=environment() | unlimited, stdout=log, stderr=subprocess.STDOUT)
    where, started = f"http://127.0.0.1:{port}", time.monotonic()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            opener.open(where, timeout=10).close()
            break
        except OSError:
            told = (place.parent / "log").read_text()
            assert demo.poll() is None and time.monotonic() - started < PATIENCE_SECONDS, f"no demo: {told}"
            time.sleep(0.2)
    yield where
    demo.terminate()
    demo.wait(timeout=30)
    log.close()


@pytest.fixture(scope="session")
def album(address: str) -> Iterator[Album]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        album = Album(engine, address)
        yield album
        album.close()


class Watch:
    """What pages did that nobody may: asked another host, or complained. 「不出本机」"""

    def __init__(self, address: str) -> None:
        self.address = address
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []

    def over(self, visitor: Any) -> None:
        """Watch every page that this visitor opens, and those that open by themselves."""
        visitor.on("request", self._asked)
        visitor.on("console", self._said)
        visitor.on("weberror", lambda failure: self.complaints.append(str(failure.error)))

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _said(self, message: Any) -> None:
        # That a page was not found, or a form refused, is told as an error too.
        if message.type == "error" and "status of" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch(address)


@pytest.fixture
def visit(album: Album, watch: Watch) -> Iterator[Callable[..., Any]]:
    """Open a page as a fresh visitor; at the end nothing went elsewhere and nothing was complained of."""
    contexts = []

    def open_page(**how: bool) -> Any:
        visitor = context(album.browser, **how)
        contexts.append(visitor)
        watch.over(visitor)
        page = visitor.new_page()
        page.set_default_timeout(30_000)  # two busy cores are no reason to fail
        return page

    yield open_page
    for visitor in contexts:
        visitor.close()
    assert not watch.elsewhere, "these requests went to another host"
    assert not watch.complaints, "the browser complained"
