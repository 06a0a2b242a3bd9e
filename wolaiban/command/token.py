"""Print a new token with which a program acts for an officer  令牌"""

from __future__ import annotations

from datetime import timedelta

import click
from django.utils import timezone

from wolaiban.lib import clock
from wolaiban.people.models.keys import SCOPES, USUAL
from wolaiban.people.models.record import COMMAND
from wolaiban.people.staffing import issue

from ._town import bring_up_to_date, json_option, show
from .officer import find


@click.command()
@click.argument("login")
@click.option("--label", default="", help="what it is for  用途")
@click.option(
    "--days", default=365, show_default=True, type=click.IntRange(1, 3650), help="how long it works  有效天数"
)
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="default: read and act  权限")
@json_option
def command(login: str, label: str, days: int, scopes: tuple[str, ...], as_json: bool) -> None:
    """Print a token for the API; it is shown this once.  生成接口令牌，只显示一次"""
    bring_up_to_date()
    officer = find(login)
    valid = timedelta(days=days)
    token, secret = issue(officer, label=label, scopes=scopes or USUAL, valid=valid, by=COMMAND, at=clock.now())
    until = timezone.localtime(token.expires_at).isoformat()
    data = {"login": officer.login, "token": secret, "scopes": token.scopes, "expires_at": until}
    show(data, as_json, f"{secret}\n{until} 前有效，只显示这一次。 It works until then and is shown this once.")
