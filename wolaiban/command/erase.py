"""Erase everything typed in a case; the chain and the figures stay  删除个人信息"""

from __future__ import annotations

import click

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer
from wolaiban.promises.models import Case
from wolaiban.promises.verbs import erase


@click.command()
@click.argument("number")
@click.option("--by", "login", required=True, help="login of the operator who answers for it  经办人")
@click.option("--yes", is_flag=True, help="act without asking  不再询问")
def command(number: str, login: str, yes: bool) -> None:
    """Erase names, contacts and texts of case NUMBER for good; who did it and when stays on record."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise Refusal(f"没有编号为 {number} 的办件。请核对编号。", f"There is no case {number}. Check the number.")
    officer = Officer.objects.filter(login=login, is_active=True).first()
    if officer is None:
        raise Refusal(f"没有登录名为 {login} 的在职人员。", f"Nobody signs in as {login}.")
    if not yes:
        click.confirm(f"{number}：删除后无法恢复，确定吗？ This cannot be undone. Erase?", abort=True, err=True)
    event = erase(case, by=Actor.of(officer, clock.now()))
    click.echo(f"{number}/{event.seq} 已删除 erased")
