"""The `[verbs]` of a service file, from TOML to objects. 「动作的读取」"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .patterns import read_pattern, read_patterns
from .service import Branch, Pattern, VerbRule
from .shape import Table


def read_verb(name: str, table: Table) -> VerbRule:
    """One verb; what cannot be read is noted and left out."""
    after, sources = table.get("after"), table.get("from")
    opens_for, opens_when = _fields_by_kind(table.table("opens_for")), table.get("opens_when")
    rule = VerbRule(
        name=name,
        by=table.texts("by", required=True),
        from_states=None if sources is None else table.texts("from"),
        to=_branches(table),
        needs=table.texts("needs"),
        may=table.texts("may"),
        on=table.texts("on"),
        opens=tuple(dict.fromkeys((*table.texts("opens"), *opens_for))),
        opens_for=opens_for,
        opens_when=None if opens_when is None else read_pattern(opens_when, table.path("opens_when"), table.findings),
        needs_when=_conditions(table.table("needs_when")),
        once=table.flag("once"),
        finishes=table.flag("finishes"),
        drops=table.flag("drops"),
        after=() if after is None else read_patterns(after, table.path("after"), table.findings),
        signer=table.maybe("signer"),
        other_than=table.texts("other_than"),
        of_unit=table.maybe("of_unit"),
        rule=table.maybe("rule"),
        tells=table.texts("tells"),
    )
    for effect in ("finishes", "drops"):
        if getattr(rule, effect) and not rule.on:
            table.findings.add("effect_without_on", table.path(effect), word=effect)
    table.close()
    return rule


def _fields_by_kind(table: Table) -> Mapping[str, str]:
    return MappingProxyType({kind: table.text(kind) for kind in table.raw})


def _conditions(table: Table) -> Mapping[str, Pattern]:
    """Fields, each with what must hold for it to be needed."""
    read = {name: read_pattern(raw, table.path(name), table.findings) for name, raw in table.raw.items()}
    return MappingProxyType({name: pattern for name, pattern in read.items() if pattern is not None})


def _branches(table: Table) -> tuple[Branch, ...]:
    raw = table.get("to")
    if raw is None:
        return ()
    if isinstance(raw, str):
        return (Branch(raw),)
    if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
        table.findings.add("wrong_type", table.path("to"), word=raw, expected='"…", [{ when = { … }, to = "…" }, …]')
        return ()
    found = []
    for number, item in enumerate(raw, start=1):
        row = Table(item, f"{table.path('to')}[{number}]", table.findings)
        when, to = row.get("when"), row.maybe("to")
        pattern = None if when is None else read_pattern(when, row.path("when"), table.findings)
        row.close()
        found.append(Branch(to, pattern))
    return tuple(found)
