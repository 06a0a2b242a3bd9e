"""The pattern of case numbers: URL-safe, unique, never from a counter row. 「编号规则」"""

from __future__ import annotations

import re
from string import Formatter

from .mistakes import Findings

SAMPLES = {"year": "2024", "month": "07", "day": "01", "random": "7K3M9Q", "seq": "1045"}
UNIQUE = ("random", "seq")
_SAFE = re.compile(r"[A-Za-z0-9._~-]+")


def check_number(pattern: str, findings: Findings) -> None:
    """Note an unknown placeholder, a pattern that repeats itself, or one that no address can carry."""
    key = "service.number"
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        findings.add("number_braces", key, word=pattern, expected="PF{year}-{random}")
        return
    names = [name for _, name, _, _ in parts if name is not None]
    for name in names:
        if name not in SAMPLES:
            findings.unknown("unknown_placeholder", key, name, SAMPLES)
    if any(form or conversion for _, name, form, conversion in parts if name is not None):
        findings.add("number_braces", key, word=pattern, expected="PF{year}-{random}")
    elif not set(names) & set(UNIQUE):
        findings.add("number_not_unique", key, word=pattern, expected="PF{year}-{random}")
    fixed = "".join(text for text, _, _, _ in parts)
    if fixed and not _SAFE.fullmatch(fixed):
        findings.add("number_unsafe", key, word=pattern, expected="A-Z a-z 0-9 - . _ ~")
