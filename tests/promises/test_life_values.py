"""A code is short and says one thing: no kind of field but text takes what people type."""

from __future__ import annotations

import pytest

from wolaiban.catalogue.service import Choice, FieldRule
from wolaiban.promises.life.values import against_value
from wolaiban.promises.messages import SENTENCES

YES = FieldRule("f", "yes", (Choice("yes"), Choice("no")))
KINDS = {"yes": YES, "choice": FieldRule("f", "choice", (Choice("a"),)), "empty": FieldRule("f", "choice")}


def rule(kind: str) -> FieldRule:
    return KINDS.get(kind) or FieldRule("f", kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "12"), ("number", "-0.5"), ("number", "999999999999999.123456"), ("yes", "no"), ("choice", "a"),
        ("date", "2024-09-19"), ("period", "3个工作日"), ("code", "14-2"), ("code", "8"), ("code", "第8号"),
        ("code", "〔2023〕12号"), ("code", "GB/T_33358#3.6"), ("code", "第十四届第二次"),
        ("code", "91330482MA2B3C4D5E"),
    ],
)  # fmt: skip
def test_a_code_is_taken(kind: str, text: str) -> None:
    assert list(against_value(1, rule(kind), text)) == []


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("number", "13800001234" * 2, "not_a_number"), ("number", "1." + "1" * 30, "not_a_number"),
        ("number", "nan", "not_a_number"), ("number", "1e9", "not_a_number"), ("number", "１２", "not_a_number"),
        ("number", "1\n", "not_a_number"), ("number", "", "not_a_number"),
        ("yes", "YES", "not_a_choice"), ("choice", "b", "not_a_choice"), ("empty", "王经理", "not_a_choice"),
        ("date", "2024-09-19 10:00", "not_a_date"), ("date", "20240919", "not_a_date"),
        ("date", "2024-W38-4", "not_a_date"),
        ("code", "王经理13800001234", "not_a_code"), ("code", "8 号", "not_a_code"), ("code", "v", "not_a_code"),
        ("code", "Zhangsanlaoshi1", "not_a_code"), ("code", "1" * 41, "not_a_code"), ("code", "", "not_a_code"),
        ("code", "8\n", "not_a_code"),
        ("period", "3 working days" + " " * 50, "not_a_period"), ("period", "0003" * 20 + " days", "not_a_period"),
    ],
)  # fmt: skip
def test_free_text_is_refused_in_words(kind: str, text: str, code: str) -> None:
    assert [one.code for one in against_value(1, rule(kind), text)] == [code]
    assert code in SENTENCES
