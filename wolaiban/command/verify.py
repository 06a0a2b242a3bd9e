"""Replay all events, compare with the stored rows, check chains and heads. 「核验」"""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.progress import Progress

from wolaiban.lib import clock
from wolaiban.promises.heads import seal
from wolaiban.promises.models import Case
from wolaiban.promises.verifying import verify

from ._town import bring_up_to_date


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print {events, cases, differences, broken}.")
@click.option("--seal/--no-seal", "sealing", default=True, help="Seal what was found clean into the next head.")
def command(as_json: bool, sealing: bool) -> None:
    """Replay all events, compare with the stored rows, check chains and heads."""
    bring_up_to_date()
    with Progress(console=Console(stderr=True), disable=None, transient=True) as bar:
        task = bar.add_task("核验 verify", total=Case.objects.count())
        report = verify(lambda count: bar.advance(task, count))
    head = seal(clock.now()) if sealing and report.clean else None
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        click.echo(f"{report.cases} 件 cases, {report.events} 事件 events")
        for line in (*report.broken, *report.differences):
            click.echo(line)
        click.echo("一致 clean" if report.clean else "不一致 NOT clean")
        if head:
            click.echo(f"链头 head {head.number}: {head.hash}")
    raise SystemExit(0 if report.clean else 1)
