"""Cells as values: choices, days, and references to what is known already. 「单元格」"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from django.db import models

from wolaiban.people.models.place import Named

from .columns import CellRefusal

YES, NO = {"yes", "true", "1", "是", "有"}, {"no", "false", "0", "否", "无", ""}
N = TypeVar("N", bound=Named)
Cells = Mapping[str, str]


def needed(cells: Cells, column: str) -> str:
    """The text of a cell that may not be empty."""
    if text := cells.get(column, ""):
        return text
    raise CellRefusal(column, "不能为空，请填写。", "it is empty: fill it in.")


def choice(cells: Cells, column: str, choices: type[models.TextChoices]) -> str:
    """One of the words, by itself or by its Chinese label."""
    text = needed(cells, column)
    for member in choices:
        if text.lower() == member.value or text in str(member.label):
            return member.value
    right = "、".join(choices.values)
    raise CellRefusal(column, f"“{text}”不是可选的词。可选：{right}。", f"{text} is no choice. Choose from {right}.")


def one_of(cells: Cells, column: str, words: Collection[str] | None) -> str:
    """One of the words that the town's file names, or nothing; None takes any. Raises CellRefusal with the nearest."""
    text = cells.get(column, "")
    if not text or words is None or text in words:
        return text
    zh, en = f"town.toml 里没有“{text}”", f"town.toml has no {text}"
    for near in get_close_matches(text, words, n=1, cutoff=0.0):
        raise CellRefusal(column, f"{zh}，是不是“{near}”？", f"{en}; perhaps {near}?")
    raise CellRefusal(column, f"{zh}，请先写在那里。", f"{en}: write it there first.")


def yes(cells: Cells, column: str) -> bool:
    """Whether a cell says yes; empty says no."""
    text = cells.get(column, "").lower()
    if text in YES | NO:
        return text in YES
    raise CellRefusal(column, f"“{text}”应为“是”或“否”。", f"{text} should be yes or no.")


def day(cells: Cells, column: str) -> date | None:
    """A day such as 2024-04-01, also written 2024/4/1, 2024.4.1 or 2024年4月1日; None if empty."""
    text = cells.get(column, "")
    if not text:
        return None
    parts = text.rstrip("日号").replace("年", "-").replace("月", "-").replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, number = map(int, parts)
        return date(year, month, number)
    except ValueError:
        zh, en = f"“{text}”不是日期，请写成 2024-04-01。", f"{text} is no day: write it as 2024-04-01."
        raise CellRefusal(column, zh, en) from None


def known(cells: Cells, column: str, model: type[N]) -> N | None:
    """What a code refers to; None if the cell is empty. Raises CellRefusal with the nearest code."""
    code = cells.get(column, "")
    if not code:
        return None
    if found := model._default_manager.filter(code=code).first():
        return found
    near = get_close_matches(code, model._default_manager.values_list("code", flat=True), n=1)
    zh, en = f"代码“{code}”还没有", f"the code {code} is unknown"
    if near:
        raise CellRefusal(column, f"{zh}，是不是“{near[0]}”？", f"{en}; perhaps {near[0]}?")
    raise CellRefusal(
        column, f"{zh}。请先导入它，或把它放在引用它的行之前。", f"{en}. Import it first, or put it above."
    )
