"""Open the shipped town with a moving clock and a past  打开演示城"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from zoneinfo import ZoneInfo

import click
import django

from wolaiban.lib.shipped import shipped_town
from wolaiban.lib.words import Refusal

OPENS = "2024-09-18T09:30:00"
PAGES = ("/", "/ask/", "/track/", "/figures/", "/demo/", "/account/login/", "/api/v1/healthz")
PATIENCE_SECONDS = 120
OWN = ("*.sqlite3*", ".*", "staticfiles", "files", "letters", "backups", "__pycache__")


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on  监听地址")
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="keep the town here; default: a passing folder")
@click.option("--now", default=OPENS, show_default=True, help="town time at which it opens  开城时刻")
@click.option("--once", is_flag=True, help="open it, see that its pages answer, close it  只检查一遍")
def command(port: int, host: str, folder: Path | None, now: str, once: bool) -> None:
    """Copy the shipped town, tell its stories through the verbs, and serve it.  打开演示城"""
    if once:
        sys.exit(_look(port, host, now))
    kept = folder is not None
    place = folder.expanduser().resolve() if folder else Path(tempfile.mkdtemp(prefix="wolaiban-demo-"))
    try:
        _make(place, now)
        _serve(place, host, port)
    finally:
        if not kept:
            shutil.rmtree(place, ignore_errors=True)


def _make(place: Path, now: str) -> None:
    """The town in its folder, with people and a past; one that is there already goes on where it was."""
    if place.exists() and any(place.iterdir()) and not (place / "town.toml").is_file():
        raise Refusal(
            f"{place} 不为空，也不是一座城，未作任何改动。请换一个文件夹。",
            f"{place} is not empty and no town; nothing was changed. Name another folder.",
        )
    is_new = not (place / "town.toml").is_file()
    if is_new:
        shutil.copytree(shipped_town(), place, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OWN))
    os.environ["WOLAIBAN_TOWN"], os.environ["WOLAIBAN_NOW"] = str(place), now
    os.environ.pop("WOLAIBAN_NOW_SINCE", None)
    django.setup()
    if is_new:
        _tell()


def _tell() -> None:
    """Fill a new town: tables, people, then what happened before it opened."""
    # Models can be imported only now that Django knows the town.
    from wolaiban.command._play import play, stories
    from wolaiban.command._town import bring_up_to_date
    from wolaiban.lib import clock
    from wolaiban.people.importing import import_people
    from wolaiban.promises.town import town

    bring_up_to_date()
    opens = clock.now()
    tables = sorted((town().folder / "people").glob("*.csv"))
    outcome = import_people(*tables, on=opens.astimezone(town().zone).date())
    if not outcome.saved:
        raise Refusal(outcome.problems[0].zh, outcome.problems[0].en)
    cases = play(stories(), opens)
    clock.move_to(opens)
    click.echo(f"演示城有 {len(cases)} 件往事。 The demo town has {len(cases)} cases behind it.")


def _serve(place: Path, host: str, port: int) -> None:
    from wolaiban.command.serve import command as serve

    address = f"http://{host}:{port}/demo/"
    click.echo(
        f"就绪后打开 {address}，换身份走一遍：提诉求、回应或办结、派单、签收、答复、评价，再看公开数据。\n"
        f"Open {address} when it is ready and walk through it: ask, respond or close, dispatch, sign, answer, rate, "
        f"then see the public figures. Its folder: {place}"
    )
    assert serve.callback is not None
    serve.callback(port=port, host=host, workers=0)


def _look(port: int, host: str, now: str) -> int:
    """Open the demo in a process of its own, read its pages, close it: 0 when all answer."""
    # A time that is no time is told here, not after the wait.
    datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("UTC"))
    line = [sys.executable, "-m", "wolaiban.command", "demo", "--port", str(port), "--host", host, "--now", now]
    demo = subprocess.Popen(line)  # noqa: S603
    try:
        return _read_pages(demo, f"http://{host}:{port}")
    finally:
        demo.terminate()
        try:
            demo.wait(timeout=20)
        except subprocess.TimeoutExpired:
            demo.kill()


def _read_pages(demo: subprocess.Popen[bytes], address: str) -> int:
    """Wait for the first page, then ask for each."""
    started = time.monotonic()
    while _status(address + PAGES[0]) == 0:
        if demo.poll() is not None or time.monotonic() - started > PATIENCE_SECONDS:
            click.echo(f"演示城没有应答。 The demo town does not answer at {address}.", err=True)
            return 1
        time.sleep(0.3)
    found = {page: _status(address + page) for page in PAGES}
    for page, status in found.items():
        click.echo(f"{status} {address}{page}")
    return 0 if set(found.values()) == {200} else 1


def _status(url: str) -> int:
    """The status of a page, never through a proxy; 0 while nobody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=20) as page:
            return int(page.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0
