"""Rows of a record: CSV in constant memory, XLSX read whole; a sheet may be named. 「读取行」"""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wolaiban.lib.tables import Row, Table, tables
from wolaiban.lib.words import Refusal

SURPLUS = ""
"""The name under which `lib.tables` keeps cells beyond the last column."""


def heads(path: Path, sheet: str = "") -> tuple[str, ...]:
    """The columns of a record. Raises Refusal."""
    with _sheet(path, sheet) as table:
        return table.columns


def count(path: Path, sheet: str = "") -> int:
    """How many rows there are; reads the file to its end, so that one cut short is refused before anything is done."""
    return sum(1 for _ in rows(path, sheet))


def rows(path: Path, sheet: str = "") -> Iterator[Row]:
    """(row number as a spreadsheet counts, cells by column), one by one. Raises Refusal."""
    with _sheet(path, sheet) as table:
        yield from table.rows


@contextmanager
def _sheet(path: Path, name: str) -> Iterator[Table]:
    """The named sheet, or the first that has columns; what goes wrong while it is read becomes a Refusal."""
    try:
        with tables(path, surplus=True) as found:
            yield _chosen(path, found, name)
    except (csv.Error, zlib.error, UnicodeDecodeError, EOFError, OSError) as error:
        zh = f"{path.name} 读到中途出错：{error}。文件可能不完整，请重新导出。"
        en = f"{path.name} cannot be read to its end: {error}. It may be cut short; export it again."
        raise Refusal(zh, en) from error


def _chosen(path: Path, found: Iterator[Table], name: str) -> Table:
    seen = []
    for table in found:
        seen.append(table.name)
        if table.columns and name in ("", table.name):
            return table
    zh = f"{path.name} 里没有工作表“{name}”，只有：{'、'.join(seen)}。" if name else f"{path.name} 是空的。"
    en = f"{path.name} has no sheet {name}, only: {', '.join(seen)}." if name else f"{path.name} is empty."
    raise Refusal(zh, en)
