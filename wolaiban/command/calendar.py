"""Load a year's notice, or a change to one, once shown what it moves  日历"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import click

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.promises.models import Case
from wolaiban.promises.recounting import Shift, would_move
from wolaiban.promises.town import reread, town
from wolaiban.promises.verbs import recount
from wolaiban.workdays import Shelf

from ._town import json_option


@click.group()
def command() -> None:
    """Load a year's notice, or a change to one, once shown what it moves."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="act without asking  不再询问")
@click.option("--by", "login", help="login of the operator who orders a change to running promises  下令人")
@json_option
def add(file: Path, yes: bool, login: str | None, as_json: bool) -> None:
    """Load a notice from FILE: list every due instant it changes and why, ask, then act.

    A year's notice moves only what was told as provisional. A change (a stop-work notice) moves every running
    promise and needs --by: the officer who answers for it.
    """
    now = clock.now()
    by = _by(login, now)
    target = _target(file)
    with tempfile.TemporaryDirectory() as trial:
        copied = shutil.copytree(town().folder / "calendars", Path(trial) / "calendars")
        _write(file, copied / target.name, now)
        moved = list(would_move(Shelf.read(copied, town().zone), now, by=by))
    _show(moved, as_json)
    if not yes and not click.confirm("载入并变更这些到期时间吗？ Load it and move these due instants?", err=True):
        click.echo("未作任何变更。 Nothing was changed.", err=True)
        raise SystemExit(1)
    _write(file, target, now)
    reread()
    for case, _ in moved:
        recount(case, by=by)
    if not as_json:
        click.echo(f"已载入 {target.name}，重算 {len(moved)} 件。 Loaded; {len(moved)} cases counted again.")


def _by(login: str | None, now: datetime) -> Actor:
    if login is None:
        return Actor.clock()
    officer = Officer.objects.filter(login=login, is_active=True).first()
    actor = Actor.of(officer, now) if officer else None
    if actor is None or "operator" not in actor.roles:
        raise Refusal(
            f"“{login}”不是在任的系统管理员，不能变更计时中的承诺。请用 --by 指明一位。",
            f"“{login}” holds no post as operator and may not move running promises. Name one with --by.",
        )
    return actor


def _target(file: Path) -> Path:
    target = town().folder / "calendars" / file.name
    if target.exists():
        raise Refusal(
            f"日历 {file.name} 已经在城里。更正请另存为新文件，并写 [[change]]。",
            f"The calendar {file.name} is there already. A change is a new file with [[change]] in it.",
        )
    return target


def _write(source: Path, target: Path, now: datetime) -> None:
    """The notice with the instant from which this town knows it, so that no earlier event seems to have known."""
    text = source.read_text(encoding="utf-8")
    stamp = f"known_from = {now.astimezone(town().zone).replace(tzinfo=None).isoformat(timespec='microseconds')}\n"
    lines = [line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("known_from")]
    out: list[str] = []
    for line in lines:
        out.append(line)
        if line.lstrip().startswith("published_on"):
            out.append(stamp)
    target.write_text("".join(out), encoding="utf-8")
    Shelf.read(target.parent, town().zone)


def _show(moved: list[tuple[Case, list[Shift]]], as_json: bool) -> None:
    shifts = [shift for _, found in moved for shift in found]
    if as_json:
        rows = [
            {
                "number": shift.number, "task": shift.task, "promise": shift.code, "before": _text(shift.before),
                "after": _text(shift.after), "days": [[day.isoformat(), why] for day, why in shift.days],
            }
            for shift in shifts
        ]  # fmt: skip
        click.echo(json.dumps({"cases": len(moved), "moves": rows}, ensure_ascii=False, indent=1))
        return
    for shift in shifts:
        why = "，".join(f"{day} {reason}" for day, reason in shift.days)
        click.echo(f"{shift.number} {shift.code}: {_text(shift.before)} → {_text(shift.after)}  ({why})")
    click.echo(
        f"{len(shifts)} 个到期时间将变更，涉及 {len(moved)} 件。 {len(shifts)} due instants in {len(moved)} cases."
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(town().zone).isoformat(timespec="minutes")
