"""The export itself: portions of cases with what hangs on them, then figures, dictionary and checksums. 「导出」"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.recording import lives_of
from wolaiban.promises.town import town
from wolaiban.statistics.figures import Shown
from wolaiban.statistics.frozen import frozen_months
from wolaiban.statistics.models import FrozenMonth
from wolaiban.statistics.placing import lines
from wolaiban.statistics.public import count, whole_months
from wolaiban.statistics.published import firm_of, published_cases
from wolaiban.statistics.scope import Scope, published_fields

from .columns import CASES, COMMUNITY, DICTIONARY, FIRM, PROMISES, datasets
from .writers import FORMATS, Row, Tables, plain

CHUNK = 500
CHECKSUMS = "SHA256SUMS"
NONE = "none"
"""Stands where a case has no lead unit yet; empty means all."""
_OF_CASE = [column.name for column in CASES if column.name not in ("case", "state", "area", "by_officer")]
_OF_PROMISE = [column.name for column in PROMISES if column.name != "case"]


@dataclass
class Exported:
    """What was written: the files, and the rows of each table. 「导出结果」"""

    folder: Path
    files: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def export(
    service: str,
    folder: Path,
    *,
    formats: Sequence[str] = ("csv", "json"),
    first: date | None = None,
    last: date | None = None,
) -> Exported:
    """Write the open data of a service into a folder, which is made where it is missing; memory does not grow.

    Files of an earlier export are replaced, each at once. Raises Refusal for an unknown service or format, and for
    Parquet where the extra `stats` is missing.
    """
    scope = Scope(town(), service, clock.now(), first, last)
    if unknown := [form for form in formats if form not in FORMATS]:
        known = ", ".join(FORMATS)
        raise Refusal(
            f"没有格式“{unknown[0]}”，可用的有：{known}。", f"There is no format {unknown[0]}; known: {known}."
        )
    folder.mkdir(parents=True, exist_ok=True)
    tables = datasets(scope.service)
    done = Exported(folder, [f"{name}.{form}" for name in (*tables, "columns") for form in formats])
    with ExitStack() as stack:
        out = {name: stack.enter_context(Tables(folder, name, columns, formats)) for name, columns in tables.items()}
        for cases in _chunks(scope):
            _write(scope, cases, out)
        out["figures"].write(list(_figures(scope)))
        out["frozen"].write([_frozen(scope, row) for row in frozen_months(scope.code)])
        done.rows = {name: table.count for name, table in out.items()}
    with Tables(folder, "columns", DICTIONARY, formats) as dictionary:
        for name, columns in tables.items():
            dictionary.write([{"file": name, **asdict(column)} for column in columns])
    _checksums(done)
    return done


def _chunks(scope: Scope) -> Iterator[list[Case]]:
    after: UUID | None = None
    cases = scope.within(_leaving(scope)).filter(recorded_at__lte=scope.cut_off).order_by("pk")
    while page := list((cases.filter(pk__gt=after) if after else cases)[:CHUNK]):
        yield page
        after = page[-1].pk


def _leaving(scope: Scope) -> QuerySet[Case]:
    """The cases that have rows of their own: all where the file publishes fields of cases, else those it lists.

    A service that publishes figures alone, or nothing, leaves in no rows of single cases.
    """
    publish, cases = scope.service.publish, Case.objects.all()
    if publish.until:  # what is public for a time leaves the files with the page
        return published_cases(scope.service)
    if publish.fields:
        return cases
    return lines(scope, cases, public=True) if publish.board or publish.words else cases.none()


def _write(scope: Scope, cases: list[Case], out: dict[str, Tables]) -> None:
    """A portion of cases with their events and promises."""
    published = published_fields(scope.service)
    out["cases"].write([_case(scope, case, published) for case in cases])
    hidden = _hidden(scope, cases)
    events = Event.objects.filter(case__in=cases, recorded_at__lte=scope.cut_off).order_by("case", "seq")
    out["events"].write([_event(scope, one, published) for one in events if (one.case_id, one.seq) not in hidden])
    codes = scope.service.publish.promises
    promises = Promise.objects.filter(case__in=cases, code__in=codes).order_by("case", "given_at", "id")
    told = [one for one in promises if not (one.moves and (one.case_id, one.moves[0]["seq"]) in hidden)]
    out["promises"].write([{"case": key(one.case_id), **_plain(scope, one, _OF_PROMISE)} for one in told])


def _hidden(scope: Scope, cases: list[Case]) -> set[tuple[UUID, int]]:
    """The events after which a case stood in a state that only some may know of: what was told then stays there."""
    if not any(version.hidden for version in scope.versions):
        return set()
    found = set()
    for case, lived in lives_of(cases):
        changes = {change.seq: change.state in lived.service.hidden for change in lived.changes}
        inside = False
        for act in lived.acts:
            inside = changes.get(act.seq, inside)
            if inside:
                found.add((case.pk, act.seq))
    return found


def key(case: UUID) -> str:
    """A key that stays the same from export to export and leads nobody to the case: its id never leaves the town."""
    return hashlib.sha256(str(case).encode()).hexdigest()[:20]


def _case(scope: Scope, case: Case, published: Sequence[str]) -> Row:
    fields = {name: case.fields.get(name, "") for name in published}
    return {
        "case": key(case.pk),
        "state": case.contract_state,
        "area": case.area[:COMMUNITY],
        "by_officer": bool(case.collector),
        **_plain(scope, case, _OF_CASE),
        **fields,
        **({FIRM: firm_of(case)} if scope.service.publish.firm else {}),
    }


def _event(scope: Scope, event: Event, published: Sequence[str]) -> Row:
    fields = {name: event.fields.get(name, "") for name in published}
    return {
        "case": key(event.case_id),
        "units": ";".join(f"{task['kind']}:{task.get('unit', '')}" for task in event.tasks),
        **_plain(scope, event, ("seq", "at", "verb", "role", "task", "calendar")),
        **fields,
    }


def _plain(scope: Scope, row: Any, names: Sequence[str]) -> Row:
    """Columns as they stand, instants in the town's zone."""
    values = {name: getattr(row, name) for name in names}
    zone = scope.town.zone
    return {
        name: plain(value.astimezone(zone) if isinstance(value, datetime) else value) for name, value in values.items()
    }


