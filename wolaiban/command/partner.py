"""Our key for neighbouring towns, and how the exchange with each stands  邻城往来"""

from __future__ import annotations

from typing import Any

import click
from django.utils import timezone

from wolaiban.partners.standing import Exchange, exchanges, own_key
from wolaiban.promises.town import town

from ._town import bring_up_to_date, json_option, show


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Print our public key, to be written into a neighbour's town.toml, and what waits for each neighbour.  邻城往来"""
    bring_up_to_date()
    found = exchanges()
    data = {"code": town().code, "key": own_key(), "partners": [_as_data(one) for one in found]}
    lines = [f"本城代码 our code: {town().code}", f"本城公钥 our key: {own_key()}", *(_as_text(one) for one in found)]
    show(data, as_json, "\n".join(lines))


def _as_data(one: Exchange) -> dict[str, Any]:
    return {
        "code": one.partner.code,
        "url": one.partner.url,
        "waiting": one.waiting,
        "oldest": one.oldest,
        "error": one.error,
        "given_up": one.given_up,
        "sent_at": one.sent_at,
        "taken_at": one.taken_at,
        "turned_away": [
            {"on": row.on, "why": row.why, "count": row.count, "last_at": row.last_at, "about": row.about}
            for row in one.turned_away
        ],
    }


def _as_text(one: Exchange) -> str:
    since = f"（{timezone.localtime(one.oldest):%m-%d %H:%M} 起 since）" if one.oldest else ""
    away = sum(row.count for row in one.turned_away)
    return (
        f"{one.partner.name['zh']} {one.partner.name['en']} {one.partner.url}: 等待 waiting {one.waiting}{since}，"
        f"已放弃 given up {one.given_up}，拒收 turned away {away} {one.error}"
    ).rstrip()
