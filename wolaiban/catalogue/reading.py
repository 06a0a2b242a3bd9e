"""Service files read into typed, immutable objects; every mistake is noted, none stops the reading. 「服务文件的读取」

A service folder holds `service.toml` and, for other dates, `service.<valid_from>.toml`; beside them `words.toml`,
`policy.md`, `situations.toml` and the lists its fields name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .field_rules import read_field
from .figure_rules import read_figure
from .mistakes import Findings
from .names import Names, check_names
from .numbers import check_number
from .partner_rules import check_exchange, read_exchange
from .patterns import pattern_at
from .policy import check_policy
from .promise_rules import read_promise
from .rule_reading import with_answers
from .rules import Versions
from .sense import check_sense
from .service import OftenRule, Publication, Service
from .shape import Table, load
from .verb_rules import read_verb
from .words import Own, all_words, check_unused, check_words, read_words

MAX_LINES = 150
_FILE_NAME = re.compile(r"service(?:\.(\d{4}-\d{2}-\d{2}))?\.toml")


@dataclass(frozen=True)
class Surroundings:
    """What a service file may refer to outside its folder; None: not known, so not checked. 「所属环境」"""

    hours: Collection[str] | None = None
    default_hours: str = "office"
    rules: Mapping[str, Versions] | None = None
    words: bool = True


def read_service(folder: Path | str, *, hours: Collection[str] | None = None) -> Service:
    """The newest version of the service in a folder; `hours` are the names of the town's service hours.

    Raises:
        TownError: with every mistake of the folder.
    """
    return read_versions(folder, hours=hours)[-1]


def read_versions(folder: Path | str, *, hours: Collection[str] | None = None) -> tuple[Service, ...]:
    """Every version of the service in a folder, oldest first.

    Raises:
        TownError: with every mistake of the folder.
    """
    findings = Findings()
    names = list(hours or ())
    around = Surroundings(hours=hours, default_hours=names[0] if names else "office")
    versions = read_folder(Path(folder), Path(folder).name, findings, around)
    findings.stop()
    return versions


def read_folder(folder: Path, label: str, findings: Findings, around: Surroundings) -> tuple[Service, ...]:
    """The versions of one service, oldest first; mistakes are noted under `label`, the folder's name for people."""
    files = sorted(path for path in folder.glob("service*.toml") if _FILE_NAME.fullmatch(path.name))
    for stray in sorted(set(folder.glob("service*.toml")) - set(files)):
        findings.into(f"{label}/{stray.name}").add("version_name", expected="service.2025-01-01.toml")
    if not files:
        findings.into(f"{label}/service.toml").add("no_service")
    word_findings = findings.into(f"{label}/words.toml")
    own = read_words(folder / "words.toml", word_findings)
    before = len(findings.found)
    if own is None:
        around, own = replace(around, words=False), {}
    read = [(path, _read_file(path, f"{label}/{path.name}", findings, own, around)) for path in files]
    if len(findings.found) == before:
        check_unused(own, [service for _, service in read if service], word_findings)
    return _in_order(read, label, findings)


def _in_order(read: list[tuple[Path, Service | None]], label: str, findings: Findings) -> tuple[Service, ...]:
    by_date: dict[date, Service] = {}
    for path, service in read:
        if service is None:
            continue
        if service.valid_from in by_date:
            findings.into(f"{label}/{path.name}").add("double_version", "service.valid_from", word=service.valid_from)
        by_date[service.valid_from] = service
    return tuple(by_date[day] for day in sorted(by_date))


def _read_file(path: Path, label: str, findings: Findings, own: Own, around: Surroundings) -> Service | None:
    shared, findings = findings, Findings(label)
    raw = load(path, findings)
    service = None
    if raw is not None:
        service = _build(raw, path, own, around, findings)
        if service is not None:
            _check(service, raw, path, around, findings)
    shared.found += findings.found
    return service


def _check(service: Service, raw: dict[str, Any], path: Path, around: Surroundings, findings: Findings) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > MAX_LINES:
        findings.add("too_long", word=lines, limit=MAX_LINES)
    if service.code and service.code != path.parent.name:
        findings.add("folder_name", "service.code", word=service.code, expected=path.parent.name)
    dated = _FILE_NAME.fullmatch(path.name)
    if dated and dated[1] and dated[1] != service.valid_from.isoformat():
        findings.add("version_date", "service.valid_from", word=service.valid_from, expected=dated[1])
    if service.number:
        check_number(service.number, findings)
    if around.hours is not None and service.hours not in around.hours:
        findings.unknown("unknown_hours", "service.hours", service.hours, around.hours)
    check_names(service, findings, around.rules, with_roles=around.words)
    check_exchange(service, Names(service, findings, around.rules, around.words))
    check_sense(service, findings)
    if around.words:
        check_words(service, findings)
    check_policy(raw, service.policy, path.parent, findings)


