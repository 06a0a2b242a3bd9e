"""The `[[promise]]` tables of a service file, from TOML to objects. 「时限承诺的读取」"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from wolaiban.workdays import Period

from .mistakes import Findings
from .patterns import pattern_at, patterns_at
from .service import ByField, Extendable, Named, Path, Pattern, PromiseRule, Reminder
from .shape import Table, parse_period

ENDS = ("close", "midnight", "daybreak")
SHOWN = ("staff", "asker", "public")
DEFAULT_REMINDERS = ("50%", "80%", "due", "daily")
REMINDER_FORMS = '"50%", "1 month before", "due", "daily", "10 days after"'
_SPAN = re.compile(r"(?P<period>.+?)\s*(?P<side>before|after|前|后)")


def read_promise(table: Table) -> PromiseRule:
    """One promise; what cannot be read is noted and left out."""
    of = table.maybe("of")
    named_day = isinstance(table.raw.get("due"), dict)
    rule = PromiseRule(
        code=table.text("code", required=True),
        of=of,
        given_by=_given_by(table, of),
        when=pattern_at(table, "when"),
        within=_within(table),
        due=_due(table),
        start=table.maybe("start"),
        ends=table.one_of("ends", ENDS, "midnight" if named_day else "close"),
        kept_by=patterns_at(table, "kept_by", required=True),
        released_by=patterns_at(table, "released_by"),
        held_by=table.text("held_by", required=True),
        stops_for=table.texts("stops_for"),
        extendable=_extendable(table),
        remind=_reminders(table),
        at_due=table.maybe("at_due"),
        if_broken=table.maybe("if_broken"),
        shown=table.one_of("shown", SHOWN, "asker"),
    )
    if ("within" in table) == ("due" in table):
        table.findings.add("within_or_due", table.key)
    table.close()
    return rule


def _given_by(table: Table, of: str | None) -> tuple[Pattern, ...]:
    """Registration unless the file says otherwise; nothing for a task's promise, which its opening gives."""
    if "from" not in table:
        table.get("from")
        return () if of else (Pattern(do=("register",)),)
    return patterns_at(table, "from")


def _within(table: Table) -> Period | ByField | Named | None:
    raw = table.get("within")
    if not isinstance(raw, dict):
        return table.period("within")
    if "by" in raw:
        return _by_field(raw, table)
    return _named(table.table("within"))


def _by_field(raw: dict[str, Any], table: Table) -> ByField | None:
    inner = table.table("within")
    by, firm_with = inner.text("by"), inner.maybe("firm_with")
    choices = {}
    for choice, text in raw.items():
        if choice not in ("by", "firm_with"):
            period = parse_period(text, inner.path(choice), table.findings)
            if period is not None:
                choices[choice] = period
    return ByField(by, MappingProxyType(choices), firm_with) if by else None


def _named(inner: Table, otherwise: bool = False) -> Named | None:
    name, period = inner.text("field", required=True), inner.period("else") if otherwise else None
    inner.close()
    return Named(name, period) if name else None


def _due(table: Table) -> Named | Path | None:
    raw, path_of = table.get("due"), table.maybe("path_of")
    if isinstance(raw, dict):
        return _named(table.table("due"), True)
    if raw == "path":
        if path_of is None:
            table.findings.add("missing_key", table.path("path_of"), word="path_of")
        return Path(path_of or "")
    if raw is not None:
        table.findings.add(
            "wrong_type", table.path("due"), word=raw, expected='{ field = "due_on", else = "30 days" }, "path"'
        )
    return None


def _extendable(table: Table) -> Extendable | None:
    if "extendable" not in table:
        table.get("extendable")
        return None
    inner = table.table("extendable")
    found = Extendable(inner.period("by"), inner.period("to"), inner.count("times"))
    if "by" in inner and "to" in inner:
        table.findings.add("by_or_to", inner.key)
    inner.close()
    return found


def _reminders(table: Table) -> tuple[Reminder, ...]:
    texts = table.texts("remind") if "remind" in table else (table.get("remind"), DEFAULT_REMINDERS)[1]
    found = (read_reminder(text, table.path("remind"), table.findings) for text in texts)
    return tuple(reminder for reminder in found if reminder is not None)


def read_reminder(text: str, key: str, findings: Findings) -> Reminder | None:
    """One stage of warning, such as "50%" or "1 month before", or None and a mistake."""
    if text in ("due", "到期", "daily", "每天"):
        return Reminder(text, due=text in ("due", "到期"), daily=text in ("daily", "每天"))
    if (share := re.fullmatch(r"(\d{1,2})\s*[%％]", text)) and int(share[1]) > 0:
        return Reminder(text, percent=int(share[1]))
    if span := _SPAN.fullmatch(text):
        period = parse_period(span["period"], key, findings)
        if period is None:
            return None
        before = span["side"] in ("before", "前")
        return Reminder(text, before=period if before else None, after=None if before else period)
    findings.add("bad_reminder", key, word=text, expected=REMINDER_FORMS)
    return None
