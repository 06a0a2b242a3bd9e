"""Open the shipped town with a moving clock and a past  打开演示城"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import click
import django

from wolaiban.lib.shipped import shipped_town
from wolaiban.lib.words import Refusal

OPENS = "2024-09-18T09:30:00"
OWN = ("*.sqlite3*", ".*", "staticfiles", "files", "letters", "backups", "__pycache__")


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on  监听地址")
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="keep the town here; default: a passing folder")
@click.option("--now", default=OPENS, show_default=True, help="town time at which it opens  开城时刻")
def command(port: int, host: str, folder: Path | None, now: str) -> None:
    """Copy the shipped town, tell its stories through the verbs, and serve it.  打开演示城"""
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
