"""Make a new town's folder with services, calendars and database  新建一座城"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import click
import django
from django.utils import timezone

from wolaiban.lib import clock
from wolaiban.lib.shipped import shipped_town
from wolaiban.lib.words import Refusal

from ._town import bring_up_to_date, json_option, show

CALENDARS, SERVICES = ("calendars",), ("services", "rules")
ADMIN = "admin"
UNSHARED = ("*.sqlite3*", ".secret", ".signing-key", ".sent", "staticfiles/", "files/")
"""What of a town's folder is not for a repository: the record, keys and marks."""
HEAD = """\
# 城的设置。改完运行 wolaiban check。  Settings of the town; run wolaiban check after a change.

[town]
code = "{code}"
name = "{name}"
name_en = "{name_en}"
zone = "Asia/Shanghai"
calendar = "cn"          # calendars/cn-*.toml
hours = "office"         # for services that name no hours of their own
{order}
{hand_over}
demo = false             # true only where nothing is real: then the clock may be moved
"""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--code", default="town", show_default=True, help="short name in ASCII  代码")
@click.option("--name", default="我的城", show_default=True, help="名称")
@click.option("--name-en", default="Our Town", show_default=True, help="name in English  英文名称")
@click.option("--empty", is_flag=True, help="without any service: to begin with one of your own  不带事项")
@json_option
def command(folder: Path, code: str, name: str, name_en: str, empty: bool, as_json: bool) -> None:
    """Make a town in DIR and print the one-time link of its first administrator.  新建一座城"""
    folder = folder.expanduser().resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(
            f"{folder} 已存在且不为空，未作任何改动。请换一个空文件夹。",
            f"{folder} exists and is not empty; nothing was changed. Name an empty folder.",
        )
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", code):
        raise Refusal(
            f"代码“{code}”应为小写英文字母、数字、- 或 _。", f"The code {code} needs small letters, digits, - or _."
        )
    try:
        _write(folder, code, name, name_en, empty=empty)
        os.environ["WOLAIBAN_TOWN"] = str(folder)
        django.setup()
        link = _first_administrator(folder)
    except BaseException:
        # Half a town would be in the way of the next try.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    text = (
        f"{name} 已建在 {folder}。启动：wolaiban serve --town {folder}\n"
        f"{name_en} stands in {folder}. Start it: wolaiban serve --town {folder}\n"
        f"首位管理员（登录名 {ADMIN}）的一次性链接 one-time link of the first administrator:\n{link}"
    )
    show({"town": str(folder), "login": ADMIN, "link": link}, as_json, text)


def _write(folder: Path, code: str, name: str, name_en: str, *, empty: bool) -> None:
    """The files of the town: what the shipped one declares, without its people, and if `empty` without its services."""
    shipped = shipped_town()
    folder.mkdir(parents=True, exist_ok=True)
    # What people wrote will lie here: for the owner's eyes only.
    folder.chmod(0o700)
    (folder / "services").mkdir()
    for part in CALENDARS if empty else (*CALENDARS, *SERVICES):
        if (shipped / part).is_dir():
            unshared = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(shipped / part, folder / part, ignore=unshared, dirs_exist_ok=True)
    whole = (shipped / "town.toml").read_text(encoding="utf-8")
    hours = whole.partition("\n# 邻城")[0].partition("\n# 机关")  # the neighbours of one town are not those of another
    order = "" if empty else whole[whole.index("order = [") : whole.index("]\n", whole.index("order = [")) + 1]
    hand_over = next(line for line in whole.splitlines() if line.startswith("hand_over"))
    head = HEAD.format(code=code, name=_quoted(name), name_en=_quoted(name_en), order=order, hand_over=hand_over)
    (folder / "town.toml").write_text(head + "".join(hours[1:]), encoding="utf-8")
    (folder / ".gitignore").write_text("\n".join((*UNSHARED, "")), encoding="utf-8")
    people = folder / "people"
    people.mkdir()
    _table(people / "areas.csv", [["code", "name", "name_en", "kind", "parent", "has_centre"]])
    _table(
        people / "organisations.csv",
        [["code", "name", "name_en", "kind", "area", "parent"], ["office", name, name_en, "department", "", ""]],
    )
    _table(
        people / "officers.csv",
        [
            ["login", "name", "phone", "email", "language", "unit", "role", "area", "from", "to", "deputy_for"],
            [ADMIN, "系统管理员", "", "", "zh-hans", "office", "operator", "", "", "", ""],
        ],
    )


def _first_administrator(folder: Path) -> str:
    """Set the database up, take the people over, and give the administrator's link."""
    # Models can be imported only now that Django knows the town.
    from wolaiban.command.officer import find, link_for
    from wolaiban.people.importing import import_people

    bring_up_to_date()
    people = folder / "people"
    outcome = import_people(people / "organisations.csv", people / "officers.csv", on=timezone.localdate(clock.now()))
    if not outcome.saved:
        raise Refusal(outcome.problems[0].zh, outcome.problems[0].en)
    return link_for(find(ADMIN))[0]


def _quoted(text: str) -> str:
    """Text as it stands between quotation marks in TOML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _table(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
