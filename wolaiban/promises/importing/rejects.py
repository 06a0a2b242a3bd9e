"""Rows that were not taken over, with the reason, in a file that can be mended and imported again. 「退回文件」"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TextIO

from wolaiban.lib.words import Refusal

from .outcome import Rejection

REASON = ("rejected_row", "rejected_column", "reason_zh", "reason_en")


def rejects_path(record: Path, town: Path) -> Path:
    """`<file>.rejected.csv` beside the record, or in the town's folder where the record lies out of reach."""
    folder = record.parent if os.access(record.parent, os.W_OK) else town
    return folder / f"{record.name}.rejected.csv"


class Rejects:
    """Writes the file from the first rejection on; an older one of this name goes. 「退回」"""

    def __init__(self, path: Path, columns: tuple[str, ...], *, not_these: tuple[Path, ...] = ()) -> None:
        if any(path.resolve() == other.resolve() for other in not_these):
            zh, en = f"{path} 是输入文件，不能用作退回文件。", f"{path} is read from; name another file for --rejects."
            raise Refusal(zh, en)
        if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            zh = f"文件夹 {path.parent} 不存在或不可写，请用 --rejects 指定退回文件。"
            raise Refusal(zh, f"{path.parent} is no folder that can be written to. Name a file with --rejects.")
        path.unlink(missing_ok=True)
        self.path, self.columns = path, tuple(c for c in columns if c not in REASON)
        self._file: TextIO | None = None
        self._writer: csv.DictWriter[str] | None = None

    @property
    def written(self) -> bool:
        """Whether there is such a file now."""
        return self._file is not None

    def __enter__(self) -> Rejects:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def write(self, rejection: Rejection) -> None:
        """Add one row: where, why, and its cells as they stood."""
        if self._writer is None:
            # It holds what people wrote: for the owner's eyes only. The mark at its start is for spreadsheets.
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
            self._writer = csv.DictWriter(self._file, [*REASON, *self.columns], extrasaction="ignore")
            self._writer.writeheader()
        where = (rejection.row, rejection.column, rejection.zh, rejection.en)
        self._writer.writerow({**rejection.cells, **dict(zip(REASON, where, strict=True))})
