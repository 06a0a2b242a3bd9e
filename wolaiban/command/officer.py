"""Add officers with their posts, import them, invite them  人员：添加、导入、邀请"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people import staffing
from wolaiban.people.importing import Outcome, import_people
from wolaiban.people.importing.columns import CellRefusal
from wolaiban.people.importing.rows import Setting, officer
from wolaiban.people.models import Officer
from wolaiban.people.models.record import COMMAND
from wolaiban.promises.town import town

from ._town import bring_up_to_date, json_option, show

OPERATOR = "operator"


@click.group()
def command() -> None:
    """Officers: add one, import many, invite again.  人员：添加、导入、重新邀请"""
    bring_up_to_date()


@command.command()
@click.argument("login")
@click.option("--name", required=True, help="姓名")
@click.option("--unit", required=True, help="code of the unit  单位代码")
@click.option("--role", required=True, help="role as the services name it  角色")
@click.option("--area", default="", help="code of the area; none: everywhere  区域代码")
@click.option("--from", "from_", default="", metavar="YYYY-MM-DD", help="first day; default today  到任日期")
@click.option("--phone", default="", help="电话")
@click.option("--email", default="", help="电子邮箱")
@click.option("--language", default="", help="zh-hans or en  语言")
@json_option
def add(login: str, as_json: bool, from_: str, **options: str) -> None:
    """Add an officer, or a post of one, and print a one-time link to set the password.  添加人员或岗位"""
    cells = {**options, "login": login, "from": from_}
    try:
        with transaction.atomic():
            officer(cells, Setting(timezone.localdate(clock.now()), known_roles()))
    except CellRefusal as refusal:
        raise Refusal(f"{refusal.column}：{refusal.zh}", f"{refusal.column}: {refusal.en}") from refusal
    _print_link(Officer.objects.get(login=login.lower()), as_json)


@command.command()
@click.argument("login")
@json_option
def invite(login: str, as_json: bool) -> None:
    """Print a new one-time link; an older unused one ends.  重新生成一次性链接"""
    _print_link(find(login), as_json)


@command.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="save nothing  只检查")
@click.option("--good-rows", is_flag=True, help="save the good rows even if others are bad  有误时仍导入其余")
@click.option("--invite", is_flag=True, help="print a one-time link for each new officer  为新人员生成链接")
@json_option
def import_(files: tuple[Path, ...], dry_run: bool, good_rows: bool, invite: bool, as_json: bool) -> None:
    """Take over areas, units, officers and posts from CSV or XLSX.  从表格导入区域、单位、人员、岗位"""
    day = timezone.localdate(clock.now())
    outcome = import_people(
        *files, on=day, roles=known_roles(), dry_run=dry_run, good_rows=good_rows, **known_of_units()
    )
    links = {login: link_for(find(login))[0] for login in outcome.new_logins} if invite and outcome.saved else {}
    show(_as_data(outcome, links), as_json, _as_text(outcome, links))
    if outcome.problems:
        count = len(outcome.problems)
        if outcome.saved:
            raise Refusal(
                f"{count} 行有误，未导入；其余已导入。", f"{count} bad rows were left out; the others are saved."
            )
        raise Refusal(f"有 {count} 处错误，没有导入任何内容。请改正后重新导入。",
                      f"{count} faults, so nothing was saved. Mend them and import again.")  # fmt: skip


def known_roles() -> frozenset[str]:
    """The roles that the town's services name, and the operator's."""
    services = [version for versions in town().services.values() for version in versions]
    return frozenset(role for service in services for role in service.words.get("roles", {})) | {OPERATOR}


def known_of_units() -> dict[str, Collection[str]]:
    """What the town's file names and a unit may follow: service hours, neighbouring towns."""
    return {"hours": town().hours, "partners": town().partners}


def find(login: str) -> Officer:
    """The officer of this login name. Raises Refusal."""
    try:
        return Officer.objects.get(login=login.lower())
    except Officer.DoesNotExist:
        zh = f"没有登录名为“{login}”的人员。请先用 wolaiban officer add 添加。"
        raise Refusal(zh, f"There is no officer {login}. Add them first: wolaiban officer add.") from None


def link_for(officer: Officer) -> tuple[str, datetime]:
    """A new one-time link for an officer and until when it works."""
    invitation, secret = staffing.invite(officer, by=COMMAND, at=clock.now())
    base = settings.PUBLIC_URL or "http://127.0.0.1:8000"
    return base + reverse("welcome", args=[secret]), timezone.localtime(invitation.expires_at)


def _print_link(officer: Officer, as_json: bool) -> None:
    link, until = link_for(officer)
    text = f"{officer.name}（{officer.login}）的一次性链接，{until:%Y-%m-%d %H:%M} 前有效 one-time link:\n{link}"
    show({"login": officer.login, "name": officer.name, "link": link, "until": until.isoformat()}, as_json, text)


def _as_data(outcome: Outcome, links: dict[str, str]) -> dict[str, Any]:
    counts: dict[str, dict[str, int]] = {}
    for (sheet, kind), count in outcome.counts.items():
        counts.setdefault(sheet, {})[kind] = count
    problems = [problem._asdict() for problem in outcome.problems]
    return {"saved": outcome.saved, "counts": counts, "problems": problems, "links": links}


def _as_text(outcome: Outcome, links: dict[str, str]) -> str:
    lines = [f"{sheet}: {kind} {count}" for (sheet, kind), count in sorted(outcome.counts.items())]
    lines += [f"{p.sheet} 第 {p.row} 行 row {p.row}, {p.column}: {p.zh} {p.en}" for p in outcome.problems]
    return "\n".join(lines + [f"{login}: {link}" for login, link in links.items()])
