"""Where a value comes from, and what a cell says: text, instant, day, yes or no. 「取值」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wolaiban.people.importing.columns import CellRefusal

Cells = Mapping[str, str]
YEARS = range(1900, 2200)
"""A year outside is a slip of the pen, or what a program writes for "never"."""
YES, NO = {"yes", "true", "1", "是"}, {"no", "false", "0", "否"}


@dataclass(frozen=True)
class Value:
    """One value of a verb: a constant, or columns put into the service's words. 「取值」"""

    columns: tuple[str, ...] = ()
    text: str = ""
    between: str = " "
    words: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""

    def of(self, cells: Cells) -> str:
        """What the row says; "" for nothing."""
        if not self.columns:
            return self.text
        said = self.between.join(cell for column in self.columns if (cell := cells[column]))
        if self.words:
            return self.words.get(said) or self.otherwise or said
        return said or self.otherwise

    @property
    def place(self) -> str:
        """The columns as a message names them."""
        return " + ".join(self.columns)


@dataclass(frozen=True)
class Reader:
    """How the record writes instants and empty cells. 「读法」"""

    zone: ZoneInfo
    formats: tuple[str, ...] = ()
    day_only: timedelta = timedelta(0)
    empty: frozenset[str] = frozenset()

    def cells(self, row: Cells) -> dict[str, str]:
        """The cells of a row, those that say nothing being empty. Raises CellRefusal."""
        for column, cell in row.items():
            if "\0" in cell:
                zh, en = "单元格含有空字符（NUL），请删去。", "the cell holds a NUL character: take it out."
                raise CellRefusal(column, zh, en)
        return {column: "" if cell in self.empty else cell for column, cell in row.items()}

    def instant(self, cells: Cells, column: str) -> datetime:
        """The instant in a cell; without an offset it is of the record's zone. Raises CellRefusal."""
        text = cells[column]
        if not text:
            raise CellRefusal(column, "时间为空，请填写。", "the instant is empty: fill it in.")
        found = self._parsed(text)
        if found is None or found.year not in YEARS:
            zh = f"“{text}”不是可识别的时间。请写成 2024-09-13 16:50，或在映射文件的 formats 里写明格式。"
            en = f"{text} is no instant. Write 2024-09-13 16:50, or name the format under formats in the map."
            raise CellRefusal(column, zh, en)
        # In UTC, because an hour that the clocks repeat equals nothing in another zone, itself included.
        return (found if found.tzinfo else found.replace(tzinfo=self.zone)).astimezone(UTC)

    def day(self, cells: Cells, column: str) -> str:
        """The local day of an instant as ISO text. Raises CellRefusal."""
        found = self.instant(cells, column).astimezone(self.zone)
        # 24:00 is midnight of the day after, and means the day that it ends.
        return (found - self.day_only if self._is_day(cells[column]) else found).date().isoformat()

    def _parsed(self, text: str) -> datetime | None:
        if self._is_day(text):
            return datetime.combine(date.fromisoformat(text), time(0)) + self.day_only
        for read in (datetime.fromisoformat, *(_by(form) for form in self.formats)):
            try:
                return read(text)
            except ValueError:
                continue
        return None

    @staticmethod
    def _is_day(text: str) -> bool:
        if len(text) != len("2024-09-13"):
            return False
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return True


def _by(form: str):  # type: ignore[no-untyped-def]
    return lambda text: datetime.strptime(text, form)  # noqa: DTZ007  (the zone is laid over it afterwards)


def yes_or_no(text: str) -> str:
    """A cell as the word that fields of kind yes hold; other words stay, for the service to refuse."""
    lower = text.lower()
    return "yes" if lower in YES else "no" if lower in NO else text
