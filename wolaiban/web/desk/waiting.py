"""The lines of the queue: which cases of a tab, in which order, who holds them; reads only. 「队列查询」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, JSONField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext

from wolaiban.people.actor import Actor
from wolaiban.people.models import Organisation, Post
from wolaiban.promises.access import sees_requester
from wolaiban.promises.models import Case, Promise, Words
from wolaiban.promises.recording import service_of
from wolaiban.promises.town import today
from wolaiban.web.shared.paging import cut, ordered
from wolaiban.web.shared.people import Names
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

from .calling import Attempts

PAGE = 40
LEAST_TIME = ("next_due_at", "registered_at", "id")
"""The order of a queue: least time left first, then the oldest."""


@dataclass(frozen=True)
class Row:
    """One line of the queue. 「队列行」"""

    case: Case
    service: str
    subject: str
    asker: str
    state: str
    holder: str
    promise: str
    due_at: datetime | None
    overdue: bool
    paused: bool
    attempts: Attempts | None = None


def page_of(found: QuerySet[Case], after: str) -> tuple[list[Case], str]:
    """One page of cases with what was said in them, and the cursor of the next page, empty on the last."""
    # First which ones, then their words: the words of all that wait would be read to sort them.
    ones = ordered(found, LEAST_TIME, after).values("pk")[: PAGE + 1]
    return cut(list(with_words(ordered(Case.objects.filter(pk__in=ones), LEAST_TIME, ""))), LEAST_TIME, PAGE)


def with_words(found: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with what was registered, and the latest corrected subject, in the same statement."""
    rows = Words.objects.filter(case=OuterRef("pk"))
    first = rows.filter(seq=1).values("content")[:1]
    corrected = rows.filter(seq__gt=1, content__has_key="subject").order_by("-seq").values("content")[:1]
    return found.annotate(
        first_words=Subquery(first, output_field=JSONField()), new_words=Subquery(corrected, output_field=JSONField())
    )


def said_of(case: Case) -> dict[str, Any]:
    """What was registered in a case that came with its words."""
    new = case.new_words or {}  # type: ignore[attr-defined]
    return {**(case.first_words or {}), **({"subject": new["subject"]} if "subject" in new else {})}  # type: ignore[attr-defined]


def rows_of(cases: list[Case], actor: Actor, at: datetime, attempts: Mapping[UUID, Attempts]) -> list[Row]:
    """The lines for a page of cases: one question for all of them."""
    promises: dict[UUID, list[Any]] = {}
    units: dict[str, str] = {}
    rooms: dict[str, str] = {}
    for promise in _owed(cases):
        promises.setdefault(promise.case_id, []).append(promise)
        for known, title in ((units, promise.unit), (rooms, promise.room)):
            if title:
                known[promise.holder] = title
    names = Names(units, rooms=rooms)
    rows = (_row(case, promises.get(case.pk, []), actor, names, at) for case in cases)
    return [replace(row, attempts=attempts.get(row.case.pk)) for row in rows]


def _owed(cases: list[Case]) -> Any:
    """What is owed in these cases, with the titles of the units that hold it, or in which all of a role sit."""
    unit = Organisation.objects.filter(code=OuterRef("holder"))
    posts = Post.objects.on(today()).filter(area=None, role=OuterRef("holder")).exclude(role="unit").order_by()
    room = posts.values("role").annotate(one=Min(_title("organisation__")), other=Max(_title("organisation__")))
    owed = Promise.objects.filter(case__in=cases, settled_at=None, counts=True).order_by("due_at", "id")
    return owed.annotate(
        unit=Subquery(unit.annotate(told=_title()).values("told")[:1]),
        room=Subquery(room.filter(one=F("other")).values("one")),
    )


def _title(of: str = "") -> Any:
    """What a unit is called in the reader's language."""
    name = F(f"{of}name")
    return Coalesce(NullIf(f"{of}name_en", Value("")), name) if reader_lang() == "en" else name


def _row(case: Case, promises: list[Promise], actor: Actor, names: Names, at: datetime) -> Row:
    service, lang, said = service_of(case), reader_lang(), said_of(case)
    due = [p for p in promises if p.due_at is not None]
    first = (due or promises or [None])[0]
    requester = said.get("requester", {})
    asker = requester.get("organisation") or requester.get("name", "")
    if not sees_requester(actor, case):
        asker = gettext("已保密")
    return Row(
        case=case,
        service=service_name(service),
        subject=said.get("subject", ""),
        asker=asker,
        state=service.word("states", case.state, lang),
        holder=names.holder(service, first.holder) if first else "",
        promise=service.word("promises", first.code, lang) if first else "",
        due_at=first.due_at if first else None,
        overdue=bool(first and first.due_at and first.due_at < at),
        paused=bool(first and first.due_at is None),
    )
