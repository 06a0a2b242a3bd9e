"""A sentence in the languages that the product speaks. 「双语」"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"

    def to(self, language: str) -> str:
        """The sentence in a language given as a tag such as `zh-hans` or `en-GB`; Chinese where unknown."""
        return self.en if language.lower().startswith("en") else self.zh


class Refusal(ValueError):
    """What is refused: what, why and what to do now, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.words = Words(zh, en)
