"""Verify: replay every event, compare with the stored rows, check every chain and head. 「核验」"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from . import storing
from .heads import head_hash, is_signed
from .life import Life, life
from .life.machine import ERASE
from .models import Brought, Case, Event, Head, Leaf, Link, Promise, Task, Words
from .models.event import genesis
from .recording import service_of
from .ruling import again
from .snapshot import snapshot
from .town import town
from .verifying_files import files_broken

CHUNK = 500


@dataclass
class Report:
    """What verify found: how much was read, which stored rows differ, which chains are broken. 「核验结果」"""

    events: int = 0
    cases: int = 0
    differences: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not self.differences and not self.broken

    def as_json(self) -> dict[str, Any]:
        """The JSON of design §5: {events, cases, differences, broken}."""
        return {"events": self.events, "cases": self.cases, "differences": self.differences, "broken": self.broken}


def verify(progress: Any = None) -> Report:
    """Check the whole record as it stands at this instant, in one snapshot; what is done meanwhile is not seen.

    Each mistake is named by case number and event. Memory does not grow with the record; nothing is written.
    """
    report = Report()
    with snapshot():
        for cases in _chunks():
            kept = _rows_of(cases)
            for case in cases:
                _verify_case(case, kept[case.pk], report)
            report.broken += files_broken(cases, {case.pk: kept[case.pk].words for case in cases})
            if progress:
                progress(len(cases))
        _verify_heads(report)
    return report


def _chunks() -> Iterator[list[Case]]:
    after: UUID | None = None
    while True:
        page = Case.objects.order_by("pk")
        cases = list((page.filter(pk__gt=after) if after else page)[:CHUNK])
        if not cases:
            return
        yield cases
        after = cases[-1].pk


@dataclass
class _Rows:
    """Everything stored under one case."""

    events: list[Event] = field(default_factory=list)
    words: dict[int, Words] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)


def _rows_of(cases: list[Case]) -> dict[UUID, _Rows]:
    rows: dict[UUID, _Rows] = defaultdict(_Rows)
    for event in Event.objects.filter(case__in=cases).order_by("case", "seq"):
        rows[event.case_id].events.append(event)
    for words in Words.objects.filter(case__in=cases):
        rows[words.case_id].words[words.seq] = words
    for promise in Promise.objects.filter(case__in=cases):
        rows[promise.case_id].promises.append(promise)
    for task in Task.objects.filter(case__in=cases):
        rows[task.case_id].tasks.append(task)
    for link in Link.objects.filter(case__in=cases):
        rows[link.case_id].links.append(link)
    for one in Brought.objects.filter(case__in=cases):
        rows[one.case_id].brought.append(one)
    return rows


def _verify_case(case: Case, rows: _Rows, report: Report) -> None:
    report.cases += 1
    report.events += len(rows.events)
    _chain(case, rows, report)
    try:
        lived = life(service_of(case), [event.act() for event in rows.events], town(), case.seen_at)
    except (LookupError, ValueError, TypeError, AssertionError) as error:
        report.broken.append(f"{case.number}: the events cannot be replayed: {error}")
        return
    report.broken += [f"{case.number}/{text}" for text in _answers(case, rows)]
    report.broken += [f"{case.number}/{wrong.seq}: {wrong.code} {dict(wrong.about)}" for wrong in lived.wrong]
    if lived.acts:
        report.differences += [f"{case.number}: {text}" for text in _differences(case, rows, lived)]


def _answers(case: Case, rows: _Rows) -> Iterator[str]:
    """Answers of dated rules that do not follow from their versions: each is asked anew on the life before it."""
    if not any("rule" in event.fields for event in rows.events):
        return
    before = Life(service_of(case), town())
    for event in rows.events:
        if "rule" in event.fields:
            yield from (f"{event.seq}: {text}" for text in again(before, event.act(), town()))
        before.step(event.act())


def _chain(case: Case, rows: _Rows, report: Report) -> None:
    previous = genesis(case)
    erased = {event.seq for event in rows.events if event.verb == ERASE}
    for position, event in enumerate(rows.events, start=1):
        name = f"{case.number}/{event.seq} {event.verb}"
        if event.seq != position:
            report.broken.append(f"{name}: event {position} is missing or out of order")
        if event.previous != previous:
            report.broken.append(f"{name}: not chained to the event before it")
        if event.sealed() != event.hash:
            report.broken.append(f"{name}: the event was altered")
        _check_words(name, event, rows.words.get(event.seq), erased, report)
        previous = event.hash
    if case.seq != len(rows.events) or (rows.events and case.hash != rows.events[-1].hash):
        report.broken.append(f"{case.number}: event {case.seq} should be the last, {len(rows.events)} stand")
    stray = sorted(set(rows.words) - {event.seq for event in rows.events if event.words})
    report.broken += [f"{case.number}/{seq}: words without an event" for seq in stray]


def _check_words(name: str, event: Event, words: Words | None, erased: set[int], report: Report) -> None:
    if event.words is None:
        return
    if words is None:
        report.broken.append(f"{name}: its words are missing")
    elif words.erased_at is not None:
        if not any(seq > event.seq for seq in erased) or words.content:
            report.broken.append(f"{name}: its words are marked erased, but no erasure is on record")
    elif words.digest() != event.words["digest"]:
        report.broken.append(f"{name}: its words were altered")


def _differences(case: Case, rows: _Rows, lived: Life) -> Iterator[str]:
    for column, right in storing.case_row(lived).items():
        if getattr(case, column) != right:
            yield f"{column} is {getattr(case, column)!r}, its events make it {right!r}"
    wanted = {f"promise {g.task}/{g.code}/{g.round}": storing.promise_row(lived, g) for g in lived.promises}
    wanted |= {f"task {t.number}": storing.task_row(t) for t in lived.tasks.values()}
    wanted |= {f"link {task}/{name}": {"to": to} for (task, name), to in storing.links_of(lived).items()}
    wanted |= {f"figure {task}/{code}": row for (task, code), row in storing.brought_rows(lived).items()}
    stored: dict[str, Promise | Task | Link | Brought] = {f"task {t.number}": t for t in rows.tasks}
    stored |= {f"promise {p.task}/{p.code}/{p.round}": p for p in rows.promises}
    stored |= {f"link {one.task}/{one.field}": one for one in rows.links}
    stored |= {f"figure {one.task}/{one.code}": one for one in rows.brought}
    for key in sorted(wanted.keys() ^ stored.keys()):
        yield f"{key} is {'missing' if key in wanted else 'stored, but no event gives it'}"
    for key in sorted(wanted.keys() & stored.keys()):
        for column, right in wanted[key].items():
            if getattr(stored[key], column) != right:
                yield f"{key}: {column} is {getattr(stored[key], column)!r}, its events make it {right!r}"


def _verify_heads(report: Report) -> None:
    """Every head follows the one before, is signed, and finds each of its cases as far on as it was."""
    previous = ""
    for head in Head.objects.order_by("number").iterator():
        leaves = Leaf.objects.filter(head=head).order_by("case_uuid")
        if head.previous != previous or head_hash(head, leaves.iterator()) != head.hash:
            report.broken.append(f"head {head.number}: altered, or not chained to the head before it")
        if not is_signed(head):
            report.broken.append(f"head {head.number}: the signature is not this town's")
        for page in _leaf_pages(head):
            _verify_leaves(page, report)
        previous = head.hash


def _leaf_pages(head: Head) -> Iterator[list[Leaf]]:
    page: list[Leaf] = []
    for leaf in Leaf.objects.filter(head=head).order_by("case_uuid").iterator(chunk_size=CHUNK):
        page.append(leaf)
        if len(page) == CHUNK:
            yield page
            page = []
    if page:
        yield page


def _verify_leaves(page: list[Leaf], report: Report) -> None:
    ids = [leaf.case_uuid for leaf in page]
    numbers = dict(Case.objects.filter(pk__in=ids).values_list("pk", "number"))
    found = Event.objects.filter(case__in=ids).values_list("case", "seq", "hash")
    hashes = {(case, seq): value for case, seq, value in found}
    for leaf in page:
        if numbers.get(leaf.case_uuid) != leaf.case_number:
            report.broken.append(f"{leaf.case_number}: the whole case is gone; head {leaf.head.number} knew it")
        elif hashes.get((leaf.case_uuid, leaf.seq)) != leaf.hash:
            report.broken.append(f"{leaf.case_number}/{leaf.seq}: gone or altered since head {leaf.head.number}")
