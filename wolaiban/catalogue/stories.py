"""Reads `situations.toml` and checks its names against the service. 「情形的读取」

The format stands in `situations.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from .mistakes import Findings
from .moments import MOMENT_FORMS, read_moment
from .service import Service
from .shape import Table, load, word_of
from .situations import (
    PROMISE_STATES,
    REFUSALS,
    TASK_STATES,
    Expectation,
    ExpectedPromise,
    Player,
    Situation,
    Step,
)

SITUATIONS_FILE = "situations.toml"


def read_situations(folder: Path | str, zone: ZoneInfo) -> tuple[Situation, ...]:
    """The situations of a service's folder, in the order of the file; none where there is no file.

    Raises:
        TownError: with every mistake of the file.
    """
    findings = Findings(SITUATIONS_FILE)
    found = _read(Path(folder) / SITUATIONS_FILE, zone, findings)
    findings.stop()
    return found


def check_situations(path: Path, versions: tuple[Service, ...], zone: ZoneInfo, findings: Findings) -> None:
    """Note what cannot be read, and names that the service does not have in its version of that day."""
    own = Findings(findings.file)
    for number, situation in enumerate(_read(path, zone, own), start=1):
        day = situation.start.date()
        service = next((version for version in reversed(versions) if version.valid_from <= day), None)
        key = f"situation[{number}]"
        if service is None:
            own.add("before_service", f"{key}.start", word=day, expected=f">= {versions[0].valid_from}")
            continue
        for place, step in enumerate(situation.steps, start=1):
            _check_step(f"{key}.step[{place}]", step, situation, service, own)
    findings.found += own.found


def _check_step(key: str, step: Step, situation: Situation, service: Service, findings: Findings) -> None:
    def know(what: str, name: str, word: str | None, right: Any) -> None:
        if word and word not in right:
            findings.unknown(what, f"{key}.{name}", word, right)

    know("unknown_verb", "do", step.verb, {*service.verbs, "register"})
    know("unknown_who", "who", step.who, {*situation.cast, *service.words.get("roles", {}), "stranger"})
    know("unknown_who", "for", step.asker, situation.cast)
    know("unknown_state", "expect.state", step.expect.state, service.states)
    know("unknown_contract_state", "expect.contract", step.expect.contract, set(service.states.values()))
    for name in (*step.fields, *step.expect.fields):
        know("unknown_field", "fields", name, {*service.fields, "into", "to", "from", "promise", "until"})
    for name, value in step.fields.items():
        rule = service.fields.get(name)
        if rule and rule.codes and (word := word_of(value)) is not None and word not in rule.codes:
            findings.unknown("unknown_choice", f"{key}.fields.{name}", word, rule.codes, field=name)
    for task in step.tasks:
        know("unknown_task", "tasks.kind", str(task.get("kind", "")), service.tasks)
    for promise in step.expect.promises:
        know("unknown_promise", "expect.promise", promise.code, service.promise_rules)


def _read(path: Path, zone: ZoneInfo, findings: Findings) -> tuple[Situation, ...]:
    raw = load(path, findings) if path.is_file() else None
    if raw is None:
        return ()
    table = Table(raw, "", findings)
    cast = {name: _player(name, inner) for name, inner in table.tables("cast")}
    found = [_situation(row, path.parent.name, MappingProxyType(cast), zone) for row in table.rows("situation")]
    table.close()
    return tuple(situation for situation in found if situation is not None)


def _player(name: str, table: Table) -> Player:
    player = Player(
        name=name,
        role=table.text("role", required=True),
        unit=table.text("unit"),
        words=MappingProxyType({"zh": table.text("zh", name), "en": table.text("en", name)}),
    )
    table.close()
    return player


def _situation(row: Table, service: str, cast: Mapping[str, Player], zone: ZoneInfo) -> Situation | None:
    names = {lang: row.text(lang, required=True) for lang in ("zh", "en")}
    start = _moment(row, "start", zone, None, required=True)
    steps, at = [], start
    for number, step in enumerate(row.rows("step"), start=1):
        found = _step(Table(step.raw, f"{row.key}.step[{number}]", row.findings), zone, at or start)
        if found is not None:
            steps.append(found)
            at = found.at
    demo, note = row.flag("demo"), row.text("note")
    row.close()
    if not steps:
        row.findings.add("no_steps", row.key)
    if start is None:
        return None
    return Situation(service, MappingProxyType(names), start, tuple(steps), cast, demo, note)


def _step(row: Table, zone: ZoneInfo, before: datetime | None) -> Step | None:
    at = _moment(row, "at", zone, before) if "at" in row else before
    row.get("at")
    if at is not None and before is not None and at < before:
        row.findings.add("backwards", row.path("at"), word=at)
    verb = row.maybe("do")
    tasks = row.get("tasks") or []
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        row.findings.add("wrong_type", row.path("tasks"), word=tasks, expected='[{ kind = "…", … }]')
        tasks = []
    who = row.text("who", required=verb is not None)
    step = Step(
        at=at or datetime.min.replace(tzinfo=zone),
        verb=verb,
        who=who,
        asker=row.text("for"),
        task=row.count("task") or 0,
        fields=MappingProxyType({name: _value(value) for name, value in row.table("fields").raw.items()}),
        tasks=tuple(MappingProxyType(task) for task in tasks),
        earlier=row.texts("earlier"),
        refused=row.one_of("refused", REFUSALS) or None,
        expect=_expectation(row.table("expect"), zone),
    )
    row.close()
    return step if at is not None else None


def _value(raw: Any) -> Any:
    """A field as an event carries it: true and false are the words of patterns."""
    return word_of(raw) if isinstance(raw, bool) else raw


def _expectation(table: Table, zone: ZoneInfo) -> Expectation:
    tasks = {}
    for number, inner in Table(_long(table.table("task").raw), table.path("task"), table.findings).tables():
        tasks[int(number) if number.isdigit() else 0] = inner.one_of("state", TASK_STATES, required=True)
        inner.close()
    home, promises = table.table("promise"), []
    for code, raw in _long(home.raw).items():
        for item in raw if isinstance(raw, list) else [raw]:
            if isinstance(item, dict):
                promises.append(_promise(code, Table(item, home.path(code), table.findings), zone))
            else:
                table.findings.add("wrong_type", home.path(code), word=item, expected='{ state = "…", … }')
    fields = {name: word_of(value) or str(value) for name, value in table.table("fields").raw.items()}
    found = Expectation(table.maybe("state"), table.maybe("contract"), fields, tasks, tuple(promises))
    table.close()
    return found


def _long(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`done = "kept"` is short for `done = { state = "kept" }`."""
    return {name: {"state": value} if isinstance(value, str) else value for name, value in raw.items()}


def _promise(code: str, table: Table, zone: ZoneInfo) -> ExpectedPromise:
    no_due = table.raw.get("due_at") == "none"
    found = ExpectedPromise(
        code=code,
        task=table.count("task") or 0,
        round=table.count("round"),
        state=table.one_of("state", PROMISE_STATES) or None,
        due_at=None if no_due else _moment(table, "due_at", zone, None),
        first_due_at=_moment(table, "first_due_at", zone, None),
        no_due=no_due,
        provisional=table.flag("provisional") if "provisional" in table else None,
        reminders=table.count("reminders", least=0),
    )
    for name in ("due_at", "provisional"):
        table.get(name)
    table.close()
    return found


def _moment(
    table: Table, name: str, zone: ZoneInfo, before: datetime | None, *, required: bool = False
) -> datetime | None:
    raw = table.get(name, required=required)
    if raw is None:
        return None
    found = read_moment(raw, zone, before)
    if found is None:
        table.findings.add("bad_moment", table.path(name), word=raw, expected=MOMENT_FORMS)
    return found
