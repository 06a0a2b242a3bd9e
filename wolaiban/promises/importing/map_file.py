"""The file of a map, read from TOML and checked against the service and the columns. 「映射文件」"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from wolaiban.catalogue.mistakes import Findings, nearest
from wolaiban.catalogue.service import KERNEL_FIELDS, Service
from wolaiban.catalogue.shape import Table, load
from wolaiban.promises.asker import REQUESTER

from .mapping import Condition, Map, Step
from .values import Reader, Value

IMPORT = "import"
IMPORTED_OF_REQUESTER = (*REQUESTER, "language", "user")
SOURCE = re.compile(r"[A-Za-z0-9._-]{1,60}")
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def read_map(path: Path, service: Service, columns: Collection[str], *, zone: ZoneInfo, source: str) -> Map:
    """The map in a file, for a record with these columns; `zone` and `source` serve where it names none.

    Raises TownError with every mistake: file, key, what was expected, the nearest right word.
    """
    findings = Findings(str(path))
    raw = load(path, findings)
    findings.stop()
    found = _Reading(Table(raw or {}, "", findings), service, columns).map(zone, source)
    findings.stop()
    return found


def sheet_of(path: Path) -> str:
    """The sheet that a map names, before anything else is read; "" for none, or where the map cannot be read."""
    record = (load(path, Findings(str(path))) or {}).get("record", {})
    return str(record.get("sheet", "")) if isinstance(record, dict) else ""


class _Reading:
    """One map being read: its tables, the service, the columns there are."""

    def __init__(self, table: Table, service: Service, columns: Collection[str]) -> None:
        self.table, self.service, self.columns = table, service, columns
        self.findings = table.findings

    def map(self, zone: ZoneInfo, source: str) -> Map:
        record = self.table.table("record", required=True)
        register = self.table.table("register", required=True)
        if not record.raw or not register.raw:
            self.table.rows("verb")
            self.table.close()
            self.findings.stop()
        requester = self.values(register.table("requester"), IMPORTED_OF_REQUESTER)
        about = {name: self.value(register, name) for name in ("channel", "area", "place") if name in register}
        for name in ("channel", "area", "place"):
            register.get(name)
        found = Map(
            service=self.service.code,
            number=self.column(record, "number"),
            source=self.source(record, source),
            sheet=record.text("sheet"),
            reader=self.reader(record, zone),
            register=self.step(register, "register"),
            requester=requester,
            about=about,
            steps=tuple(self.step(row, self.verb(row)) for row in self.table.rows("verb")),
        )
        record.close()
        self.table.close()
        return found

    def reader(self, record: Table, zone: ZoneInfo) -> Reader:
        named = record.text("zone")
        if named and named not in available_timezones():
            self.findings.unknown("unknown_zone", record.path("zone"), named, available_timezones())
            named = ""
        clock = record.text("day_only", "00:00")
        if not CLOCK.fullmatch(clock):
            self.findings.add("wrong_type", record.path("day_only"), word=clock, expected='"00:00", "17:00", "24:00"')
            clock = "00:00"
        hours, minutes = clock.split(":")
        return Reader(
            ZoneInfo(named) if named else zone,
            record.texts("formats"),
            timedelta(hours=int(hours), minutes=int(minutes)),
            frozenset(record.texts("empty")),
        )

    def source(self, record: Table, source: str) -> str:
        """A short word that stands in every event."""
        named = record.text("source")
        if named and not SOURCE.fullmatch(named):
            self.findings.add("wrong_type", record.path("source"), word=named, expected="A-Z a-z 0-9 . _ -")
        return named or re.sub(r"[^A-Za-z0-9._-]+", "-", source)[:60]

    def verb(self, row: Table) -> str:
        """A verb of the service that an import may do."""
        right = [name for name, rule in self.service.verbs.items() if IMPORT in rule.by and name != "register"]
        named = row.text("do", required=True)
        if named and named not in right:
            self.findings.unknown("unknown_word", row.path("do"), named, right)
            return ""
        return named

    def step(self, table: Table, verb: str) -> Step:
        found = Step(
            verb,
            self.column(table, "at"),
            self.values(table.table("fields"), self.fields_of(verb)),
            self.conditions(table.table("when")) if verb != "register" else (),
            (table.count("task", 0) or 0) if verb != "register" else 0,
            tuple(self.openings(table, verb)) if verb != "register" else (),
        )
        table.close()
        return found

    def fields_of(self, verb: str) -> list[str] | None:
        """The fields that a verb takes; None for no verb, which is said once and not again by each field."""
        rule = self.service.verbs.get(verb)
        return [name for name in (*rule.needs, *rule.may) if name != "tasks"] if rule else None

    def openings(self, table: Table, verb: str) -> list[tuple[str, Value]]:
        rule = self.service.verbs.get(verb)
        found = []
        for row in table.rows("opens"):
            kind = row.one_of("kind", rule.opens if rule else (), required=True)
            found.append((kind, self.value(row, "unit", required=True)))
            row.close()
        return found

    def conditions(self, table: Table) -> tuple[Condition, ...]:
        found = []
        for column in table.raw:
            self.known(table.path(column), column)
            asked = table.get(column)
            if isinstance(asked, bool):
                found.append(Condition(column, filled=asked))
            else:
                found.append(Condition(column, table.texts(column)))
        return tuple(found)

    def values(self, table: Table, right: Collection[str] | None) -> dict[str, Value]:
        found = {}
        for name in table.raw:
            if right is not None and name not in right and name not in KERNEL_FIELDS:
                self.findings.unknown("unknown_field", table.path(name), name, right)
            found[name] = self.value(table, name)
        return found

    def value(self, table: Table, name: str, *, required: bool = False) -> Value:
        raw = table.get(name, required=required)
        if isinstance(raw, str):
            self.known(table.path(name), raw)
            return Value((raw,))
        if not isinstance(raw, dict):
            if raw is not None:
                self.findings.add("wrong_type", table.path(name), word=raw, expected='"column", { text = "…" }')
            return Value()
        inner = Table(raw, table.path(name), self.findings)
        columns = (*inner.texts("columns"), *inner.texts("column"))
        for column in columns:
            self.known(inner.path("column"), column)
        words = {cell: inner.table("words").text(cell) for cell in inner.table("words").raw}
        found = Value(columns, inner.text("text"), inner.text("between", " "), words, inner.text("otherwise"))
        if bool(columns) == ("text" in inner):
            self.findings.add("wrong_type", inner.key, word=raw, expected='{ column = "…" }, { text = "…" }')
        inner.close()
        return found

    def column(self, table: Table, name: str) -> str:
        column = table.text(name, required=True)
        if column:
            self.known(table.path(name), column)
        return column

    def known(self, key: str, column: str) -> None:
        """Note a column that the record lacks, with the nearest one, or with all of them."""
        if column not in self.columns:
            near, every = nearest(column, self.columns), ", ".join(self.columns)
            if near:
                self.findings.unknown("unknown_word", key, column, self.columns)
            else:
                self.findings.add("unknown_word", key, word=column, expected=every)
