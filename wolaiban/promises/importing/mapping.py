"""What the columns of a record mean in the words of one service, and what a row says by it. 「映射」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.importing.columns import CellRefusal
from wolaiban.promises.life import Opening

from .values import Cells, Reader, Value, yes_or_no


@dataclass(frozen=True)
class Condition:
    """What a cell must say: one of these, or only whether it says anything. 「条件」"""

    column: str
    cells: tuple[str, ...] = ()
    filled: bool = True

    def holds(self, cells: Mapping[str, str]) -> bool:
        cell = cells[self.column]
        return cell in self.cells if self.cells else bool(cell) == self.filled


@dataclass(frozen=True)
class Step:
    """One verb of the record: at which column's instant, with what, on which rows. 「步骤」"""

    verb: str
    at: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()
    task: int = 0
    opens: tuple[tuple[str, Value], ...] = ()

    def happened(self, cells: Mapping[str, str]) -> bool:
        """Whether the record says that it was done."""
        return all(condition.holds(cells) for condition in self.when) if self.when else bool(cells[self.at])


@dataclass(frozen=True)
class Deed:
    """One verb that a row says was done. 「一次操作」"""

    step: Step
    at: datetime
    said: Mapping[str, Any]
    opens: tuple[Opening, ...] = ()

    @property
    def verb(self) -> str:
        return self.step.verb


@dataclass(frozen=True)
class Map:
    """What the columns of a record mean in the words of one service. 「映射」"""

    service: str
    number: str
    source: str
    sheet: str
    reader: Reader
    register: Step
    requester: Mapping[str, Value]
    about: Mapping[str, Value]
    steps: tuple[Step, ...]

    def deeds(self, cells: Cells, service: Service) -> list[Deed]:
        """What a row says was done, registration first. Raises CellRefusal."""
        deeds = [self._deed(self.register, cells, service)]
        for step in self.steps:
            if step.happened(cells):
                deed = self._deed(step, cells, service)
                _in_order(deeds[-1], deed, cells)
                deeds.append(deed)
        if deeds[-1].at > clock.now():
            zh, en = "时间在将来，请核对。", "the instant lies in the future: compare it with the record."
            raise CellRefusal(deeds[-1].step.at, zh, en)
        return deeds

    def place(self, deed: Deed, name: str) -> str:
        """The column behind a field of a verb, as messages name it; the instant's where no column gives it."""
        about = {"tasks": next((unit for _, unit in deed.step.opens), None), **self.about}
        found = deed.step.fields.get(name) or self.requester.get(name.removeprefix("requester.")) or about.get(name)
        return (found.place if found else "") or deed.step.at

    def _deed(self, step: Step, cells: Cells, service: Service) -> Deed:
        said = {name: self._said(name, value, cells, service) for name, value in step.fields.items()}
        opens = tuple(Opening(kind, unit.of(cells)) for kind, unit in step.opens)
        return Deed(step, self.reader.instant(cells, step.at), said, opens)

    def _said(self, name: str, value: Value, cells: Cells, service: Service) -> str:
        rule = service.fields.get(name)
        kind = rule.kind if rule else "date" if name == "until" else "text"
        text = value.of(cells)
        if kind == "date" and text and len(value.columns) == 1:
            return self.reader.day(cells, value.columns[0])
        return yes_or_no(text) if kind == "yes" else text


def _in_order(before: Deed, deed: Deed, cells: Cells) -> None:
    if deed.at < before.at:
        this, that = cells[deed.step.at], cells[before.step.at]
        raise CellRefusal(
            deed.step.at,
            f"{this} 早于 {before.step.at} 的 {that}：后面的事不能发生在前面的事之前，请核对两个时间。",
            f"{this} lies before {that} in {before.step.at}: what follows cannot come first. Compare the two.",
        )
