"""The `[verbs]` of a service file, from TOML to objects. 「动作的读取」"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .patterns import pattern_at, patterns_at
from .service import Branch, Pattern, VerbRule
from .shape import Table


def read_verb(name: str, table: Table) -> VerbRule:
    """One verb; what cannot be read is noted and left out."""
    sources = table.get("from")
    opens_for = table.table("opens_for").named_texts()
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
        opens_when=pattern_at(table, "opens_when"),
        needs_when=_conditions(table.table("needs_when")),
        once=table.flag("once"),
        finishes=table.flag("finishes"),
        drops=table.flag("drops"),
        after=patterns_at(table, "after"),
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


def _conditions(table: Table) -> Mapping[str, Pattern]:
    """Fields, each with what must hold for it to be needed."""
    read = {name: pattern_at(table, name) for name in table.raw}
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
        found.append(Branch(row.maybe("to"), pattern_at(row, "when")))
        row.close()
    return tuple(found)
