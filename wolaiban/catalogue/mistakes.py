"""What is wrong in a town's files: where, what, what was expected, and the nearest right word. 「差错」"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .messages import APPENDED, SENTENCES

MANY = 20
"""More right words than this are not listed: the nearest one says enough."""


UNTIDY = frozenset(
    {
        *("missing_words", "verb_without_words", "unused_words"),
        *("no_policy", "number_without_policy", "number_without_source", "too_long"),
    }
)
"""Mistakes of a file that runs all the same: a label or a source is missing. `check` fails on them."""


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in one file. 「差错」

    `what` is the code of its sentence in `messages.py`, `expected` the words or forms that would be right,
    `nearest` the one among them that was probably meant.
    """

    file: str
    key: str
    what: str
    expected: str = ""
    nearest: str = ""
    line: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """File, line and key, as an editor shows them."""
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}" + (f" [{self.key}]" if self.key else "")

    def sentence(self, lang: str = "zh") -> str:
        """The whole message: place, what is wrong, what would be right."""
        words = [SENTENCES[self.what][lang].format_map(self.values)]
        if self.expected:
            words.append(APPENDED["expected"][lang].format(self.expected))
        if self.nearest:
            words.append(APPENDED["nearest"][lang].format(self.nearest))
        return f"{self.place}: " + ("" if lang == "zh" else " ").join(words)

    @property
    def stops(self) -> bool:
        """Whether a town with this mistake may not start; what is only untidy is for `check` to say."""
        return self.what not in UNTIDY

    @property
    def zh(self) -> str:
        return self.sentence("zh")

    @property
    def en(self) -> str:
        return self.sentence("en")

    def __str__(self) -> str:
        return f"{self.zh}\n    {self.en}"


class TownError(Exception):
    """The town's files hold mistakes; `mistakes` has them all."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        self.zh = "\n".join(mistake.zh for mistake in self.mistakes)
        self.en = "\n".join(mistake.en for mistake in self.mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def nearest(word: str, right: Iterable[str]) -> str:
    """The right word most like a wrong one, or nothing where none is like it."""
    return next(iter(difflib.get_close_matches(word, sorted(set(right)), n=1, cutoff=0.6)), "")


class Findings:
    """Collects the mistakes of many files; a view per file shares one list. 「差错清单」"""

    def __init__(self, file: str = "", found: list[Mistake] | None = None) -> None:
        self.file = file
        self.found: list[Mistake] = [] if found is None else found

    def into(self, file: str) -> Findings:
        """The same list, for another file."""
        return Findings(file, self.found)

    def add(self, what: str, key: str = "", *, expected: str = "", line: int | None = None, **values: object) -> None:
        """Note one mistake; the values fill the blanks of its sentence. The same one is noted once."""
        texts = {name: str(value) for name, value in values.items()}
        mistake = Mistake(self.file, key, what, expected=expected, line=line, values=texts)
        if mistake not in self.found:
            self.found.append(mistake)

    def unknown(self, what: str, key: str, word: str, right: Iterable[str], **values: object) -> None:
        """Note a word that is not among the right ones, with the nearest of them."""
        words = sorted(set(right))
        expected = ", ".join(words) if len(words) <= MANY else ""
        texts = {"word": word} | {name: str(value) for name, value in values.items()}
        mistake = Mistake(self.file, key, what, expected, nearest(word, words), None, texts)
        if mistake not in self.found:
            self.found.append(mistake)

    def noted(self, key: str) -> bool:
        """Whether something is already wrong there, so that what follows from it need not be said."""
        return any(mistake.file == self.file and mistake.key == key for mistake in self.found)

    def stop(self) -> None:
        """Raise what was found, if any of it stops the town from starting.

        Raises:
            TownError: holding every mistake found so far.
        """
        if any(mistake.stops for mistake in self.found):
            raise TownError(self.found)
