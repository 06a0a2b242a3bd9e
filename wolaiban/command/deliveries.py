"""What is to be told: how much waits, what was given up  消息投递情况"""

from __future__ import annotations

import click
from django.utils import timezone

from wolaiban.clockwork.outbox import given_up, standing, try_again
from wolaiban.lib import clock
from wolaiban.promises.models import Delivery

from ._town import bring_up_to_date, json_option, show


@click.command()
@click.option("--again", is_flag=True, help="try once more what was given up  重试已放弃的")
@json_option
def command(again: bool, as_json: bool) -> None:
    """Count what waits and list what was given up, with the reason.  投递情况"""
    bring_up_to_date()
    tried = try_again(clock.now()) if again else 0
    found, lost = standing(), given_up()
    data = {
        "waiting": found.waiting,
        "oldest": found.oldest,
        "may_send": found.may_send,
        "given_up": found.given_up,
        "tried_again": tried,
        "list": [_as_data(row) for row in lost],
    }
    lines = [f"等待 waiting {found.waiting}，已放弃 given up {found.given_up}，重试 tried again {tried}"]
    if not found.may_send:
        lines.append(
            "本实例未确认，一条也不发：wolaiban confirm。 Not confirmed, so nothing is sent: wolaiban confirm."
        )
    lines += [" ".join(str(value) for value in _as_data(row).values()) for row in lost]
    show(data, as_json, "\n".join(lines))


def _as_data(row: Delivery) -> dict[str, str]:
    return {
        "number": row.case.number if row.case else "",
        "template": row.template,
        "to": row.to,
        "channel": row.channel,
        "since": timezone.localtime(row.not_before).isoformat(timespec="minutes"),
        "error": row.error,
    }
