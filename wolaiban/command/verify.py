"""Replay all events, compare with the stored rows, check chains and heads. 「核验」"""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.progress import Progress

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.heads import seal
from wolaiban.promises.models import Case
from wolaiban.promises.verifying import Report, verify

from ._town import bring_up_to_date, is_up_to_date, town_folder


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print {events, cases, differences, broken}.")
@click.option(
    "--seal/--no-seal", "sealing", default=True,
    help="If all is clean, make the next head: what was verified cannot vanish unseen.",
)  # fmt: skip
@click.option("--upgrade", is_flag=True, help="Bring the tables of an older version up to date first.")
def command(as_json: bool, sealing: bool, upgrade: bool) -> None:
    """Replay all events, compare with the stored rows, check chains and heads; seal what was found clean."""
    town_folder()
    if upgrade:
        bring_up_to_date()
    elif not is_up_to_date():
        raise Refusal(
            "数据库还是旧版本的表，核验只读、不升级。请先备份，再运行 wolaiban verify --upgrade。",
            "The tables of the database are of an older version, and verify only reads. Make a backup, then run "
            "wolaiban verify --upgrade.",
        )
    with Progress(console=Console(stderr=True), disable=None, transient=True) as bar:
        task = bar.add_task("核验 verify", total=Case.objects.count())
        report = verify(lambda count: bar.advance(task, count))
    head = seal(clock.now()) if sealing and report.clean else None
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        _say(report)
        if head:
            click.echo(f"链头 head {head.number}: {head.hash}")
    raise SystemExit(0 if report.clean else 1)


def _say(report: Report) -> None:
    click.echo(f"{report.cases} 件 cases, {report.events} 事件 events")
    for line in (*report.broken, *report.differences):
        click.echo(line)
    click.echo("一致 clean" if report.clean else "不一致 NOT clean")
