"""Refusals that speak the languages of the product. 「双语说明」"""

from __future__ import annotations


class Refusal(ValueError):
    """What is refused: what, why and what to do now, as `zh` and `en`; `str()` gives both. 「拒绝及说明」"""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} | {en}")
        self.zh = zh
        self.en = en

    def words(self, lang: str = "zh") -> str:
        """The sentence in a language given as a tag such as `zh-hans` or `en-GB`; Chinese where unknown."""
        return self.en if lang.lower().startswith("en") else self.zh
