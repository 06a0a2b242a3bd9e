"""Two towns served by processes of their own, on two ports, with two databases and two calendars."""

from __future__ import annotations

import json
import os
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tests.folders import BEYOND, copied
from tests.kill.station import READY_SECONDS, Station, free_port, own_database

ROOT = Path(__file__).resolve().parents[2]
PINGHU, JINSHAN = ROOT / "towns" / "pinghu", ROOT / "towns" / "jinshan"
MINUTES_A_SECOND = 600 // 60
SPEED = MINUTES_A_SECOND * 60


@dataclass
class Answer:
    """What a town said to one call."""

    status: int
    body: Any


def with_key(folder: Path, key: str, url: str) -> None:
    """Write the neighbour's key, and where it is reached, into a town's file."""
    path = folder / "town.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("url =")]
    path.write_text("\n".join([*lines, f'url = "{url}"', f'key = "{key}"', ""]), encoding="utf-8")


def follow(folder: Path, hours: str) -> None:
    """Let these hours of a town follow the calendar of the other side."""
    (folder / "calendars" / "beyond-2024.toml").write_text(BEYOND, encoding="utf-8")
    path = folder / "town.toml"
    head, mark, rest = path.read_text(encoding="utf-8").partition(f"[hours.{hours}]")
    path.write_text(head + mark + rest.replace('calendar = "cn"', 'calendar = "beyond"', 1), encoding="utf-8")


@contextmanager
def two_towns(folder: Path) -> Iterator[tuple[Station, Station]]:
    """Pinghu and Jinshan with their people and each other's keys; neither is started yet."""
    server = os.environ.get("WOLAIBAN_DATABASE_URL", "")
    with own_database(server, "pinghu") as one, own_database(server, "jinshan") as other:
        began = time.time()
        here = Station(copied(PINGHU, folder / "pinghu"), one, free_port(), began, speed=SPEED)
        there = Station(copied(JINSHAN, folder / "jinshan"), other, free_port(), began, speed=SPEED, desk="jin")
        follow(here.town, "jinshan")
        follow(there.town, "office")
        keys = [json.loads(town.run("partner", "--json"))["key"] for town in (here, there)]
        with_key(here.town, keys[1], f"http://127.0.0.1:{there.port}")
        with_key(there.town, keys[0], f"http://127.0.0.1:{here.port}")
        try:
            for town in (here, there):
                town.people()
            yield here, there
        finally:
            for town in (here, there):
                if town.running:
                    town.kill()


def call(
    town: Station, path: str, sent: Any = None, *, token: str = "", headers: dict[str, str] | None = None
) -> Answer:
    """Ask a town, or send it something; bytes go as they are."""
    body = sent if sent is None or isinstance(sent, bytes) else json.dumps(sent).encode()
    said = {
        "Content-Type": "application/json",
        **({"Authorization": f"Bearer {token}"} if token else {}),
        **(headers or {}),
    }
    request = urllib.request.Request(f"http://127.0.0.1:{town.port}/api/v1{path}", data=body, headers=said)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, json.load(answer))
    except HTTPError as error:
        return Answer(error.code, json.loads(error.read() or b"null"))


def uploaded(town: Station, content: bytes) -> str:
    """Send a file ahead; what names it to the filing that carries it."""
    line = uuid.uuid4().hex
    head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf'
    body = f"{head}\r\n\r\n".encode() + content + f"\r\n--{line}--\r\n".encode()
    answer = call(town, "/files", body, headers={"Content-Type": f"multipart/form-data; boundary={line}"})
    assert answer.status == 201, answer.body
    return str(answer.body["file"])


def until(question: Callable[[], Any], what: str) -> Any:
    """What a question answers, once it answers anything."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if found := question():
            return found
        time.sleep(0.3)
    raise AssertionError(f"it never came to this: {what}")
