"""A table of a TOML file, asked key by key: wrong types and unknown keys are noted as it is read. 「表」"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wolaiban.workdays import Period

from .mistakes import Findings, nearest

PERIOD_FORMS = "30 minutes, 2 working hours, 3 working days, 10 days, 3 months / 30分钟, 3个工作日, 10日, 3个月"


def load(path: Path, findings: Findings) -> dict[str, Any] | None:
    """A TOML file as a dict; None, and a mistake with its line, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        spot = re.search(r"at line (\d+)", str(error))
        findings.add("bad_toml", line=int(spot[1]) if spot else None, why=str(error))
    except UnicodeDecodeError:
        findings.add("not_utf8")
    except OSError as error:
        findings.add("unreadable", why=error.strerror or error)
    return None


def parse_period(text: object, key: str, findings: Findings) -> Period | None:
    """A period, or None and a mistake."""
    try:
        return Period.parse(text if isinstance(text, str) else f"<{text}>")
    except ValueError:
        findings.add("bad_period", key, word=text, expected=PERIOD_FORMS)
        return None


def word_of(value: object) -> str | None:
    """A field's value as the word patterns compare: true and false are yes and no; None if it is no word."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int) else None


class Table:
    """One table and the keys it may have; `close()` names the keys nobody asked for."""

    def __init__(self, raw: Mapping[str, Any], key: str, findings: Findings) -> None:
        self.raw, self.key, self.findings = raw, key, findings
        self._asked: set[str] = set()
        self._missing: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def path(self, name: str) -> str:
        """The full key of an entry, as messages name it."""
        return f"{self.key}.{name}" if self.key else name

    def get(self, name: str, *, required: bool = False) -> Any:
        """The bare value, or None; a missing required key is noted by `close()`."""
        self._asked.add(name)
        if required and name not in self.raw:
            self._missing.append(name)
        return self.raw.get(name)

    def _typed(self, name: str, kind: type, form: str, required: bool) -> Any:
        value = self.get(name, required=required)
        if value is None or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
            return value
        self.findings.add("wrong_type", self.path(name), word=value, expected=form)
        return None

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        value = self._typed(name, str, '"…"', required)
        return default if value is None else str(value)

    def maybe(self, name: str) -> str | None:
        """A text that may be absent."""
        return self.text(name) or None

    def one_of(self, name: str, right: Iterable[str], default: str = "", *, required: bool = False) -> str:
        """A text from a closed list."""
        words = tuple(right)
        value = self.text(name, default, required=required)
        if value and value not in words:
            self.findings.unknown("unknown_word", self.path(name), value, words)
            return default
        return value

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; a bare text is a list of one."""
        value = self.get(name, required=required)
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        if value is not None:
            self.findings.add("wrong_type", self.path(name), word=value, expected='["…", "…"]')
        return ()

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._typed(name, bool, "true, false", False)
        return default if value is None else bool(value)

    def count(self, name: str, least: int = 1) -> int | None:
        """A whole number not below `least`, or None."""
        form = f"{least}, {least + 1}, {least + 2}, …"
        value = self._typed(name, int, form, False)
        if value is not None and value < least:
            self.findings.add("wrong_type", self.path(name), word=value, expected=form)
            return None
        return None if value is None else int(value)

    def day(self, name: str) -> date | None:
        """A required date without a time."""
        value = self._typed(name, date, "2024-04-01", True)
        if isinstance(value, datetime):
            self.findings.add("wrong_type", self.path(name), word=value, expected="2024-04-01")
            return None
        return value if isinstance(value, date) else None

    def period(self, name: str) -> Period | None:
        value = self.get(name)
        return None if value is None else parse_period(value, self.path(name), self.findings)

    def table(self, name: str, *, required: bool = False) -> Table:
        """A table under this one; an empty one where it is absent or no table."""
        value = self._typed(name, dict, "{ … }", required)
        return Table(value or {}, self.path(name), self.findings)

    def named_texts(self) -> Mapping[str, str]:
        """Every entry of a table whose keys are names of the file's own: a text each."""
        return MappingProxyType({name: self.text(name) for name in self.raw})

    def tables(self, name: str | None = None) -> list[tuple[str, Table]]:
        """Every named table inside an entry (or inside this table), with its name."""
        home = self if name is None else self.table(name)
        found = []
        for each in home.raw:
            if (value := home._typed(each, dict, "{ … }", False)) is not None:
                found.append((each, Table(value, home.path(each), self.findings)))
        return found

    def rows(self, name: str) -> list[Table]:
        """The tables of an array `[[name]]`; a row is called by its code where it has one."""
        value = self._typed(name, list, f"[[{name}]]", False) or []
        found = []
        for number, row in enumerate(value, start=1):
            if not isinstance(row, dict):
                self.findings.add("wrong_type", self.path(name), word=row, expected=f"[[{name}]]")
                continue
            code = row.get("code")
            label = self.path(f"{name}.{code}" if isinstance(code, str) and code else f"{name}[{number}]")
            found.append(Table(row, label, self.findings))
        return found

    def close(self) -> None:
        """Note the keys that are none of those asked for, and the required ones that are missing.

        A misspelt required key is one mistake, not two: its nearest right word says what is missing.
        """
        strays = [name for name in self.raw if name not in self._asked]
        for name in strays:
            self.findings.unknown("unknown_key", self.path(name), name, self._asked)
        meant = {nearest(name, self._asked) for name in strays}
        for name in self._missing:
            if name not in meant:
                self.findings.add("missing_key", self.path(name), word=name)
