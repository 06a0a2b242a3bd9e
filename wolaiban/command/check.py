"""Validate a town's files and play the situations of its services. 「检查」"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click
import django

from wolaiban.catalogue import Town, TownError, read_situations, read_town
from wolaiban.catalogue.difference import told_versions

from ._town import json_option, town_folder


@click.command()
@json_option
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="language of the sentences  语言")
def command(as_json: bool, lang: str) -> None:
    """Validate a town's files and play the situations of its services."""
    folder = town_folder()
    try:
        town, mistakes = read_town(folder), []
    except TownError as error:
        mistakes, played, failed, changes = error.mistakes, 0, [], []
    else:
        (played, failed), changes = _play(town, lang), _changes(town, lang)
    if as_json:
        rows = [{**asdict(mistake), "message": mistake.sentence(lang)} for mistake in mistakes]
        click.echo(
            json.dumps(
                {"mistakes": rows, "situations": played, "failed": failed, "changes": changes},
                ensure_ascii=False,
                default=str,
            )
        )
    else:
        for line in (*(mistake.sentence(lang) for mistake in mistakes), *failed):
            click.echo(line, err=True)
        for change in changes:
            since = {"zh": "自 {valid_from} 起施行：", "en": "from {valid_from}:"}[lang].format(**change)
            click.echo("\n  ".join((f"{change['service']} · {since}", *change["changes"])))
        words = {"zh": "{m} 处错误，{p} 个情形，{f} 个不符", "en": "{m} mistakes, {p} situations, {f} of them wrong"}
        click.echo(words[lang].format(m=len(mistakes), p=played, f=len(failed)))
    raise SystemExit(1 if mistakes or failed else 0)


def _changes(town: Town, lang: str) -> list[dict[str, Any]]:
    """What each later version of a service changes, in words: to be read before it is published."""
    return [
        {"service": code, "valid_from": version.valid_from, "changes": changes}
        for code in town.services
        for version, changes in told_versions(town, code, lang)
    ]


def _play(town: Town, lang: str) -> tuple[int, list[str]]:
    """Play every situation of a sound town: how many there are, and a line for each that came out otherwise."""
    django.setup()
    from wolaiban.promises.rehearsal import rehearse  # needs Django, which an unsound town must not

    count, failed = 0, []
    for code, versions in town.services.items():
        for situation in read_situations(town.folder / "services" / code, town.zone):
            count += 1
            name = f"{code} · {situation.name.get(lang) or situation.name['zh']}"
            service = town.service(code, situation.start.date()) or versions[-1]
            failed += [f"{name}: {line}" for line in rehearse(situation, service, town)]
    return count, failed
