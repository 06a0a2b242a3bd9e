"""What the text of a field means, and whether it means anything. 「字段取值」"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wolaiban.catalogue.service import FieldRule
from wolaiban.workdays import Period, PeriodError

from .wrong import Wrong

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
"""Finite and decimal: money to the cent of any budget, a share to the millionth; nobody's story."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_PERIOD = 40
CODE = re.compile(
    r"(?=.*[0-9〇零一二三四五六七八九十])(?!.*[A-Za-z]{13})[0-9A-Za-z._/#()（）〔〕第号届次期〇零一二三四五六七八九十百千-]{1,40}"
)
"""An official number or a version, such as 14-2, 第8号 or 〔2023〕12号: it has a digit, and no room for a name."""
IDENTITY = re.compile(r"[0-9a-f]{64}")
"""The keyed digest of an identity card number or credit code."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
"""A code that a caller makes up, such as the name by which one task waits for another."""
CASE_NUMBER = re.compile(r"[A-Za-z0-9._~-]{1,40}")


def day_of(text: str | None) -> date | None:
    """The day that an ISO date names, or None."""
    try:
        return date.fromisoformat(text) if text and DAY.fullmatch(text) else None
    except ValueError:
        return None


def period_of(text: str | None) -> Period | None:
    """The period that a text names, or None."""
    try:
        return Period.parse(text) if text and len(text) <= LONGEST_PERIOD else None
    except PeriodError:
        return None


def against_value(seq: int, rule: FieldRule, text: str) -> Iterator[Wrong]:
    """Why a field cannot have this value, if it cannot; which units and officers there are, the frame asks."""
    about = {"field": rule.name, "value": text}
    if rule.kind == "yes" and text not in ("yes", "no"):
        yield Wrong(seq, "not_a_choice", {**about, "choices": "yes, no"}, rule.name)
    elif (rule.kind == "choice" or (rule.kind == "unit" and rule.codes)) and text not in rule.codes:
        yield Wrong(seq, "not_a_choice", {**about, "choices": ", ".join(rule.codes)}, rule.name)
    elif rule.kind == "date" and day_of(text) is None:
        yield Wrong(seq, "not_a_date", about, rule.name)
    elif rule.kind == "number" and not NUMBER.fullmatch(text):
        yield Wrong(seq, "not_a_number", about, rule.name)
    elif rule.kind == "code" and not CODE.fullmatch(text):
        yield Wrong(seq, "not_a_code", about, rule.name)
    elif rule.kind == "case" and not CASE_NUMBER.fullmatch(text):
        yield Wrong(seq, "not_a_number_of_case", about, rule.name)
    elif rule.kind == "identity" and not IDENTITY.fullmatch(text):
        yield Wrong(seq, "not_an_identity", {"field": rule.name}, rule.name)
    elif rule.kind == "period" and period_of(text) is None:
        yield Wrong(seq, "not_a_period", about, rule.name)
