"""Sheets of an XLSX workbook as rows of text. 「电子表格」"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from .words import Refusal


def sheets(content: bytes, name: str) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Each sheet's name with its rows, cells as they would stand in a CSV file. Raises Refusal."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError) as error:
        raise Refusal(
            f"{name} 不是有效的 XLSX 文件：{error}。请重新另存为 XLSX。",
            f"{name} is no valid XLSX file: {error}. Save it as XLSX again.",
        ) from error
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        yield sheet, ([cell(value) for value in row] for row in rows)


def cell(value: object) -> str:
    """One cell as text; spreadsheets keep every number as a float and every day as an instant."""
    match value:
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value)
