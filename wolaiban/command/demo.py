"""Open the shipped town with a past, a clock that visitors move, and a week that plays  打开演示城"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import click
import django

from wolaiban.lib.shipped import shipped_town
from wolaiban.lib.words import Refusal

OPENS = "2024-09-18T09:30:00"
SPEED = 60.0
OWN = ("*.sqlite3*", ".*", "staticfiles", "files", "letters", "backups", "__pycache__")

FOR_REAL_TOWNS = ("DATABASE_URL", "NOW", "NOW_SINCE", "SMTP_URL", "SMS_URL", "SMS_TOKEN", "PING_URL")
"""Variables of the outer environment that no demo takes: a real record, what moves its clock, ways out of the house."""


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on  监听地址")
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="keep the town here; default: a passing folder")
@click.option("--now", default=OPENS, show_default=True, help="town time at which a new town opens  开城时刻")
@click.option("--speed", default=SPEED, show_default=True, help="seconds of the town to a real one  时钟快慢")
def command(port: int, host: str, folder: Path | None, now: str, speed: float) -> None:
    """Copy the shipped town, tell its past through the verbs, serve it, and play a working week.  打开演示城"""
    kept = folder is not None
    place = folder.expanduser().resolve() if folder else Path(tempfile.mkdtemp(prefix="wolaiban-demo-"))
    try:
        _make(place, now, speed)
        _serve(place, host, port)
    finally:
        if not kept:
            shutil.rmtree(place, ignore_errors=True)


def _make(place: Path, now: str, speed: float) -> None:
    """The town in its folder, with people and a past; one that is there already goes on where it was."""
    if place.exists() and any(place.iterdir()) and not (place / "town.toml").is_file():
        raise Refusal(
            f"{place} 不为空，也不是一座城，未作任何改动。请换一个文件夹。",
            f"{place} is not empty and no town; nothing was changed. Name another folder.",
        )
    is_new = not (place / "town.toml").is_file()
    if is_new:
        shutil.copytree(shipped_town(), place, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OWN))
    enter(place)
    django.setup()
    # Models can be imported only now that Django knows the town.
    from wolaiban.clockwork.instance import confirm
    from wolaiban.clockwork.playing import PROGRESS, Play, played
    from wolaiban.command._town import bring_up_to_date
    from wolaiban.lib import clock
    from wolaiban.promises.town import town

    before = played()
    opens = before.until if before else datetime.fromisoformat(now).replace(tzinfo=town().zone)
    clock.follow(place / clock.FILE)
    clock.move_to(opens, speed=0)
    bring_up_to_date()
    if is_new:
        _people()
        play = Play(opens, strict=True)
        play.on_to(opens)
        play.save(place / PROGRESS)
        # Of what lies behind nobody is told any more; what happens from now on is.
        confirm(opens, send_waiting=False)
        click.echo(f"演示城有 {len(play.numbers)} 件往事。 The demo town has {len(play.numbers)} cases behind it.")
    clock.move_to(opens, speed=speed)


def enter(place: Path) -> None:
    """Make a folder the town of this process and of those that it starts, with no clock and no way out of its own."""
    os.environ["WOLAIBAN_TOWN"] = str(place)
    for name in FOR_REAL_TOWNS:
        os.environ.pop(f"WOLAIBAN_{name}", None)


def _people() -> None:
    """The officers, units and areas of the town's tables."""
    from wolaiban.people.importing import import_people
    from wolaiban.promises.town import today, town

    outcome = import_people(*sorted((town().folder / "people").glob("*.csv")), on=today())
    if not outcome.saved:
        raise Refusal(outcome.problems[0].zh, outcome.problems[0].en)


def _serve(place: Path, host: str, port: int) -> None:
    from wolaiban.command.serve import command as serve

    address = f"http://{host}:{port}/demo/"
    click.echo(
        f"就绪后打开 {address}：一周的工作正在上演，时钟可停、可快、可跳；点一下就换身份，自己来办。\n"
        f"Open {address} when it is ready: a week of work is being played. Stop its clock, hurry it or move it; "
        f"take any role with a click and do the work yourself. Its folder: {place}"
    )
    assert serve.callback is not None
    serve.callback(port=port, host=host, workers=0)
