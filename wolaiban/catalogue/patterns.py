"""Patterns, the only condition language, from TOML to objects. 「条件的读取」

A pattern is a verb's name or a table whose entries must all hold; a list means any.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .mistakes import Findings
from .service import Below, Pattern
from .shape import Table, word_of

RESERVED = ("do", "to", "all", "times", "days", "handling", "below")


def patterns_at(table: Table, name: str, *, required: bool = False) -> tuple[Pattern, ...]:
    """The patterns under a key: none, one, or a list of them."""
    raw, key = table.get(name, required=required), table.path(name)
    if raw is None:
        return ()
    places = [(item, f"{key}[{n}]") for n, item in enumerate(raw, start=1)] if isinstance(raw, list) else [(raw, key)]
    found = [_pattern(item, place, table.findings) for item, place in places]
    return tuple(pattern for pattern in found if pattern is not None)


def pattern_at(table: Table, name: str) -> Pattern | None:
    """The pattern under a key; None where there is none."""
    raw = table.get(name)
    return None if raw is None else _pattern(raw, table.path(name), table.findings)


def _pattern(raw: Any, key: str, findings: Findings) -> Pattern | None:
    """One pattern, or None and a mistake."""
    if isinstance(raw, str) and raw:
        if not raw.isidentifier():
            findings.add("no_expression", key, word=raw)
            return None
        return Pattern(do=(raw,))
    if not isinstance(raw, dict) or not raw:
        findings.add("bad_pattern", key, word=raw)
        return None
    table = Table(raw, key, findings)
    return Pattern(
        do=table.texts("do"),
        to=table.texts("to"),
        all=table.maybe("all"),
        times=table.count("times"),
        days=table.count("days"),
        handling=table.count("handling"),
        below=_below(table),
        fields=_fields(table),
    )


def _below(table: Table) -> Below | None:
    if table.get("below") is None:
        return None
    inner = table.table("below")
    found = Below(inner.text("figure", required=True), inner.count("percent") or 0)
    if "percent" not in inner:
        inner.findings.add("missing_key", inner.path("percent"), word="percent")
    inner.close()
    return found


def _fields(table: Table) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for name, value in table.raw.items():
        if name in RESERVED:
            continue
        words = [word_of(item) for item in (value if isinstance(value, list) else [value])]
        if not words or None in words:
            table.findings.add("wrong_type", table.path(name), word=value, expected='"…", ["…", "…"], true, false')
            continue
        found[name] = tuple(word for word in words if word is not None)
    return MappingProxyType(found)
