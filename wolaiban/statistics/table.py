"""The table of published numbers: code, unit, words, exclusions, and the one function that counts each. 「指标表」"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .results import Result
from .tally import Tally

Words: TypeAlias = tuple[str, str]
Counting: TypeAlias = Callable[[Tally, str], Result]
FIGURES: dict[str, Figure] = {}
UNITS: Mapping[str, Words] = {
    "cases": ("件", "cases"),
    "promises": ("项", "promises"),
    "tasks": ("项", "tasks"),
    "number": ("", "number"),
    "percent": ("%", "percent"),
    "working_days": ("个工作日", "working days"),
    "minutes": ("分钟", "minutes"),
    "bells": ("日", "bells"),
}
_REPLIES = (
    "其中 {count:,} 件为导入的既有记录，一条答复同时计为回应和答复。",
    " Of these, {count:,} were imported from a record whose one reply counts as response and answer at once.",
)


@dataclass(frozen=True)
class Figure:
    """One published number: what it is, in two languages, what it leaves out, and how it is counted. 「指标」

    `per` is what the code is followed by after a colon: promise, window, channel; "" for nothing. `of` says of what
    its n is made: cases or tasks; `part` in which file it stands. `excluded` names what is left out and where that
    stands as a number of its own. `of_reply`: imported replies count as response and answer at once, and it says so.
    """

    code: str
    unit: str
    title: Words
    definition: Words
    count: Counting
    excluded: Words = ("", "")
    per: str = ""
    of: str = "cases"
    part: str = ""
    of_reply: bool = False

    def words(self, lang: str = "zh", key: str = "", replies: int = 0) -> str:
        """The definition with its exclusions, `{key}` filled in: a promise's name, a number of days."""
        place = 0 if lang == "zh" else 1
        text, excluded = self.definition[place], self.excluded[place]
        if excluded:
            text += f"不计入：{excluded}。" if lang == "zh" else f" Left out: {excluded}."
        if self.of_reply and replies:
            return text.format(key=key) + _REPLIES[place].format(count=replies)
        return text.format(key=key)

    def name(self, lang: str = "zh", key: str = "") -> str:
        """The title, `{key}` filled in."""
        return self.title[0 if lang == "zh" else 1].format(key=key)


def figure(code: str, unit: str, title: Words, definition: Words, **more: Any) -> Callable[[Counting], Counting]:
    """Put a function into the table; it takes the tally of a cell, and the key where the figure has one.

    `more` are the further entries of `Figure`: excluded, per, of, of_reply.
    """

    def enter(function: Any) -> Any:
        counting = function if more.get("per") else (lambda tally, key: function(tally))
        part = function.__module__.rpartition(".")[2]
        FIGURES[code] = Figure(code, unit, title, definition, counting, part=part, **more)
        return function

    return enter