def _figures(scope: Scope) -> Iterator[Row]:
    """What the public sees of the whole months touched: of all, by month, by unit for each year and month."""
    table = count(scope.code, "unit", scope.service.publish.figures)
    first, last = whole_months(scope.first or date.min, scope.last or date.max)
    whole = table.account(first, last, by_month=True).published()
    yield from (_figure(shown) for shown in whole.shown)
    months = sorted(month for month in table.months if f"{first:%Y-%m}".zfill(7) <= month <= f"{last:%Y-%m}")
    for year in dict.fromkeys(month[:4] for month in months):
        inside = [month for month in months if month[:4] == year]
        whole_year = inside == sorted(month for month in table.months if month[:4] == year)
        for span in ([year] if whole_year else []) + inside:
            since = date(int(year), int(span[5:] or 1), 1)
            until = date(int(year), int(span[5:] or 12), 28)
            for shown in table.account(since, until).published().shown:
                if shown.by:
                    yield _figure(shown, span)


def _figure(shown: Shown, span: str = "") -> Row:
    row = {name: getattr(shown, name) for name in ("code", "value", "unit", "numerator", "denominator")}
    unit = shown.by["unit"] or NONE if "unit" in shown.by else ""
    words = {"title": shown.title(), "definition": shown.definition()}
    return {**row, **words, "month": shown.by.get("month", span), "lead_unit": unit}


def _frozen(scope: Scope, row: FrozenMonth) -> Row:
    """A month as it was published, with what its digest is made of."""
    return {"sha256": row.digest, **_plain(scope, row, ("month", "version", "cut_off", "text"))}


def _checksums(done: Exported) -> None:
    """SHA-256 of every file, in the form that `sha256sum -c` reads."""
    lines = []
    for name in done.files:
        with (done.folder / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    (done.folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
    done.files.append(CHECKSUMS)
