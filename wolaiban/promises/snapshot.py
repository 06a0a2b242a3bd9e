"""Read the record as it stood at one instant, while others go on writing. 「一致读」"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one instant, and nothing can be written; no writer waits for it.

    SQLite: one read transaction of the write-ahead log, begun without the write lock that verbs take. PostgreSQL:
    REPEATABLE READ READ ONLY. Inside a transaction that runs already (a test's) it changes nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        yield from _of_sqlite()
    else:
        with transaction.atomic():
            _tell("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _of_sqlite() -> Iterator[None]:
    connection.ensure_connection()
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"
    _tell("PRAGMA query_only = ON")
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual
        _tell("PRAGMA query_only = OFF")


def _tell(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words)
