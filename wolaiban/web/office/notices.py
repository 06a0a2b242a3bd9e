"""Supervision notices 督办单: which are out, what was found, what is owed until when, what was answered. 「督办单」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.models import Event, Promise, Task, Words
from wolaiban.promises.recording import service_of
from wolaiban.web.shared.paging import ends, page_after
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import PAGE, Line, lines_of, names_of, seen_by

KIND = "supervision"
OLDEST, LATEST = ("opened_at", "id"), ("-over_at", "-id")
"""What waits the longest stands first; of what was answered, the last answer."""


@dataclass(frozen=True)
class Notice:
    """One notice: the case, the unit that answers, since when, until when, why, and what it said. 「督办单」"""

    line: Line
    unit: str
    opened_at: datetime | None
    due_at: datetime | None
    over_at: datetime | None
    overdue: bool
    finding: str
    by_clock: str
    answer: str


def labels() -> dict[str, str]:
    """The lists of notices in the reader's language."""
    return {"open": gettext("待回复"), "overdue": gettext("逾期未回复"), "done": gettext("已回复")}


def notices_of(actor: Actor, show: str, at: datetime) -> QuerySet[Task]:
    """The notices of one list, in cases that the actor may see."""
    found = seen_by(actor, Task.objects.filter(kind=KIND))
    if show == "done":
        return found.filter(state="done")
    late = Promise.objects.filter(case=OuterRef("case"), task=OuterRef("number"), settled_at=None, due_at__lt=at)
    found = found.filter(state="open")
    return found.filter(Exists(late)) if show == "overdue" else found


@watching()
@require_safe
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One list of notices, a page at a time."""
    at, words = clock.now(), labels()
    show = request.GET.get("show", "")
    show = show if show in words else "open"
    after = request.GET.get("after", "")
    found = notices_of(actor, show, at).select_related("case")
    page, onward = page_after(found, LATEST if show == "done" else OLDEST, after, PAGE)
    given = {
        "at": at,
        "tabs": [(words[name], f"?show={name}", notices_of(actor, name, at).count(), name == show) for name in words],
        "rows": rows_of(page, at),
        **ends({"show": show}, after, onward),
    }
    return render(request, "office/notices.html", given)


def rows_of(tasks: list[Task], at: datetime) -> list[Notice]:
    """The notices with their words: five questions for all of them."""
    cases = {task.case_id: task.case for task in tasks}
    lines, names = lines_of(cases.values()), names_of([task.unit for task in tasks])
    promises = {(one.case_id, one.task): one for one in Promise.objects.filter(case__in=cases, code=KIND)}
    events = list(Event.objects.filter(case__in=cases, verb__in=("supervise", "report")).order_by("seq"))
    said = _said(events)
    found = []
    for task in tasks:
        promise = promises.get((task.case_id, task.number))
        opened = _opening(task, events)
        answer = next((e for e in events if (e.case_id, e.verb, e.task) == (task.case_id, "report", task.number)), None)
        found.append(
            Notice(
                line=lines[task.case_id],
                unit=names.holder(service_of(task.case), task.unit),
                opened_at=task.opened_at,
                due_at=promise.due_at if promise else None,
                over_at=task.over_at,
                overdue=bool(promise and promise.due_at and promise.due_at < (task.over_at or at)),
                finding=said.get(_key(opened), ""),
                by_clock=_because(opened),
                answer=said.get(_key(answer), ""),
            )
        )
    return found


def _opening(task: Task, events: Iterable[Event]) -> Event | None:
    """The event that opened the task: the one of its instant."""
    return next(
        (e for e in events if e.verb == "supervise" and e.case_id == task.case_id and e.at == task.opened_at), None
    )


def _because(event: Event | None) -> str:
    """The promise for whose breach the clock sent the notice by itself; "" where a person did."""
    code = event.fields.get("because", "").split("/")[1:2] if event else []
    return service_of(event.case).word("promises", code[0], reader_lang()) if event and code else ""


def _key(event: Event | None) -> tuple[UUID, int] | None:
    return (event.case_id, event.seq) if event else None


def _said(events: list[Event]) -> dict[tuple[UUID, int] | None, str]:
    """What was typed at each of these events."""
    rows = Words.objects.filter(case__in={e.case_id for e in events}, seq__in={e.seq for e in events})
    return {
        (row.case_id, row.seq): " ".join(str(row.content[name]) for name in ("finding", "text") if name in row.content)
        for row in rows.only("case_id", "seq", "content")
    }
