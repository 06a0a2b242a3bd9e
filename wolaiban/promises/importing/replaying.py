"""Rows replayed through the verbs, a batch a transaction, each row whole or not at all. 「重放」"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import DataError, IntegrityError, transaction

from wolaiban.catalogue.service import Service
from wolaiban.lib.tables import Row
from wolaiban.people.actor import Actor
from wolaiban.people.importing.columns import CellRefusal
from wolaiban.promises.models import Case, Event
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import town
from wolaiban.promises.verbs import perform, register

from .map_file import IMPORT
from .mapping import Deed, Map
from .outcome import COMPLETED, NEW, REJECTED, UNCHANGED, Kind, Outcome, Rejection
from .reading import SURPLUS

BATCH = 100
"""Rows in one transaction: few enough that a town at work on SQLite waits for its turn less than a second."""

Done = list[tuple[str, datetime]]
"""What an import has written of one case, in its order."""


def replay(
    rows: Iterable[Row],
    meaning: Map,
    *,
    rejected: Callable[[Rejection], None],
    progress: Callable[[Outcome], None] = lambda outcome: None,
    dry_run: bool = False,
) -> Outcome:
    """Take rows over; safe to kill and to repeat. A dry run undoes every batch, so it counts a number that two
    batches hold as new twice. 「重放」

    `rejected` gets each row that does not fit, `progress` the counts after each batch. Memory is that of one batch.
    """
    outcome, source = Outcome(), iter(rows)
    while batch := list(islice(source, BATCH)):
        with transaction.atomic():
            kinds = list(_Batch(meaning, batch).take(rejected))
            transaction.set_rollback(dry_run)
        for kind in kinds:
            outcome.add(kind)
        progress(outcome)
    return outcome


@dataclass
class _Batch:
    """Some rows, and what is known of their cases already: two questions for all of them."""

    meaning: Map
    rows: list[Row]

    def take(self, rejected: Callable[[Rejection], None]) -> Iterator[Kind]:
        known = self.known([cells.get(self.meaning.number, "") for _, cells in self.rows])
        for number, cells in self.rows:
            try:
                yield self.row(cells, known)
            except CellRefusal as refusal:
                rejected(Rejection(number, refusal.column, refusal.zh, refusal.en, cells))
                yield REJECTED

    def known(self, numbers: list[str]) -> dict[str, Done]:
        """What was imported of each case, by the record's own number."""
        found: dict[str, Done] = defaultdict(list)
        # Two plain questions: joined into one, PostgreSQL without statistics reads every event for every number.
        cases = Case.objects.filter(service=self.meaning.service, external_number__in=numbers)
        names = dict(cases.values_list("pk", "external_number"))
        events = (
            Event.objects.filter(case__in=list(names)).order_by("case_id", "seq") if names else Event.objects.none()
        )
        for case, verb, at, by in events.values_list("case_id", "verb", "at", "by"):
            # Somebody else may have given the number at registration; the rest of their work is not the record's.
            if verb == "register" or by.startswith(f"{IMPORT}:"):
                found[names[case]].append((verb, at))
        return dict(found)

    def row(self, row: dict[str, str], known: dict[str, Done]) -> Kind:
        """Take one row over in a savepoint of its own. Raises CellRefusal."""
        if SURPLUS in row:
            zh, en = "单元格多于列名，含逗号的文字须加引号。", "more cells than columns: quote text that holds commas."
            raise CellRefusal(self.meaning.number, zh, en)
        cells = self.meaning.reader.cells(row)
        number = _fitting(cells[self.meaning.number], "external_number", self.meaning.number)
        if not number:
            zh, en = "编号为空，无法识别是哪一件。", "the number is empty, so nothing tells which case it is."
            raise CellRefusal(self.meaning.number, zh, en)
        deeds = self.meaning.deeds(cells, self.service(cells))
        try:
            return self.complete(number, cells, deeds, known)
        except IntegrityError:
            # Another import took the same number over in this moment: what it wrote counts.
            known.update(self.known([number]))
            return self.complete(number, cells, deeds, known)
        except DataError as error:
            zh, en = f"数据库不接受：{error}", f"the database refuses: {error}"
            raise CellRefusal(self.meaning.number, zh, en) from error

    def service(self, cells: dict[str, str]) -> Service:
        """The version in force on the day of registration."""
        step, reader = self.meaning.register, self.meaning.reader
        day = reader.instant(cells, step.at).astimezone(town().zone).date()
        version = town().service(self.meaning.service, day)
        if version is None:
            zh = f"{day} 时该事项尚未施行。请核对日期，或在 services/ 中增加更早的版本。"
            en = f"the service was not in force on {day}. Compare the day, or add an older version of the service."
            raise CellRefusal(step.at, zh, en)
        return version

    def complete(self, number: str, cells: dict[str, str], deeds: list[Deed], known: dict[str, Done]) -> Kind:
        """Do what the case lacks, all of it or nothing."""
        done = known.get(number, [])
        missing = _missing(deeds, done)
        if not missing:
            return UNCHANGED
        with transaction.atomic():
            self.do(number, cells, missing)
        known[number] = [*done, *((deed.verb, deed.at) for deed in missing)]
        return COMPLETED if done else NEW

    def do(self, number: str, cells: dict[str, str], deeds: list[Deed]) -> None:
        """Do verbs one after another. Raises CellRefusal with the column behind the reason."""
        by, case = Actor.importer(self.meaning.source), None
        for deed in deeds:
            try:
                case = self.deed(case, deed, number, cells, by)
            except Refused as refused:
                place = self.meaning.place(deed, refused.wrong[0].field or "")
                raise CellRefusal(place, refused.message("zh"), refused.message("en")) from refused

    def deed(self, case: Case | None, deed: Deed, number: str, cells: dict[str, str], by: Actor) -> Case:
        """Do one verb at its instant."""
        if deed.step is self.meaning.register:
            about = {name: said for name, value in self.meaning.about.items() if (said := value.of(cells))}
            for name in ("channel", "area"):
                _fitting(about.get(name, ""), name, self.meaning.about[name].place if name in about else "")
            requester = {name: text for name, value in self.meaning.requester.items() if (text := value.of(cells))}
            return register(
                self.meaning.service, by=by, requester=requester, asked_at=deed.at, external_number=number,
                **{"channel": IMPORT, **about}, **deed.said,
            )  # fmt: skip
        if case is None:
            case = Case.objects.get(service=self.meaning.service, external_number=number)
        perform(case, deed.verb, by=by, at=deed.at, task=deed.step.task, tasks=deed.opens, **deed.said)
        return case


def _missing(deeds: list[Deed], done: Done) -> list[Deed]:
    """What the row says and the case lacks. Raises CellRefusal where the two give different instants."""
    left: dict[str, list[datetime]] = defaultdict(list)
    for verb, at in done:
        left[verb].append(at)
    missing = []
    for deed in deeds:
        if not left[deed.verb]:
            missing.append(deed)
        elif (at := left[deed.verb].pop(0)) != deed.at:
            was = at.astimezone(town().zone).isoformat(" ", "seconds")
            zh = f"此前已按 {was} 记录，与本行不同。已记录的不会改写，请核对哪一个正确。"
            en = f"it is on record as done at {was}, other than here. Records are not rewritten; see which is right."
            raise CellRefusal(deed.step.at, zh, en)
    return missing


def _fitting(text: str, name: str, column: str) -> str:
    """A text no longer than its column in the database. Raises CellRefusal."""
    longest = Case._meta.get_field(name).max_length or 0
    if len(text) > longest:
        zh, en = f"超过 {longest} 个字符，请缩短。", f"it has more than {longest} characters: shorten it."
        raise CellRefusal(column, zh, en)
    return text
