"""What commands share: the town they act on, and how they print. 「命令的共用部分」"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wolaiban.lib.words import Refusal

F = TypeVar("F", bound=Callable[..., Any])


def town_folder() -> Path:
    """The folder of the town that the command acts on. Raises Refusal where none is named."""
    named = os.environ.get("WOLAIBAN_TOWN", "")
    if not named:
        raise Refusal(
            "没有指明哪一座城。请加 --town 文件夹，或设 WOLAIBAN_TOWN，或进入城的文件夹再运行。",
            "No town is named. Add --town DIR, set WOLAIBAN_TOWN, or change into the folder of a town.",
        )
    return Path(named).expanduser().resolve()


def bring_up_to_date() -> None:
    """Bring the town's database to the tables of this version; quick when it has them."""
    town_folder()
    call_command("migrate", verbosity=0, interactive=False)


def is_up_to_date() -> bool:
    """Whether the town's database has the tables of this version; asks and changes nothing."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def json_option(function: F) -> F:
    """The option --json."""
    return click.option("as_json", "--json", is_flag=True, help="print JSON  以 JSON 输出")(function)


def show(data: Any, as_json: bool, text: str) -> None:
    """Print the data as JSON, or the text for people."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str) if as_json else text)
