"""What an import did, row by row and in sum. 「导入结果」"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["new", "unchanged", "completed", "rejected"]
NEW, UNCHANGED, COMPLETED, REJECTED = "new", "unchanged", "completed", "rejected"


@dataclass(frozen=True)
class Rejection:
    """Why a row was not taken over: where it stands, and what to do now in both languages. 「退回的行」"""

    row: int
    column: str
    zh: str
    en: str
    cells: dict[str, str]


@dataclass
class Outcome:
    """Counts of rows: cases that are new, had everything, lacked a verb and got it, or were rejected. 「合计」"""

    rows: int = 0
    new: int = 0
    unchanged: int = 0
    completed: int = 0
    rejected: int = 0

    def add(self, kind: Kind) -> None:
        """Count one row."""
        self.rows += 1
        setattr(self, kind, getattr(self, kind) + 1)

    @property
    def changed(self) -> int:
        return self.new + self.completed
