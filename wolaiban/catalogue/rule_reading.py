"""The files under `rules/`, from TOML to objects, and checked against the services that ask them. 「规则的读取」"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from wolaiban.workdays import Period

from .mistakes import Findings
from .patterns import RESERVED, pattern_at, patterns_at
from .rules import (
    ACT,
    ASKER,
    EARLIER,
    LEVELS,
    LISTED,
    VERSION,
    Approval,
    Condition,
    Item,
    LookBack,
    Row,
    Rule,
    Versions,
)
from .service import Pattern, Service
from .shape import Table, load, word_of
from .words import LANGUAGES

HOME = "rules"
_FILE_NAME = re.compile(r"([a-z0-9_]+)(?:\.(\d{4}-\d{2}-\d{2}))?\.toml")
ASKED = {EARLIER: ("yes", "no"), LISTED: ("yes", "no")}


def read_rules(folder: Path, findings: Findings) -> dict[str, Versions]:
    """Every rule of a town with its versions, oldest first, by code; none where there is no folder."""
    found: dict[str, list[Rule]] = {}
    for path in sorted((folder / HOME).glob("*.toml")):
        own = findings.into(f"{HOME}/{path.name}")
        name = _FILE_NAME.fullmatch(path.name)
        if name is None:
            own.add("version_name", expected=f"{HOME}/norm_1.2025-01-01.toml")
            continue
        raw = load(path, own)
        rule = None if raw is None else _rule(Table(raw, "", own), path.name)
        if rule is None:
            continue
        if rule.code != name[1]:
            own.add("file_name", "rule.code", word=rule.code, expected=name[1])
        if name[2] and name[2] != rule.valid_from.isoformat():
            own.add("version_date", "rule.valid_from", word=rule.valid_from, expected=name[2])
        if any(rule.valid_from == other.valid_from for other in found.get(rule.code, ())):
            own.add("double_version", "rule.valid_from", word=rule.valid_from)
        found.setdefault(rule.code, []).append(rule)
    return {code: tuple(sorted(rules, key=lambda rule: rule.valid_from)) for code, rules in found.items()}


def _rule(table: Table, file: str) -> Rule | None:
    head = table.table("rule", required=True)
    valid_from = head.day("valid_from")
    rule = Rule(
        code=head.text("code", required=True),
        valid_from=valid_from or date.min,
        title=_words(head, "title", required=True),
        level=head.one_of("level", LEVELS, required=True),
        source=head.text("source", required=True),
        number=head.text("number"),
        text=_words(head, "text"),
        approvals=tuple(_approval(row) for row in table.rows("approval")),
        day=head.text("day", ACT),
        public=head.flag("public", True),
        items_of=head.text("items_of"),
        items=tuple(_item(row) for row in table.rows("item")),
        look_back=_look_back(table),
        conditions=MappingProxyType({name: _condition(name, inner) for name, inner in table.tables("condition")}),
        rows=tuple(_row(row) for row in table.rows("row")),
        file=file,
    )
    for number, row in enumerate(rule.rows, start=1):
        for code in row.all:
            if code not in rule.conditions:
                table.findings.unknown("unknown_word", f"row[{number}].all", code, rule.conditions)
    head.close()
    table.close()
    return rule if head.raw else None


def _words(table: Table, name: str, *, required: bool = False) -> Mapping[str, str]:
    """Words in both languages; where there are some, in both."""
    inner = table.table(name, required=required)
    found = {lang: inner.text(lang, required=bool(inner.raw)) for lang in LANGUAGES}
    inner.close()
    return MappingProxyType({lang: text for lang, text in found.items() if text})


def _approval(row: Table) -> Approval:
    words = {lang: row.text(lang, required=True) for lang in LANGUAGES}
    found = Approval(MappingProxyType(words), row.day("on") if "on" in row else None)
    row.close()
    return found


def _item(row: Table) -> Item:
    words = MappingProxyType({lang: row.text(lang, required=True) for lang in LANGUAGES})
    found = Item(row.text("code", required=True), words, row.text("basis", required=True), _stretch(row))
    row.close()
    return found


def _stretch(table: Table) -> Period | None:
    """How far back one looks: months or days, which need no calendar."""
    period = table.period("within")
    if period is None or period.unit in ("months", "days"):
        return period
    table.findings.add("bad_period", table.path("within"), word=table.raw["within"], expected="24 months, 90 days")
    return None


def _look_back(table: Table) -> LookBack | None:
    if "look_back" not in table:
        return None
    inner = table.table("look_back")
    services, same = inner.texts("services", required=True), inner.texts("same", required=True)
    inner.get("within", required=True)
    within, states = _stretch(inner), inner.texts("states")
    named, there, known_by = inner.text("named"), inner.text("there"), inner.text("known_by")
    inner.close()
    return None if within is None else LookBack(services, same, within, states, named, there, known_by)


def _condition(name: str, table: Table) -> Condition:
    when = patterns_at(table, "when", required=True)
    words = {lang: table.text(lang, required=True) for lang in LANGUAGES}
    otherwise, evidence = _words(table, "otherwise", required=True), table.texts("evidence")
    _of_fields(when, table)
    table.close()
    return Condition(name, when, MappingProxyType(words), otherwise, evidence)


def _row(table: Table) -> Row:
    when, gives = pattern_at(table, "when"), {}
    _of_fields([when] if when else [], table)
    for name, raw in table.table("gives").raw.items():
        if (word := word_of(raw)) is None:
            table.findings.add("wrong_type", table.path(f"gives.{name}"), word=raw, expected='"…", true, false')
        gives[name] = word or ""
    yes = table.one_of("say", ("yes", "no"), "yes") == "yes"
    words = {lang: table.text(lang) for lang in LANGUAGES}
    row = Row(when, table.texts("all"), yes, MappingProxyType(gives), MappingProxyType(words))
    table.close()
    return row


def _of_fields(patterns: Iterable[Pattern], table: Table) -> None:
    """Note what is more than verb and fields: a rule knows nothing of states, tasks, counts and figures."""
    for name in RESERVED:
        if name != "do" and any(getattr(pattern, name) for pattern in patterns):
            table.findings.unknown("unknown_key", table.path(f"when.{name}"), name, ("do", EARLIER, LISTED))


def check_rules(rules: Mapping[str, Versions], services: Mapping[str, tuple[Service, ...]], findings: Findings) -> None:
    """Note every field, choice, verb, service and state that a rule names and those who ask it do not have."""
    for versions in rules.values():
        asking = [service for every in services.values() for service in every if _asks(service, versions[0].code)]
        for rule in versions:
            own = findings.into(f"{HOME}/{rule.file}")
            if rule.look_back is not None:
                _check_look_back(rule.look_back, services, own)
            for service in asking:
                _Check(rule, service, own).whole()


def _asks(service: Service, code: str) -> bool:
    return any(verb.rule == code for verb in service.verbs.values())


def _check_look_back(look: LookBack, services: Mapping[str, tuple[Service, ...]], findings: Findings) -> None:
    states, fields = set[str](), set[str]()
    for code in look.services:
        if code not in services:
            findings.unknown("unknown_word", "look_back.services", code, services)
        for version in services.get(code, ()):
            states |= set(version.states)
            fields |= set(version.fields)
    for word, right, key in ((look.states, states, "states"), (look.same, {*fields, ASKER}, "same")):
        for one in word:
            if one not in right:
                findings.unknown("unknown_word", f"look_back.{key}", one, right)


class _Check:
    """One version against one service that asks it."""

    def __init__(self, rule: Rule, service: Service, findings: Findings) -> None:
        self.rule, self.service, self.findings = rule, service, findings

    def whole(self) -> None:
        rule = self.rule
        if rule.day != ACT:
            self._field("rule.day", rule.day, "date")
        kinds = {"named": "case", "there": "code", "known_by": "identity"}
        for key, kind in kinds.items() if rule.look_back is not None else ():
            if name := getattr(rule.look_back, key):
                self._field(f"look_back.{key}", name, kind)
        if rule.items_of:
            self._field("rule.items_of", rule.items_of)
            for item in rule.items:
                self._value(f"item.{item.code}", rule.items_of, [item.code])
        for condition in rule.conditions.values():
            for pattern in condition.when:
                self._pattern(f"condition.{condition.code}.when", pattern)
            for name in condition.evidence:
                self._field(f"condition.{condition.code}.evidence", name)
        for number, row in enumerate(rule.rows, start=1):
            self._pattern(f"row[{number}].when", row.when)
            for name, word in row.gives.items():
                self._field(f"row[{number}].gives", name)
                self._value(f"row[{number}].gives.{name}", name, [word])

    def _pattern(self, key: str, pattern: Pattern | None) -> None:
        for verb in pattern.do if pattern else ():
            if verb not in self.service.verbs:
                self.findings.unknown("unknown_verb", key, verb, self.service.verbs)
        for name, words in pattern.fields.items() if pattern else ():
            if name in ASKED:
                self._known(key, name, words, ASKED[name])
            else:
                self._field(key, name)
                self._value(key, name, words)

    def _field(self, key: str, name: str, kind: str = "") -> None:
        rule = self.service.fields.get(name)
        if rule is None:
            self.findings.unknown("unknown_field", key, name, [*self.service.fields, *ASKED])
        elif kind and rule.kind != kind:
            self.findings.add("field_kind", key, word=name, expected=f'kind = "{kind}"')

    def _value(self, key: str, name: str, words: Iterable[str]) -> None:
        rule = self.service.fields.get(name)
        said = rule is not None and (rule.is_words or rule.kind == "case")
        right = ("yes", "no") if said else rule.codes if rule else ()
        self._known(key, name, [word for word in words if word != VERSION], right)

    def _known(self, key: str, name: str, words: Iterable[str], right: Iterable[str]) -> None:
        right = list(right)
        for word in words:
            if right and word not in right:
                self.findings.unknown("unknown_choice", key, word, right, field=name)


def with_answers(service: Service, rules: Mapping[str, Versions]) -> Service:
    """The service with each verb that names a rule knowing what that may give it."""
    verbs = {
        name: replace(verb, answers=frozenset(name for one in rules.get(verb.rule or "", ()) for name in one.gives))
        for name, verb in service.verbs.items()
    }
    return replace(service, verbs=MappingProxyType(verbs))
