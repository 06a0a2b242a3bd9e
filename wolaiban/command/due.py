"""Say when a period falls due, and show the working day by day  推算时限"""

from __future__ import annotations

import os
from pathlib import Path

import click

from wolaiban.catalogue import read_hours
from wolaiban.lib import clock
from wolaiban.lib.shipped import shipped_town
from wolaiban.promises.arithmetic import instant_of, pause_of, working

from ._town import json_option, show


@click.command()
@click.argument("period")
@click.option("--from", "start", required=True, metavar="ISO", help="when it begins; without offset: town time  起算")
@click.option("--pause", "pauses", multiple=True, metavar="ISO/ISO", help="a stretch that does not count; repeat  挂起")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="语言")
@json_option
def command(period: str, start: str, pauses: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Count PERIOD (3个工作日, 30 minutes...) from an instant; outside a town the shipped calendar serves.  推算时限"""
    town = read_hours(Path(os.environ.get("WOLAIBAN_TOWN") or shipped_town()).expanduser())
    answer = working(
        town,
        period,
        instant_of(start, town.zone),
        known_at=clock.now(),
        pauses=[pause_of(pause, town.zone) for pause in pauses],
        lang=lang,
    )
    show(answer, as_json, "\n".join(answer["steps"]))
