"""Rows with named columns from CSV and XLSX files, plain or gzip. 「表格」"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from .spreadsheets import sheets
from .words import Refusal

CHUNK = 1 << 20
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its columns, and its rows as (row number as a spreadsheet counts, cells by column)."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def tables(path: Path, *, surplus: bool = False) -> Iterator[Iterator[Table]]:
    """The sheets of a .csv, .csv.gz, .xlsx or .xlsx.gz file; use up each before asking for the next.

    CSV is read row by row in constant memory, as UTF-8 or else as GB 18030, which spreadsheets in China write.
    Cells come as trimmed text, empty rows are left out. Raises Refusal for a file that cannot be read. `surplus`
    keeps the cells beyond the last column under the name "", where otherwise such a row refuses the file.
    """
    name = path.name.lower().removesuffix(".gz")
    if not path.is_file():
        raise Refusal(f"找不到文件 {path}。请检查路径。", f"There is no file {path}. Check its path.")
    if not name.endswith((".csv", ".xlsx")):
        zh, en = (
            f"{path.name} 不是 CSV 或 XLSX 文件，请另存为其中一种。",
            f"{path.name} is neither CSV nor XLSX: save it as one.",
        )
        raise Refusal(zh, en)
    with _binary(path) as file:
        if name.endswith(".xlsx"):
            yield (_table(sheet, rows, surplus) for sheet, rows in sheets(file.read(), path.name))
        else:
            with io.TextIOWrapper(file, _encoding(path), newline="") as text:
                yield iter((_table(name.removesuffix(".csv"), csv.reader(text), surplus),))


def _binary(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _binary(path) as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _table(name: str, lines: Iterable[list[str]], surplus: bool) -> Table:
    numbered = enumerate(lines, start=1)
    _, header = next(numbered, (1, []))
    columns = [cell.strip() for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    if twice := sorted({column for column in columns if columns.count(column) > 1}):
        zh, en = (
            f"“{name}”的列名重复：{twice}。每列须有自己的名称。",
            f"{name}: columns named twice: {twice}. Name each once.",
        )
        raise Refusal(zh, en)
    return Table(name, tuple(columns), _rows(name, tuple(columns), numbered, surplus))


def _rows(
    name: str, columns: tuple[str, ...], numbered: Iterable[tuple[int, list[str]]], surplus: bool
) -> Iterator[Row]:
    for number, line in numbered:
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        over = ",".join(cells[len(columns) :]).strip(",")
        if over and not surplus:
            raise Refusal(
                f"“{name}”第 {number} 行的单元格多于列名。含逗号的文字须加引号。",
                f"{name}, row {number}: more cells than columns. Text with a comma needs quotation marks.",
            )
        named = {column: cells[place] if place < len(cells) else "" for place, column in enumerate(columns)}
        yield number, {**named, "": over} if over else named
