"""New rows of several tables at once: all or none, and on PostgreSQL in one round trip. 「同批写入」"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.db.models import AutoField, Model
from django.db.models.sql import InsertQuery


def insert_together(rows: Iterable[Model]) -> None:
    """Insert new rows, of whatever tables, all or none; keys that the database draws are not read back.

    PostgreSQL takes them as one statement, which needs no transaction around it: a filing waits for the network once
    instead of seven times. SQLite has no network, and takes a statement a table. Raises IntegrityError, after which
    an outer transaction can go on.
    """
    tables: dict[type[Model], list[Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    single = connection.vendor == "postgresql"
    with nullcontext() if single and not connection.in_atomic_block else transaction.atomic():
        if single:
            _as_one_statement(tables)
        else:
            for table, mine in tables.items():
                table._default_manager.bulk_create(mine)
    for mine in tables.values():
        for row in mine:
            row._state.adding, row._state.db = False, connection.alias


def _as_one_statement(tables: dict[type[Model], list[Model]]) -> None:
    parts, values = zip(*(one for table, rows in tables.items() for one in _compiled(table, rows)), strict=True)
    first = ", ".join(f"part{number} AS ({part})" for number, part in enumerate(parts[:-1]))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {first} {parts[-1]}" if first else parts[-1], [one for some in values for one in some])


def _compiled(table: type[Model], rows: list[Model]) -> Iterator[tuple[str, Any]]:
    """The INSERT of a table as Django writes it."""
    query = InsertQuery(table)
    query.insert_values([field for field in table._meta.concrete_fields if not isinstance(field, AutoField)], rows)
    yield from query.get_compiler(connection=connection).as_sql()
