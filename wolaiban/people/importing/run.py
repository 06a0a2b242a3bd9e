"""A whole file taken over in one transaction. 「整份导入」"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from wolaiban.lib.tables import Table, tables
from wolaiban.people.models import Officer
from wolaiban.people.models.record import COMMAND

from . import rows
from .cells import Cells
from .columns import AREAS, OFFICERS, ORGANISATIONS, SHEETS, CellRefusal, Problem, kind_of, rename

TAKE: dict[str, Callable[[Cells, rows.Setting], str]] = {
    AREAS.names[0]: rows.area,
    ORGANISATIONS.names[0]: rows.organisation,
    OFFICERS.names[0]: rows.officer,
}


@dataclass
class Outcome:
    """What an import did, or would have done: rows by sheet and kind of change, and what is wrong. 「导入结果」"""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    saved: bool = False
    new_logins: list[str] = field(default_factory=list)


def import_people(
    *paths: Path,
    on: date,
    roles: Collection[str] = (),
    dry_run: bool = False,
    good_rows: bool = False,
    by: str = COMMAND,
    hours: Collection[str] | None = None,
    partners: Collection[str] | None = None,
) -> Outcome:
    """Take over areas, units, officers and posts from files; areas first, whatever the order of sheets and files.

    All is one transaction: with a bad row nothing is saved, unless `good_rows` asks for the rest. `on` is the local
    day on which a post begins if its row names none. `roles` are the words allowed for a role; empty allows any;
    `hours` and `partners` those that a unit may name, None any.
    A second import of the same file changes nothing. Raises Refusal for a file that cannot be read at all. What it
    does to officers is put on record as done `by`; `new_logins` of a dry run are those that would be added.
    """
    outcome, setting = Outcome(), rows.Setting(on, roles, by, hours=hours, partners=partners)
    before = set(Officer.objects.values_list("login", flat=True))
    with transaction.atomic(), ExitStack() as files:
        found = [(path, table) for path in paths for table in _read(path, files)]
        found.sort(key=lambda pair: SHEETS.index(kind_of(pair[1].name, pair[1].columns)))
        for _, table in found:
            _take(table, setting, outcome)
        outcome.saved = not dry_run and (good_rows or not outcome.problems)
        after = set(Officer.objects.values_list("login", flat=True))
        outcome.new_logins = sorted(after - before)
        if not outcome.saved:
            transaction.set_rollback(True)
    return outcome


def _read(path: Path, files: ExitStack) -> list[Table]:
    """The sheets of a file that hold anything; the people of a town are few, so they are read whole."""
    read = [Table(t.name, t.columns, iter(list(t.rows))) for t in files.enter_context(tables(path))]
    return [table for table in read if table.columns]


def _take(table: Table, setting: rows.Setting, outcome: Outcome) -> None:
    sheet = kind_of(table.name, table.columns)
    names, problems = rename(sheet, table.name, table.columns)
    outcome.problems += problems
    if problems:
        return
    kind = sheet.names[0]
    for number, row in table.rows:
        cells = {names[head]: text for head, text in row.items()}
        heads = {column: head for head, column in names.items()}
        try:
            with transaction.atomic():
                done = TAKE[kind](cells, setting)
        except CellRefusal as refusal:
            head = heads.get(refusal.column, refusal.column)
            outcome.problems.append(Problem(table.name, number, head, refusal.zh, refusal.en))
        else:
            outcome.counts[kind, done] += 1
