"""What the database was asked."""

from __future__ import annotations

from django.test.utils import CaptureQueriesContext

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def statements(captured: CaptureQueriesContext) -> list[str]:
    """What was asked of the database, without the brackets of the transaction."""
    return [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION)]
