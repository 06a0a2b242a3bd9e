"""The whole of a served town against its own description, by the fuzzer's command line, as docs/api.md says it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.api.conftest import ASKED
from tests.kill.station import Station, station

pytestmark = [pytest.mark.full, pytest.mark.long(30), pytest.mark.sqlite]
HERE = Path(__file__).resolve().parent
PAGE = (HERE.parents[1] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Station]:
    """A copy of the shipped town, served in processes of its own."""
    with station(tmp_path) as town:
        town.start()
        yield town


def call(town: Station, path: str, body: bytes = b"", kind: str = "application/json") -> Any:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {town.token}"}
    asked = Request(f"http://127.0.0.1:{town.port}/api/v1{path}", body or None, headers)
    with build_opener(ProxyHandler({})).open(asked, timeout=30) as reply:
        return json.load(reply)


def a_case_with_a_file(town: Station) -> tuple[str, str]:
    """Number of a case, and key of its file."""
    form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\r\n--b--\r\n'
    sent = call(town, "/files", form, "multipart/form-data; boundary=b")["file"]
    body = {**ASKED, "channel": "phone", "answers": {"attachment": [sent]}}
    return call(town, "/cases", json.dumps(body).encode())["number"], sent.partition(":")[0]


def test_the_fuzzer_finds_nothing(served: Station):
    (line,) = re.findall(r"^schemathesis .*$", PAGE, re.M)
    number, file = a_case_with_a_file(served)
    for shown, real in {
        "http://127.0.0.1:8000": f"http://127.0.0.1:{served.port}",
        "$TOKEN": served.token,
        "tests/api/schemathesis.toml": str(HERE / "schemathesis.toml"),
    }.items():
        assert shown in line
        line = line.replace(shown, real)
    found = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *shlex.split(line)[1:]],
        env={**os.environ, "WOLAIBAN_FUZZ_NUMBER": number, "WOLAIBAN_FUZZ_FILE": file, "NO_COLOR": "1",
             "SCHEMATHESIS_HOOKS": str(HERE / "fuzzed_verbs.py")},
        cwd=served.town, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
    done = dict(served.rows("SELECT verb, count(*) FROM promises_event GROUP BY verb"))
    assert {"respond", "classify", "dispatch", "talk", "pause", "note"} <= set(done), done
    refused = dict(served.rows("SELECT verb, count(*) FROM promises_refusal GROUP BY verb"))
    assert {"say", "respond", "dispatch"} <= set(refused), refused
    assert re.search(r"Tested: 15\b", found.stdout), found.stdout[-2000:]
