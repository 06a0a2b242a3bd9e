"""The `wolaiban` commands: one file each, found by its name. 「命令」

A command is a file `wolaiban/command/<name>.py` that holds a click command (or group) called `command`. The first line
of the file's docstring is its line in `wolaiban --help`. Nothing else is registered anywhere. Files that begin with an
underscore are no commands; `_town.py` has what commands share.

`--town DIR` may stand anywhere in the line; `main` takes it out, so that no command declares it. Before a command's
file is imported Django is set up for that town, so the file may import models at its top; a command listed in
`BEFORE_DJANGO` is imported without, because it must work where there is no town, or none that is sound.

Raise an error that has `zh` and `en` (`lib.words.Refusal`) to end with one clear sentence and exit code 1.
"""

from __future__ import annotations

import ast
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click
import django
from django.core.exceptions import ImproperlyConfigured

HOME = Path(__file__).parent
BEFORE_DJANGO = frozenset({"new", "due", "check", "demo"})


class Commands(click.Group):
    """The group that finds its commands among the files beside it. 「命令组」"""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(path.stem for path in HOME.glob("[a-z]*.py"))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command in the file of this name, with Django set up first unless it does without."""
        if name not in self.list_commands(context):
            return None
        if name not in BEFORE_DJANGO:
            django.setup()
        return import_module(f"{__name__}.{name}").command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, read from the files without importing them."""
        with formatter.section("Commands 命令"):
            formatter.write_dl([(name, _first_line(HOME / f"{name}.py")) for name in self.list_commands(context)])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wolaiban")
def group() -> None:
    """我来办 Wolaiban. Every command takes --town DIR; without it WOLAIBAN_TOWN counts, then the current folder."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command line and end the process: 0 on success, 1 on a refusal, 2 on a wrong line."""
    try:
        rest = choose_town(list(sys.argv[1:] if arguments is None else arguments))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
        group.main(rest, prog_name="wolaiban")
    except (ImproperlyConfigured, OSError) as error:
        fail(str(error))
    except Exception as error:
        # An error of ours speaks both languages; anything else is a fault of the program and shows its trace.
        zh, en = getattr(error, "zh", ""), getattr(error, "en", "")
        if not (zh and en):
            raise
        fail(f"{zh}\n{en}")


def choose_town(arguments: list[str]) -> list[str]:
    """Take --town out of the line into the environment; where nothing names a town, the current folder may be one."""
    rest, town = [], ""
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--town":
            town = next(words, "")
            if not town:
                fail("--town 之后须写城的文件夹。 --town needs the folder of a town.", code=2)
        elif word.startswith("--town="):
            town = word.partition("=")[2]
        else:
            rest.append(word)
    if town:
        os.environ["WOLAIBAN_TOWN"] = town
    elif not os.environ.get("WOLAIBAN_TOWN") and Path("town.toml").is_file():
        os.environ["WOLAIBAN_TOWN"] = str(Path.cwd())
    return rest


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say why on the error stream and end."""
    click.echo(sentence, err=True)
    sys.exit(code)


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
