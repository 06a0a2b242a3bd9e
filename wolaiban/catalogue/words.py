"""The words beside a service: every code it uses, in two languages. 「用语」

`words.toml` has the tables `service`, `states`, `verbs`, `fields`, `promises`, `roles`, `tasks`, `figures`,
`definitions` (of figures), `units` (of fields that are numbers) and `choices.<field>`; an entry is
`code = { zh = "…", en = "…" }`. The shipped vocabulary stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from . import vocabulary
from .mistakes import Findings
from .service import FieldRule, Service
from .shape import Table, load

LANGUAGES = ("zh", "en")
KINDS = ("service", "states", "verbs", "fields", "promises", "roles", "tasks", "figures", "definitions", "units")
TAKEN = ("", *vocabulary.FIGURES)
HOLDERS = ("task",)
"""Words in `held_by` that are no role: the unit of the promise's task."""

Own = dict[str, dict[str, dict[str, str]]]


def read_words(path: Path, findings: Findings) -> Own | None:
    """The service's own words, by table and code; empty where the file is absent, None where it cannot be read."""
    raw = load(path, findings) if path.is_file() else {}
    if raw is None:
        return None
    table = Table(raw, "", findings)
    found: Own = {}
    for kind in KINDS:
        found[kind] = _labels(table.table(kind), kind == "service")
    for name, inner in table.table("choices").tables():
        found[f"choices.{name}"] = _labels(inner, False)
    table.close()
    return found


def _labels(table: Table, bare: bool) -> dict[str, dict[str, str]]:
    found = {}
    for code, inner in table.tables():
        found[code] = {lang: inner.text(lang) for lang in LANGUAGES}
        for lang in LANGUAGES:
            if not found[code][lang]:
                table.findings.add("missing_words", inner.path(lang), word=code, lang=lang)
        inner.close()
    return found


def all_words(own: Own, fields: Mapping[str, FieldRule]) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Own words before listed ones before the shipped vocabulary, by table and code."""
    found: dict[str, Mapping[str, Mapping[str, str]]] = {
        kind: {**vocabulary.WORDS.get(kind, {}), **own.get(kind, {})} for kind in {*KINDS, *vocabulary.WORDS}
    }
    for name, rule in fields.items():
        kind = f"choices.{name}"
        shipped = {code: words for code, words in vocabulary.CHOICES.get(name, {}).items() if code in rule.codes}
        listed = {choice.code: choice.words for choice in rule.choices if choice.words}
        found[kind] = {**shipped, **listed, **own.get(kind, {})}
    return MappingProxyType({kind: MappingProxyType(dict(labels)) for kind, labels in found.items()})


def used_codes(service: Service) -> dict[str, tuple[str, ...]]:
    """Every code of a service that people read, by table."""
    codes: dict[str, tuple[str, ...]] = {
        "states": tuple(service.states),
        "verbs": tuple(service.verbs),
        "fields": tuple(service.fields),
        "promises": tuple(rule.code for rule in service.promises if rule.code),
        "tasks": service.tasks,
        "figures": (figures := tuple(rule.code for rule in service.figures if rule.code not in TAKEN)),
        "definitions": figures,
    }
    return codes | {f"choices.{name}": rule.codes for name, rule in service.fields.items() if rule.codes}


def check_words(service: Service, findings: Findings) -> None:
    """Every code of the service has words; roles are checked where they are named."""
    if not service.name.get("en"):
        findings.add("missing_words", "service.name.en", word=service.name.get("zh", ""), lang="en")
    for kind, codes in used_codes(service).items():
        labels = service.words.get(kind, {})
        for code in codes:
            if code in labels:
                continue
            if kind == "verbs":
                findings.unknown("verb_without_words", f"verbs.{code}", code, vocabulary.VERBS)
            else:
                findings.add("missing_words", f"{kind}.{code}", word=code, lang="zh, en")


def check_unused(own: Own, services: Iterable[Service], findings: Findings) -> None:
    """Words for a code that no version of the service has are a slip of the pen."""
    used: dict[str, set[str]] = {}
    for service in services:
        for kind, codes in used_codes(service).items():
            used.setdefault(kind, set()).update(codes)
        used.setdefault("units", set()).update(rule.name for rule in service.fields.values() if rule.kind == "number")
    for kind, labels in own.items():
        if kind in ("service", "roles"):
            continue
        for code in labels:
            if code not in used.get(kind, set()):
                findings.unknown("unused_words", f"{kind}.{code}", code, used.get(kind, set()))
