"""Replay an existing record through the verbs, at its own instants  导入既有记录"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wolaiban.catalogue.mistakes import nearest
from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.heads import seal
from wolaiban.promises.importing import (
    Map,
    Outcome,
    Rejects,
    count,
    heads,
    read_map,
    rejects_path,
    replay,
    rows,
    sheet_of,
)
from wolaiban.promises.town import town

from ._town import bring_up_to_date, json_option, show

MAP_FILE = "import.toml"
A_LINE_EVERY = 5.0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--service", "code", required=True, metavar="CODE", help="事项代码")
@click.option("map_path", "--map", metavar="MAP.toml", type=click.Path(path_type=Path),
              help="what the columns mean; default services/CODE/import.toml  映射文件")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="save nothing; rejected rows are still written  只检查，不保存")
@click.option("--rejects", type=click.Path(path_type=Path),
              help="file for rejected rows; default FILE.rejected.csv beside FILE  退回文件")  # fmt: skip
@json_option
def command(file: Path, code: str, map_path: Path | None, dry_run: bool, rejects: Path | None, as_json: bool) -> None:
    """Replay FILE (CSV or XLSX, plain or .gz) into a service; a second run changes nothing.  导入既有记录

    CSV is read row by row; XLSX is read whole, so save a record of millions of rows as CSV.
    """
    bring_up_to_date()
    service = _service(code)
    map_path = map_path or Path(service.folder) / MAP_FILE
    if not map_path.is_file():
        raise Refusal(
            f"没有映射文件 {map_path}，不知道各列的含义。请写一份（格式见 wolaiban/promises/importing），"
            "或用 --map 指定。",
            f"There is no map {map_path} to say what the columns mean. Write one (its form stands in "
            "wolaiban/promises/importing) or name one with --map.",
        )
    started, sheet = time.monotonic(), sheet_of(map_path)
    columns = heads(file, sheet)
    meaning = read_map(map_path, service, columns, zone=town().zone, source=file.name.partition(".")[0])
    target = rejects or rejects_path(file, town().folder)
    with Rejects(target, columns, not_these=(file, map_path)) as refused:
        outcome = _replay(file, meaning, refused, dry_run)
    if outcome.changed and not dry_run:
        seal(clock.now())
    data = {
        "file": str(file), "service": code, "map": str(map_path), "dry_run": dry_run, **asdict(outcome),
        "rejects": str(target) if refused.written else None, "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip
    show(data, as_json, _summary(data))
    if outcome.rejected and outcome.rejected == outcome.rows:
        raise Refusal(f"没有一行能导入，原因见 {target}。", f"No row fits; {target} says why.")


def _service(code: str) -> Service:
    services = town().services
    if code not in services:
        near = nearest(code, services)
        zh, en = (f"是不是“{near}”？", f"Perhaps {near}?") if near else (f"可选：{'、'.join(services)}。",
                                                                    f"Choose from {', '.join(services)}.")  # fmt: skip
        raise Refusal(f"没有事项“{code}”。{zh}", f"There is no service {code}. {en}")
    return services[code][-1]


def _replay(file: Path, meaning: Map, refused: Rejects, dry_run: bool) -> Outcome:
    total = count(file, meaning.sheet)
    with _progress(total) as progress:
        return replay(rows(file, meaning.sheet), meaning, rejected=refused.write, progress=progress, dry_run=dry_run)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """A bar on a terminal; elsewhere a plain line every few seconds. Both on the error stream."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, total)
        return
    parts = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*parts, console=console) as bar:
        task = bar.add_task("", total=total)
        yield lambda outcome: bar.update(task, completed=outcome.rows, description=_rejected(outcome))


def _lines(console: Console, total: int) -> Callable[[Outcome], None]:
    last = time.monotonic()

    def line(outcome: Outcome) -> None:
        nonlocal last
        if time.monotonic() - last >= A_LINE_EVERY:
            last = time.monotonic()
            console.print(f"{outcome.rows} / {total} {_rejected(outcome)}", highlight=False)

    return line


def _rejected(outcome: Outcome) -> str:
    return f"退回 rejected {outcome.rejected}" if outcome.rejected else ""


def _summary(data: dict[str, Any]) -> str:
    words = {
        "rows": "行 rows", "new": "新办件 new", "unchanged": "未变 unchanged", "completed": "补齐 completed",
        "rejected": "退回 rejected", "seconds": "秒 seconds",
    }  # fmt: skip
    lines = [f"{data[name]:>9}  {label}" for name, label in words.items()]
    if not data["new"] and not data["completed"]:
        lines.append("没有任何改动。 Nothing changed.")
    if data["rejects"]:
        lines.append(f"退回的行及原因 rejected rows and why: {data['rejects']}")
    if data["dry_run"]:
        lines.append("仅检查，未保存。 A dry run: nothing was saved.")
    return "\n".join(lines)
