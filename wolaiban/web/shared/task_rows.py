"""The tasks that a verb opens, as rows of a form: unit, matter, day or period, what each waits for. 「分项填写」"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext

from wolaiban.catalogue.service import MATTER, Named, Service, VerbRule
from wolaiban.promises.life import Life, Opening, Wrong
from wolaiban.promises.refused import Refused

from .forms import Entry, Option, field_entry
from .telling import reader_lang

CO_ROWS = 3
AT_ONCE, ROWS = 4, 8
"""How many rows stand open: of units that take part; of tasks with a day or period of their own, at once and all."""


@dataclass(frozen=True)
class Row:
    """One task to be opened. 「一行」

    `cells` are its own fields; `waits` the tasks that can come before it: value, label, whether ticked.
    """

    place: int
    unit: str = ""
    matter: str = ""
    cells: tuple[Entry, ...] = ()
    waits: tuple[tuple[str, str, bool], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in; what a field has by default counts for nothing."""
        return not (
            self.unit or self.matter or any(cell.error or (not cell.optional and cell.value) for cell in self.cells)
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for another."""
        return any(ticked for _, _, ticked in self.waits)


@dataclass
class TaskEntry(Entry):
    """Rows of one kind of task with fields of their own. 「分项」

    `columns` are the questions of each row, `before` the tasks of the case that one can wait for.
    """

    columns: tuple[Entry, ...] = ()
    before: tuple[Option, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    after: tuple[tuple[str, ...], ...] = ()

    @property
    def task_rows(self) -> list[Row]:
        """Every row with what was typed in it."""
        return [self._row(place) for place in range(1, max(ROWS, len(self.values)) + 1)]

    @property
    def rows_at_once(self) -> list[Row]:
        """The rows that stand open."""
        return self.task_rows[:AT_ONCE]

    @property
    def rows_more(self) -> list[Row]:
        """The rows that open with one touch."""
        return self.task_rows[AT_ONCE:]

    @property
    def more_is_open(self) -> bool:
        """Whether one of those holds something typed."""
        return not all(row.is_empty for row in self.rows_more)

    def take(self, sent: QueryDict) -> None:
        """Take over what was typed, row by row."""
        super().take(sent)
        self.cells = tuple(
            tuple(text.strip() for text in sent.getlist(f"{self.name}.{column.name}")) for column in self.columns
        )
        self.after = tuple(
            tuple(sent.getlist(f"{self.name}.after.{place}")) for place in range(1, len(self.values) + 1)
        )

    def _row(self, place: int) -> Row:
        cells = []
        for column, texts in zip(self.columns, self.cells or [()] * len(self.columns), strict=True):
            said = _at(texts, place)
            name = f"{self.name}.{column.name}"
            cells.append(replace(column, name=name, values=(said,) if said else () if texts else column.values))
        others = [(str(n), gettext("第 %(place)d 项") % {"place": n}) for n in range(1, ROWS + 1) if n != place]
        ticked = self.after[place - 1] if place <= len(self.after) else ()
        waits = [(code, label, code in ticked) for code, label in (*self.before, *others)]
        return Row(place, _at(self.values, place), _at(self.matters, place), tuple(cells), tuple(waits))


def task_entries(life: Life, rule: VerbRule, units: list[Option]) -> list[Entry]:
    """What names the tasks that a verb opens: rows for each kind, one row for the lead.

    A kind whose promises count by fields of the task has a row of questions for each task. Where a verb may do without
    tasks, a kind without such fields is one unit to pick, the lead unit unless another is chosen.
    """
    entries: list[Entry] = []
    needed = "tasks" in rule.needs
    for kind in rule.opens:
        if kind in rule.opens_for:
            continue  # its unit stands in a field
        label, name = life.service.word("tasks", kind, reader_lang()), f"tasks.{kind}"
        if columns := life.service.task_fields(kind):
            asked = tuple(_column(life.service, kind, one) for one in columns)
            optional = not (needed and len(rule.opens) == 1)
            row = TaskEntry(name, label, "tasks", tuple(units), optional=optional, columns=asked)
            row.before, row.hint = tuple(_standing(life, kind, dict(units))), _hint(life.service, kind)
            entries.append(row)
        elif kind == "lead":
            entries.append(Entry(name, label, "units", tuple(units), required=needed))
        elif needed:
            entries.append(Entry(name, label, "units", tuple(units), optional=True, least=CO_ROWS))
        else:
            options = (("", gettext("请选择单位")), *units)
            value = life.lead.unit if life.lead else ""
            entries.append(Entry(name, label, "pick", options, (value,) if value else ()))
    return entries


def _hint(service: Service, kind: str) -> str:
    """What a task is about can be public: then whoever types it is told so."""
    shown = any(rule.of == kind and rule.shown == "public" for rule in service.promises)
    if MATTER in service.publish.board or (MATTER in service.publish.words and shown):
        return gettext("“负责的事项”会对外公开。")
    return ""


def openings(service: Service, opens: Sequence[str], entries: Iterable[Entry], first: int) -> list[Opening]:
    """The tasks that were asked for; `first` is the number that the next task of the case has now.

    Raises Refused for a row without its unit, or without what its promise counts by: nothing typed is lost in silence.
    """
    found: list[Opening] = []
    by_name, wrong = {entry.name: entry for entry in entries}, list[Wrong]()
    for kind in opens:
        entry = by_name.get(f"tasks.{kind}")
        if isinstance(entry, TaskEntry):
            rows = [row for row in entry.task_rows if not row.is_empty]
            wrong += _missing(entry, rows)
            names = {str(row.place): f"{kind}_{first + len(found) + place}" for place, row in enumerate(rows)}
            found += [_opening(kind, row, names) for row in rows]
        elif entry is not None:
            found += [Opening(kind, unit, matter) for unit, matter in entry.units if unit]
    if wrong:
        raise Refused(wrong, service)
    return found


def _opening(kind: str, row: Row, names: dict[str, str]) -> Opening:
    """One task; `names` has what each row of its kind is called, for those that wait for it.

    By name and not by number: what the clock still has to open comes before what the form says.
    """
    fields = {cell.name.rpartition(".")[2]: cell.value for cell in row.cells if cell.value}
    before = [code for code, _, ticked in row.waits if ticked]
    after = tuple(code.removeprefix("#") if code.startswith("#") else names.get(code, f"row{code}") for code in before)
    return Opening(kind, row.unit, row.matter, names[str(row.place)], after, fields=fields)


def _missing(entry: TaskEntry, rows: Iterable[Row]) -> Iterable[Wrong]:
    """What rows that were begun still lack, in one reason: an entry shows one."""
    told: dict[str, list[str]] = {"zh": [], "en": []}
    for row in rows:
        names = [] if row.unit else [(gettext("单位"), "Unit")]
        names += [(cell.label, cell.label) for cell in row.cells if cell.required and not cell.value]
        for zh, en in names:
            told["zh"].append(f"{entry.label}第 {row.place} 项：请填写“{zh}”。")
            told["en"].append(f"{entry.label} {row.place}: fill in “{en}”. ")
    if told["zh"]:
        yield Wrong(1, "at_the_door", {lang: "".join(texts).strip() for lang, texts in told.items()}, entry.name)


def _column(service: Service, kind: str, name: str) -> Entry:
    """A question of each row; one with a default stands filled in, a day may be left out where a period holds then."""
    days = [rule.due for rule in service.promises if rule.of == kind and isinstance(rule.due, Named)]
    free = any(day.field == name and day.otherwise for day in days) or service.default(name) is not None
    entry = field_entry(service, name, [("", "")], required=not free)
    if entry.kind == "radio":
        entry.kind = "pick"
    if entry.kind == "pick" and entry.required:
        entry.options = (("", entry.label), *entry.options)
    entry.optional = not entry.required
    return entry


def _standing(life: Life, kind: str, units: dict[str, str]) -> Iterable[Option]:
    """The tasks of the case that are not over, as something to wait for."""
    for task in life.tasks.values():
        if not task.is_over and life.service.task_fields(task.kind):
            label = life.service.word("tasks", task.kind, reader_lang())
            yield f"#{task.number}", f"{label} {task.number} · {units.get(task.unit, task.unit)}"


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place - 1] if place <= len(texts) else ""
