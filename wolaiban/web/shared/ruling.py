"""A dated rule as people read it, and what it answered in a case, condition by condition. 「规则的展示」"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wolaiban.catalogue.rules import ACT, EARLIER, VERDICT, Rule, named
from wolaiban.promises.attaching import is_file
from wolaiban.promises.life import Life
from wolaiban.promises.life.values import day_of
from wolaiban.promises.models import Event, Words
from wolaiban.promises.ruling import lines
from wolaiban.promises.telling import Reader
from wolaiban.promises.town import town

from .telling import reader_lang


@dataclass(frozen=True)
class DocumentShown:
    """One version of a rule: title, since when, and the page where it stands. 「规则版本」"""

    title: str
    number: str
    since: date
    address: str


@dataclass(frozen=True)
class LineShown:
    """One condition: whether it holds, and what proves it. 「逐项条件」"""

    text: str
    holds: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class RulingShown:
    """What a rule answered at one step. 「规则答复」"""

    document: DocumentShown
    yes: bool
    lines: tuple[LineShown, ...]
    earlier: tuple[str, ...]


def document_shown(rule: Rule, on: date) -> DocumentShown:
    """A version, with the page that shows what held on a day; no page for one that is not public."""
    lang = reader_lang()
    address = f"{reverse('rule', args=[rule.code])}?on={on.isoformat()}" if rule.public else ""
    return DocumentShown(rule.told(rule.title, lang), rule.number, rule.valid_from, address)


def documents_of(life: Life) -> tuple[DocumentShown, ...]:
    """The documents by which a case is handled, each as it held on the day when the case began."""
    on = life.acts[0].at.astimezone(life.zone).date()
    found = (town().rule(code, on) for code in life.service.rules)
    return tuple(document_shown(rule, on) for rule in found if rule is not None)


def ruling_shown(reader: Reader, life: Life, event: Event, words: Mapping[int, Words]) -> RulingShown | None:
    """The answer that an event holds, if it asked a rule; the evidence as it stood by then."""
    rule = named(town().rules, event.fields.get("rule", ""))
    if rule is None:
        return None
    found = tuple(
        LineShown(line.text, line.holds, tuple(_evidence(reader, line.evidence, event.seq, words)))
        for line in lines(rule, event.fields, reader_lang())
    )
    on = event.at.astimezone(life.zone).date() if rule.day == ACT else day_of(life.fields.get(rule.day))
    return RulingShown(
        document_shown(rule, on or rule.valid_from),
        event.fields.get(VERDICT) == "yes",
        found,
        tuple(event.fields.get(EARLIER, "").split()),
    )


def _evidence(reader: Reader, names: Iterable[str], seq: int, words: Mapping[int, Words]) -> Iterable[str]:
    """The latest words of each field that proves it; of files their names."""
    for name in names:
        said = [words[n].content[name] for n in sorted(words) if n <= seq and name in words[n].content]
        if said and reader.sees(name):
            yield ", ".join(one["name"] for one in said[-1]) if is_file(reader.service, name) else str(said[-1])
