"""The `[[message]]` tables of `messages.toml`, from TOML to objects. 「消息的读取」

A service has its own file; `messages.toml` beside this one holds what every town sends, and a town's own file of that
name replaces entries of it by their code. A text has only the blanks listed here: nothing that the one who asked wrote.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType

from .mistakes import Findings
from .names import Names
from .patterns import patterns_at
from .promise_rules import read_reminder
from .service import MessageRule, Service
from .shape import Table, load
from .words import LANGUAGES

MESSAGES_FILE = "messages.toml"
CHANNELS = ("email", "sms")
TO = ("asker", "collector", "holder", "lead", "task", "units", "delegate", "linked")
"""Words in `to` that are no role: who asked, who filed it for them, who holds what is owed, the lead (the desk until
one signed), the units of the event's own tasks, those of every task under way, those to whom a leader delegated, the
askers of the cases that name this one. A field of kind person means the one named there."""
ANY_STAGE = "any"
OF_CASES = ("number", "link", "code", "service", "state", "holder", "promise", "due", "left", "town", "unit")
OF_TOWN = {
    "warning": OF_CASES,
    "reminder": OF_CASES,
    "resend_code": OF_CASES,
    "digest": ("today", "overdue", "calls", "signals", "link", "town"),
    "several": ("count", "town"),
}
"""The messages that every town has, and the blanks of each."""
DEFAULT_SMS = {"type": "application/json", "body": '{"to": "{phone}", "text": "{text}", "id": "{id}"}'}
SMS_OK = r'"code": ?0\b'
BLANK = re.compile(r"\{([^{}]*)\}")


def read_messages(path: Path, findings: Findings) -> tuple[MessageRule, ...]:
    """The messages of one file in its order; none where there is no file."""
    raw = load(path, findings) if path.is_file() else None
    if raw is None:
        return ()
    table = Table(raw, "", findings)
    found = tuple(_message(row) for row in table.rows("message"))
    table.close()
    codes = [rule.code for rule in found]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        findings.add("double", f"message.{code}", word=code)
    return found


def town_messages(folder: Path, findings: Findings) -> dict[str, MessageRule]:
    """The shipped messages of a town by code, with the town's own wording laid over."""
    shipped = read_messages(Path(__file__).parent / MESSAGES_FILE, findings.into("wolaiban/catalogue/messages.toml"))
    own = read_messages(folder / MESSAGES_FILE, findings.into(MESSAGES_FILE))
    findings = findings.into(MESSAGES_FILE)
    for rule in own:
        if rule.code not in OF_TOWN:
            findings.unknown("unknown_word", f"message.{rule.code}.code", rule.code, OF_TOWN)
    for rule in (*shipped, *own):
        _blanks(rule, OF_TOWN.get(rule.code, OF_CASES), findings)
    return {rule.code: rule for rule in (*shipped, *own)}


def read_sms(table: Table) -> dict[str, str]:
    """How the gateway takes a message: `type` and `body` with {phone}, {text} and {id}, and what it answers then: `ok`.

    `ok` is a regular expression; empty where the status of the answer says it.
    """
    found = {name: table.text(name, default) for name, default in DEFAULT_SMS.items()} | {"ok": table.text("ok")}
    try:
        re.compile(found["ok"])
    except (re.error, OverflowError, RecursionError) as error:
        table.findings.add("sms_ok", table.path("ok"), word=found["ok"], why=error, expected=SMS_OK)
    for blank in ("phone", "text"):
        if f"{{{blank}}}" not in found["body"]:
            table.findings.add("sms_body", table.path("body"), word=blank, expected=DEFAULT_SMS["body"])
    table.close()
    return found


def check_messages(rules: tuple[MessageRule, ...], service: Service, findings: Findings) -> None:
    """Note every verb, state, role, promise and blank that does not exist, and what says no or two occasions."""
    names = Names(service, findings, None, True)
    for rule in rules:
        key = f"message.{rule.code}"
        if sum(map(bool, (rule.on, rule.moved, rule.stages))) != 1 and not findings.noted(f"{key}.on"):
            findings.add("message_when", key)
        if not rule.to and not rule.stages:
            findings.add("message_to", key)
        names.patterns(f"{key}.on", rule.on)
        persons = (field.name for field in service.fields.values() if field.kind == "person")
        names.has_role(f"{key}.to", rule.to, (*TO, *persons))
        names.know("unknown_promise", f"{key}.promise", rule.promises, names.promises)
        _blanks(rule, OF_CASES, findings)
        if rule.to != ("asker",) and any("{code}" in text for words in rule.words.values() for text in words.values()):
            findings.add("code_to_others", f"{key}.to")


def _message(row: Table) -> MessageRule:
    stages = row.texts("stage")
    rule = MessageRule(
        code=row.text("code", required=True),
        words=MappingProxyType({lang: _words(row.table(lang, required=True)) for lang in LANGUAGES}),
        to=row.texts("to"),
        on=patterns_at(row, "on"),
        moved=row.flag("moved"),
        stages=tuple(s for s in stages if s == ANY_STAGE or read_reminder(s, row.path("stage"), row.findings)),
        promises=row.texts("promise"),
        channels=row.texts("channels"),
    )
    for channel in rule.channels:
        if channel not in CHANNELS:
            row.findings.unknown("unknown_word", row.path("channels"), channel, CHANNELS)
    row.close()
    return rule


def _words(table: Table) -> MappingProxyType[str, str]:
    given = bool(table.raw)  # a language that is missing whole is said once
    found = {name: table.text(name, required=given) for name in ("subject", "text")}
    table.close()
    return MappingProxyType(found)


def _blanks(rule: MessageRule, known: tuple[str, ...], findings: Findings) -> None:
    for lang, words in rule.words.items():
        for name, text in words.items():
            for blank in BLANK.findall(text):
                if blank not in known:
                    findings.unknown("message_blank", f"message.{rule.code}.{lang}.{name}", blank, known)
