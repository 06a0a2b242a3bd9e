"""A town is made and served, as an operator does it: by commands of their own process."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from wolaiban.lib.shipped import shipped_town

pytestmark = [pytest.mark.sqlite, pytest.mark.full]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("WOLAIBAN_")}
COMMAND = [sys.executable, "-m", "wolaiban.command"]
ROOT = Path(__file__).resolve().parents[2]


def run(*words: object, town: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    chosen = ["--town", str(town)] if town else []
    return subprocess.run(
        [*COMMAND, *map(str, words), *chosen],
        env={**ENVIRONMENT, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, str]:
    done = run("new", tmp_path_factory.mktemp("town") / "demo", "--name", "示例市", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def town(made) -> Path:
    return Path(made["town"])


def test_a_new_town_has_the_services_and_calendars_but_nobodys_people(town):
    for part in ("services", "calendars"):
        shipped = {p.relative_to(shipped_town()) for p in (shipped_town() / part).rglob("*") if p.is_file()}
        assert shipped and shipped <= {p.relative_to(town) for p in town.rglob("*")}
    text = (town / "town.toml").read_text(encoding="utf-8")
    assert "demo = false" in text and 'zone = "Asia/Shanghai"' in text and '["08:30-12:00", "13:30-17:00"]' in text
    assert "示例市" in text and "平湖" not in text
    with sqlite3.connect(town / "town.sqlite3") as database:
        assert database.execute("select login from people_officer").fetchall() == [("admin",)]
        assert database.execute("select role from people_post").fetchall() == [("operator",)]
        (password,) = database.execute("select password from people_officer").fetchone()
        assert password.startswith("!"), "no default password"
        assert database.execute("pragma journal_mode").fetchone() == ("wal",)


def test_the_towns_key_and_what_people_wrote_are_for_its_owner_only(town):
    assert (town / ".secret").stat().st_mode & 0o777 == 0o600
    assert len((town / ".secret").read_text()) >= 48
    assert town.stat().st_mode & 0o777 == 0o700
    assert {".secret", ".signing-key", "*.sqlite3*"} <= set((town / ".gitignore").read_text().splitlines())


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(town):
    before = sorted(town.rglob("*"))
    done = run("new", town)
    assert done.returncode == 1 and "不为空" in done.stderr and "not empty" in done.stderr
    assert sorted(town.rglob("*")) == before


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_served_town_says_once_that_it_is_ready_and_takes_the_link(made, town, port):
    served = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--town", town],
        env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert f"http://127.0.0.1:{port}/" in served.stdout.readline()
        page = urlopen(made["link"].replace(":8000", f":{port}"), timeout=10)
        assert page.status == 200 and "admin" in page.read().decode()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"http://127.0.0.1:{port}/welcome/guess", timeout=10)
        second = run("serve", "--port", port, town=town)
        assert second.returncode == 1 and f"--port {port + 1}" in second.stderr
    finally:
        served.send_signal(signal.SIGTERM)
        rest, _ = served.communicate(timeout=20)
    assert rest == "", "one ready line and nothing else"
    assert served.returncode == 0


def test_without_a_town_the_help_speaks_and_a_command_says_what_is_missing(tmp_path):
    helped = subprocess.run([*COMMAND, "--help"], env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)}, cwd=tmp_path,
                            capture_output=True, text=True)  # fmt: skip
    assert helped.returncode == 0 and "officer" in helped.stdout and "serve" in helped.stdout
    missing = subprocess.run([*COMMAND, "token", "lin"], env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)}, cwd=tmp_path,
                             capture_output=True, text=True)  # fmt: skip
    assert missing.returncode == 1 and "--town" in missing.stderr and "Traceback" not in missing.stderr


def test_the_clock_of_a_real_town_is_not_moved(town):
    done = run("token", "admin", town=town, WOLAIBAN_NOW="2024-09-13T16:50")
    assert done.returncode == 1 and "demo = true" in done.stderr and "WOLAIBAN_NOW" in done.stderr


def test_the_clock_of_a_demonstration_starts_where_it_is_told(town, tmp_path):
    text = (town / "town.toml").read_text(encoding="utf-8")
    (tmp_path / "town.toml").write_text(text.replace("demo = false", "demo = true"), encoding="utf-8")
    code = "import django; django.setup(); from wolaiban.lib import clock; print(clock.now().isoformat())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**ENVIRONMENT, "DJANGO_SETTINGS_MODULE": "wolaiban.config.settings", "WOLAIBAN_TOWN": str(tmp_path),
             "WOLAIBAN_NOW": "2024-09-13T16:50", "WOLAIBAN_NOW_SINCE": str(time.time() - 60)},
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2024-09-13T08:51:00" <= done.stdout < "2024-09-13T08:52:00", "town time, and it ran on for a minute"
