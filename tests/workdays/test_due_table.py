"""The due table of field book 0.4, row by row, by `due` and by `due_many`."""

from __future__ import annotations

from datetime import UTC

import numpy as np
import pytest

from tests.workdays._town import OFFICE, at, stamp
from wolaiban.workdays import Period, due, due_many

ROWS = [
    ("2024-09-13 16:50", "30 minutes", [13], "2024-09-13 17:20"),
    ("2024-09-13 16:50", "30 working minutes", [13, 14], "2024-09-14 08:50"),
    ("2024-09-13 11:50", "30 working minutes", [13], "2024-09-13 13:50"),
    ("2024-09-13 16:50", "3 working days", [14, 18, 19], "2024-09-19 17:00"),
    ("2024-09-13 16:50", "7 working days", [14, 18, 19, 20, 23, 24, 25], "2024-09-25 17:00"),
    ("2024-09-15 09:00", "3 working days", [18, 19, 20], "2024-09-20 17:00"),
    ("2024-09-15 09:00", "30 working minutes", [18], "2024-09-18 09:00"),
    ("2024-09-27 10:00", "3 working days", [29, 30, 8], "2024-10-08 17:00"),
    ("2024-09-27 10:00", "7 working days", [29, 30, 8, 9, 10, 11, 12], "2024-10-12 17:00"),
    ("2023-09-28 09:00", "3 working days", [7, 8, 9], "2023-10-09 17:00"),
    ("2025-01-27 15:00", "3 working days", [5, 6, 7], "2025-02-07 17:00"),
    ("2026-02-13 15:00", "3 working days", [14, 24, 25], "2026-02-25 17:00"),
    ("2026-02-13 15:00", "7 working days", [14, 24, 25, 26, 27, 28, 2], "2026-03-02 17:00"),
    ("2023-03-20 10:00", "3 months", [], "2023-06-20 17:00"),
    ("2023-03-23 10:00", "3 months", [], "2023-06-25 17:00"),
    ("2023-11-30 10:00", "3 months", [], "2024-02-29 17:00"),
]
IDS = [f"row-{number:02}" for number in range(1, len(ROWS) + 1)]


@pytest.mark.parametrize(("asked", "period", "counted", "expected"), ROWS, ids=IDS)
def test_due_table(asked: str, period: str, counted: list[int], expected: str) -> None:
    answer = due(Period.parse(period), at(asked), OFFICE)
    assert stamp(answer.due_at) == expected
    assert [day.day for day in answer.counted] == counted
    assert not answer.provisional
    assert answer.lost == ()
    assert answer.left is None
    start = np.array([at(asked).astimezone(UTC).replace(tzinfo=None)], "datetime64[s]")
    assert due_many(Period.parse(period), start, OFFICE)[0].item() == at(expected).astimezone(UTC).replace(tzinfo=None)
