"""A town served in processes of its own, which can be killed all at once at any instant."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.folders import copied
from wolaiban.lib.shipped import shipped_town

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "wolaiban.command"]
STARTS = "2024-09-13T08:30"
MINUTES_A_SECOND = 60
READY_SECONDS = 60
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
"""Settings under which PostgreSQL keeps what it confirmed; the server of the tests has them off."""


@dataclass
class Station:
    """A copy of the shipped town, its web and its clock in one group of processes."""

    town: Path
    database: str
    port: int = field(default_factory=lambda: free_port())
    began: float = field(default_factory=time.time)
    running: subprocess.Popen[str] | None = None
    token: str = ""
    desk: str = "lin"
    speed: int = MINUTES_A_SECOND
    starts: str = STARTS

    @property
    def environment(self) -> dict[str, str]:
        """The outer environment, with a clock that goes on where it was when the town is started again."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith("WOLAIBAN_")}
        clock = {"NOW": self.starts, "NOW_SINCE": str(self.began), "NOW_SPEED": str(self.speed)}
        own = {"TOWN": str(self.town), **clock, **({"DATABASE_URL": self.database} if self.database else {})}
        return outer | {f"WOLAIBAN_{name}": value for name, value in own.items()}

    def run(self, *words: object) -> str:
        """One command of the town; its output. Fails with what it said."""
        done = subprocess.run([*COMMAND, *map(str, words)], env=self.environment, cwd=ROOT, capture_output=True,
                              text=True, timeout=120)  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def people(self) -> None:
        """The cast of the shipped town, and a key for the desk."""
        tables = ("areas", "organisations", "officers")
        self.run("officer", "import", *(self.town / "people" / f"{table}.csv" for table in tables))
        self.token = self.token_of(self.desk)

    def token_of(self, login: str) -> str:
        """A key for an officer's program."""
        return str(json.loads(self.run("token", login, "--json"))["token"])

    def start(self) -> None:
        """Serve, and wait for the line that says so."""
        self.running = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port)],
            env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.running.stdout is not None
        ready = self.running.stdout.readline()
        assert f":{self.port}/" in ready, f"the town did not start: {ready!r}"

    def kill(self) -> None:
        """SIGKILL to web, workers and clock at once."""
        assert self.running is not None
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(timeout=30)
        if self.running.stdout:
            self.running.stdout.close()
        self.running = None

    def rows(self, question: str) -> Sequence[tuple[Any, ...]]:
        """What the database itself answers, past the product."""
        if not self.database:
            with sqlite3.connect(self.town / "town.sqlite3") as database:
                return database.execute(question).fetchall()
        import psycopg

        with psycopg.connect(self.database) as connection:
            return connection.execute(question).fetchall()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def station(folder: Path) -> Iterator[Station]:
    """A town with its people in a new database: a file, or beside the server that WOLAIBAN_DATABASE_URL names."""
    server = os.environ.get("WOLAIBAN_DATABASE_URL", "")
    with own_database(server) as database:
        made = Station(copied(shipped_town(), folder / "town"), database)
        try:
            made.people()
            yield made
        finally:
            if made.running:
                made.kill()


@contextmanager
def own_database(server: str, name: str = "kill") -> Iterator[str]:
    """A database of its own on a PostgreSQL that keeps what it confirmed; empty for SQLite."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        before = {setting: connection.execute(f"SHOW {setting}").fetchone() for setting in DURABLE}
        _set(connection, dict.fromkeys(DURABLE, ("on",)))
        connection.execute(f"CREATE DATABASE {name}")
        try:
            time.sleep(0.5)
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            _set(connection, before)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _set(connection: Any, values: Mapping[str, Any]) -> None:
    for setting, (value,) in values.items():
        connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
    connection.execute("SELECT pg_reload_conf()")