def _build(raw: dict[str, Any], path: Path, own: Own, around: Surroundings, findings: Findings) -> Service | None:
    """The typed service, as far as it can be read; None where even its head is missing."""
    table = Table(raw, "", findings)
    head = table.table("service", required=True)
    fields = {name: read_field(name, inner, path.parent) for name, inner in table.tables("fields")}
    states = table.table("states", required=True)
    read = {state: _state(states, state) for state in states.raw}
    valid_from, tasks = head.day("valid_from"), _task_kinds(table)
    service = Service(
        code=head.text("code", required=True),
        name=_name(head, own),
        valid_from=valid_from or date.min,
        number=head.text("number", required=True),
        asker=head.text("asker", required=True),
        hours=head.text("hours", around.default_hours),
        policy=head.text("policy", "policy.md"),
        states=MappingProxyType({state: counts_as for state, (counts_as, _) in read.items()}),
        hidden=MappingProxyType({state: roles for state, (_, roles) in read.items() if roles}),
        fields=MappingProxyType(fields),
        tasks=tuple(tasks),
        task_said=MappingProxyType(tasks),
        promises=tuple(read_promise(row) for row in table.rows("promise")),
        verbs=MappingProxyType({name: read_verb(name, inner) for name, inner in table.tables("verbs")}),
        again=head.texts("again"),
        rules=head.texts("rules"),
        publish=_publication(table),
        words=all_words(own, fields),
        folder=str(path.parent),
        partner=read_exchange(table),
        figures=tuple(read_figure(row) for row in table.rows("figure")),
        often=_often(head),
    )
    head.close()
    table.get("verbs", required=True)
    table.close()
    return with_answers(service, around.rules or {}) if head.raw else None


def _name(head: Table, own: Own) -> Mapping[str, str]:
    """The Chinese name stands in the file; `words.toml` gives the other, under `service.name`."""
    written = head.get("name")
    if isinstance(written, dict):
        # Labels are tables elsewhere, so that one here is the likeliest slip.
        zh, en = (str(written.get(lang) or "…") for lang in ("zh", "en"))
        right = f'name = "{zh}"; words.toml: [service] name = {{ zh = "{zh}", en = "{en}" }}'
        head.findings.add("name_of_languages", head.path("name"), expected=right)
        return MappingProxyType({"zh": zh, "en": en})
    zh = head.text("name", required=True)
    return MappingProxyType({**({"zh": zh} if zh else {}), **own.get("service", {}).get("name", {})})


def _often(head: Table) -> OftenRule | None:
    if head.get("often") is None:
        return None
    inner = head.table("often")
    same = inner.one_of("same", ("asker", "matter"), "asker", required=True)
    found = OftenRule(same, inner.count("times", 2) or 2, inner.count("days") or 1)
    inner.close()
    return found


def _state(states: Table, name: str) -> tuple[str, tuple[str, ...]]:
    """The contract state that a state counts as, and the roles that alone see a case in it: none, if all may."""
    if not isinstance(states.raw[name], dict):
        return states.text(name), ()
    inner = states.table(name)
    found = inner.text("counts_as", required=True), inner.texts("seen_by", required=True)
    inner.close()
    return found


def _task_kinds(table: Table) -> dict[str, tuple[str, ...]]:
    """The kinds of task with the fields that each says of itself beside those its promises count by."""
    kinds = {}
    for kind, inner in table.tables("tasks"):
        kinds[kind] = inner.texts("fields")
        inner.close()
    return kinds


def _publication(table: Table) -> Publication:
    inner = table.table("publish")
    found = Publication(
        fields=inner.texts("fields"),
        promises=inner.texts("promises"),
        figures=inner.texts("figures"),
        board=inner.texts("board"),
        listed=pattern_at(inner, "listed"),
        asker=inner.text("asker"),
        words=inner.texts("words"),
        until=inner.text("until"),
        firm=inner.flag("firm"),
        missed=inner.texts("missed"),
    )
    inner.close()
    return found
