"""A dated rule of the town as typed, immutable objects: what held on a day, and what it answers. 「规则」

`rules/<code>.toml` and, for each later version, `rules/<code>.<valid_from>.toml`. A version is never edited: what
changes has a new file with a new day, and the old one still says what held before. A verb that names a rule has it
asked by the frame (`promises/ruling.py`); a rule without rows is a document that holds or does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wolaiban.workdays import Period

from .service import Pattern

LEVELS = ("law", "framework", "operational", "norm", "list", "notice", "local", "example")
EARLIER, LISTED = "earlier", "listed"
"""What a condition may ask beside fields: whether an earlier case was found, whether the matter is on the list."""
VERSION = "{version}"
"""Stands, in a condition and in what a rule gives, for the version that answers."""
ACT = "act"
ASKER = "asker"
VERDICT = "verdict"
RULED = ("rule", VERDICT, "reasons", "earlier")
"""What the frame writes into the event of a verb that names a rule: who answered, yes or no, why, which cases."""

Words = Mapping[str, str]


@dataclass(frozen=True)
class Approval:
    """One side's approval; `on` None: not given yet, so that the version is not in force. 「一方批准」"""

    by: Words
    on: date | None


@dataclass(frozen=True)
class Item:
    """A matter on a list, its legal basis and, where it has one of its own, how far back one looks. 「清单事项」"""

    code: str
    words: Words
    basis: str = ""
    within: Period | None = None


@dataclass(frozen=True)
class LookBack:
    """Earlier cases that count: of which services, alike in what, in which states, how far back. 「追溯」

    `named` is a field of kind case: then only the case that it names counts, if it is such a one. `there` is the field
    in which the answer of a neighbouring town names a case of its record. `known_by` is a field of kind identity: who
    asked is the same by this too, and not only by the telephone or credit code that they gave.
    """

    services: tuple[str, ...]
    same: tuple[str, ...]
    within: Period
    states: tuple[str, ...] = ()
    named: str = ""
    there: str = ""
    known_by: str = ""


@dataclass(frozen=True)
class Condition:
    """A named condition: when it holds (any of these), what is said then and else, which fields prove it. 「条件」"""

    code: str
    when: tuple[Pattern, ...]
    words: Words
    otherwise: Words
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the table: where it applies, yes or no, and what it gives to the event. 「判定行」"""

    when: Pattern | None
    all: tuple[str, ...] = ()
    yes: bool = True
    gives: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One version of a rule. 「规则的一个版本」

    `day` names the day that decides which version answers: "act", or a date field of the case. `file` is the name of
    the file that it was read from.
    """

    code: str
    valid_from: date
    title: Words
    level: str
    source: str
    number: str = ""
    text: Words = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    day: str = ACT
    public: bool = True
    items_of: str = ""
    items: tuple[Item, ...] = ()
    look_back: LookBack | None = None
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    file: str = ""

    @property
    def approved(self) -> bool:
        """Whether every side that must approve it has."""
        return all(one.on for one in self.approvals)

    @property
    def version(self) -> str:
        """By what events name it: first_offence@2022-09-01."""
        return f"{self.code}@{self.valid_from.isoformat()}"

    @property
    def gives(self) -> frozenset[str]:
        """The fields that an answer may set."""
        return frozenset(name for row in self.rows for name in row.gives)

    def item(self, code: str) -> Item | None:
        """The matter of a code, if it is on the list."""
        return next((item for item in self.items if item.code == code), None)

    def told(self, words: Words, lang: str) -> str:
        """Words of the rule in a language; the Chinese ones where there are no others."""
        return words.get(lang) or words.get("zh", "")


Versions = tuple[Rule, ...]


def in_force(versions: Versions, on: date) -> Rule | None:
    """The version that held on a day: the latest begun by then that every side approved; or None."""
    return next((one for one in reversed(versions) if one.valid_from <= on and one.approved), None)


def named(rules: Mapping[str, Versions], version: str) -> Rule | None:
    """The version that an event names, or None where the town has none such."""
    code, _, day = version.partition("@")
    return next((one for one in rules.get(code, ()) if one.valid_from.isoformat() == day), None)
