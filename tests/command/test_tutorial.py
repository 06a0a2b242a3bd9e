"""The page "A service in 15 minutes" is followed as a reader would: an empty town, its blocks, a case, a promise."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "service-in-15-minutes.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- (?P<file>\S+) -->\n)?```(?P<kind>sh|toml|markdown|json)\n(?P<text>.*?)```", re.S)
WAIT = 60


def blocks() -> list[tuple[str, str]]:
    """The page's blocks in order: the file that each belongs to ("sh": to be run), and its text."""
    return [(block["file"] or block["kind"], block["text"]) for block in BLOCK.finditer(PAGE)]


class Reader:
    """Somebody at a shell, in an empty folder, with the page before them. 「照着做的人」"""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.service = folder / "lamptown" / "services" / "streetlamp"
        mine = {name: text for name, text in os.environ.items() if not name.startswith(("WOLAIBAN_", "DJANGO_"))}
        self.around = {**mine, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        self.serving: subprocess.Popen[str] | None = None

    def runs(self, line: str) -> str:
        """One line of the page; what serves is left running, what asks is asked here."""
        words = shlex.split(line.replace("8000", str(self.port)))
        if words[:2] == ["wolaiban", "serve"]:
            self.serving = subprocess.Popen(words, cwd=self.folder, env=self.around, text=True, stdout=subprocess.PIPE)
            assert self.serving.stdout is not None
            return self.serving.stdout.readline()
        if words[0] == "curl":
            return self.asks(words[words.index("-d") + 1].removeprefix("@"), next(w for w in words if "://" in w))
        done = subprocess.run(words, cwd=self.folder, env=self.around, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    def asks(self, file: str, address: str) -> str:
        """What curl does with the page's line; a bare machine has none."""
        body = (self.folder / file).read_bytes()
        asked = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        until = time.monotonic() + WAIT
        while True:
            try:
                return urllib.request.urlopen(asked, timeout=WAIT).read().decode()
            except urllib.error.HTTPError as refused:
                raise AssertionError(refused.read().decode()) from refused
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    @property
    def home(self) -> str:
        """Where the town is served."""
        return f"http://127.0.0.1:{self.port}"

    def writes(self, name: str, text: str) -> None:
        """A block goes to the end of the file that is named above it."""
        place = self.folder / name if name.endswith(".json") else self.service / name
        with place.open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    def goes_home(self) -> None:
        if self.serving is not None:
            self.serving.terminate()
            self.serving.communicate(timeout=WAIT)


@pytest.fixture
def reader(tmp_path: Path) -> Any:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = Reader(tmp_path, free.getsockname()[1])
    yield found
    found.goes_home()


@pytest.mark.full
def test_who_follows_the_page_files_a_case_and_sees_its_promise(reader: Reader) -> None:
    said = ""
    for file, text in blocks():
        if file == "sh":
            for line in text.strip().splitlines():
                said = reader.runs(line)
        else:
            reader.writes(file, text)
    filed = json.loads(said)
    (repair,) = filed["promises"]
    assert (repair["code"], repair["state"], filed["number"][:2]) == ("repair", "running", "LD")
    code = filed["tracking_code"]
    with urllib.request.urlopen(f"{reader.home}/api/v1/cases/{filed['number']}?tracking_code={code}") as answer:
        since = json.load(answer)["registered_at"]
    with urllib.request.urlopen(f"{reader.home}/") as front:
        assert "路灯报修" in front.read().decode()
    due = json.loads(reader.runs(f'wolaiban due "3 working days" --from {since} --town lamptown --json'))
    assert repair["due_at"] == due["due_at"]
