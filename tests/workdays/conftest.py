"""Every test here begins with empty memories, so that none passes on what another one left."""

from __future__ import annotations

import pytest

from tests.workdays._town import OFFICE
from wolaiban.workdays.offsets import offsets_of
from wolaiban.workdays.tables import table_of


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget tables, changes of clocks and the days the office was asked about."""
    table_of.cache_clear()
    offsets_of.cache_clear()
    for memory in (OFFICE._bells, OFFICE._frames, OFFICE._open, OFFICE.answers):
        memory.clear()
