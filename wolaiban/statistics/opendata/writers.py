"""Tables written row by row, in the formats that people and programs read. 「写出」"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from wolaiban.lib.words import Refusal

from .columns import Column

Row = dict[str, Any]


class Writer(Protocol):
    """Takes rows in portions and closes; nothing is kept in memory. 「写出器」"""

    def write(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


class CsvWriter:
    """CSV as RFC 4180 has it, in UTF-8 with the mark by which spreadsheets know it."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.DictWriter(self._file, [column.name for column in columns])
        self._writer.writeheader()

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.writerows({name: _text(value) for name, value in row.items()} for row in rows)

    def close(self) -> None:
        self._file.close()


class JsonWriter:
    """One JSON array, an object a line, so that it can be written and read without holding it whole."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._file.write("[")
        self._between = "\n"

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._file.write(self._between + json.dumps(row, ensure_ascii=False, default=str))
            self._between = ",\n"

    def close(self) -> None:
        self._file.write("\n]\n")
        self._file.close()


class ParquetWriter:
    """Parquet with zstd, a row group a portion; needs the extra `stats`."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise Refusal(
                '写 Parquet 需要附加组件 stats。请运行 pip install "wolaiban[stats]"，或改用 --format csv,json。',
                'Parquet needs the extra stats: pip install "wolaiban[stats]", or use --format csv,json.',
            ) from None
        self._table = pyarrow.Table
        kinds = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "yes_no": pyarrow.bool_()}
        self._schema = pyarrow.schema([(column.name, kinds.get(column.kind, pyarrow.string())) for column in columns])
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        if rows:
            self._writer.write_table(self._table.from_pylist(list(rows), self._schema))

    def close(self) -> None:
        self._writer.close()


FORMATS: dict[str, Callable[[Path, Sequence[Column]], Writer]] = {
    "csv": CsvWriter,
    "json": JsonWriter,
    "parquet": ParquetWriter,
}


class Tables:
    """One table in every format asked for; files stand under their names only once they are whole."""

    def __init__(self, folder: Path, name: str, columns: Sequence[Column], formats: Sequence[str]) -> None:
        self.count = 0
        self._paths = {form: folder / f"{name}.{form}" for form in formats}
        self._writers = [FORMATS[form](_part(path), columns) for form, path in self._paths.items()]

    def write(self, rows: Sequence[Row]) -> None:
        self.count += len(rows)
        for writer in self._writers:
            writer.write(rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer, path in zip(self._writers, self._paths.values(), strict=True):
            writer.close()
            if error is None:
                _part(path).replace(path)
            else:
                _part(path).unlink(missing_ok=True)


def plain(value: Any) -> Any:
    """A value as open data writes it: instants and dates as ISO text."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
