"""Every number of a service file stands in `policy.md` with its source. 「政策依据」

A row of a table gives the number in one cell and its source in the cell under a heading such as
「来源」, 「依据」 or "Source"; "local decision" 「本地决定」 is a source like any other, said openly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wolaiban.workdays import Period

from .mistakes import Findings

_HEADINGS = re.compile(r"来源|依据|出处|source|basis", re.IGNORECASE)
_SPAN = re.compile(
    r"\d+\s?(?:working )?(?:minutes?|hours?|days?|weeks?|months?|years?)"
    r"|\d+\s?(?:个?工作分钟|个?工作小时|个?工作日|分钟|个?小时|日|天|周|个?星期|个月|年)"
)
_SHARE = re.compile(r"\d+\s?[%％]")
_COUNTS = ("times", "days")


@dataclass(frozen=True)
class _Row:
    """One row of a table: its numbers, and whether it names a source."""

    periods: frozenset[Period]
    counts: frozenset[int]
    shares: frozenset[str]
    source: bool


def check_policy(raw: dict[str, Any], name: str, folder: Path, findings: Findings) -> None:
    """Note a missing policy file, and each number of the service that no row of it covers with a source."""
    path = folder / name
    if not path.is_file():
        findings.add("no_policy", "service.policy", word=name)
        return
    rows = list(_rows(path.read_text(encoding="utf-8")))
    for key, value in _numbers(raw):
        matching = [row for row in rows if _covers(row, value)]
        if not matching:
            findings.add("number_without_policy", key, word=value, policy=name)
        elif not any(row.source for row in matching):
            findings.add("number_without_source", key, word=value, policy=name)


def _covers(row: _Row, value: Period | int | str) -> bool:
    if isinstance(value, Period):
        return value in row.periods
    return value in row.counts if isinstance(value, int) else value in row.shares


def _rows(text: str) -> Iterator[_Row]:
    column: int | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("|"):
            column = None
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        rule_below = number + 1 < len(lines) and re.fullmatch(r"[\s|:-]+", lines[number + 1])
        if rule_below and "-" in lines[number + 1]:
            column = next((place for place, cell in enumerate(cells) if _HEADINGS.search(cell)), None)
            continue
        source = column is not None and column < len(cells) and bool(cells[column])
        shown = " | ".join(cell for place, cell in enumerate(cells) if place != column)
        yield _Row(
            periods=frozenset(Period.parse(found) for found in _SPAN.findall(shown)),
            counts=frozenset(int(found) for found in re.findall(r"\d+", shown)),
            shares=frozenset(found.replace(" ", "").replace("％", "%") for found in _SHARE.findall(shown)),
            source=source,
        )


def _numbers(raw: Any, key: str = "") -> Iterator[tuple[str, Period | int | str]]:
    """Every period, share and count that a service file states, with its key."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from _numbers(value, f"{key}.{name}" if key else name)
    elif isinstance(raw, list):
        for item in raw:
            code = item.get("code") if isinstance(item, dict) else None
            yield from _numbers(item, f"{key}.{code}" if code else key)
    elif isinstance(raw, str):
        found = _number(raw)
        if found is not None:
            yield key, found
    elif isinstance(raw, int) and not isinstance(raw, bool) and key.rpartition(".")[2] in _COUNTS:
        yield key, raw


def _number(text: str) -> Period | str | None:
    if _SHARE.fullmatch(text):
        return text.replace(" ", "").replace("％", "%")
    if not any(sign.isdigit() for sign in text):
        return None
    plain = re.sub(r"\s*(before|after|前|后)$", "", text)
    try:
        return Period.parse(plain)
    except ValueError:
        return None
