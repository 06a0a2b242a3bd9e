"""Ratings below par: who was dissatisfied with whom, and whether contact and correction came in time. 「差评」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.models import Event, Promise
from wolaiban.promises.names import units_by_code
from wolaiban.promises.recording import service_of
from wolaiban.promises.signals import AGAIN, BAD
from wolaiban.web.shared.paging import ends, page_after
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import PAGE, Line, lines_of, seen_by

CLOCKS = ("contact", "correct")
WITHIN = AGAIN


@dataclass(frozen=True)
class Bad:
    """One bad rating, with its two clocks and what the asker said later. 「差评」"""

    line: Line
    at: datetime
    rating: str
    contact: Promise | None
    correct: Promise | None
    called_at: datetime | None
    later: str

    @property
    def overdue(self) -> bool:
        return any(one and one.broken_at for one in (self.contact, self.correct))


def rated(actor: Actor, at: datetime) -> QuerySet[Event]:
    """The bad ratings of a season in cases that the actor may see."""
    found = Event.objects.filter(verb__in=("rate", "call_back"), fields__rating__in=BAD, at__gt=at - WITHIN)
    return seen_by(actor, found).select_related("case")


@watching()
@require_safe
def ratings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bad ratings still being redone, or all of the last months; by unit with their number."""
    at, after = clock.now(), request.GET.get("after", "")
    show = "all" if request.GET.get("show") == "all" else "open"
    found = rated(actor, at)
    in_hand = found.filter(case__finished_at=None, case__is_over=False)
    shown, onward = page_after(found if show == "all" else in_hand, ("-at", "-id"), after, PAGE)
    tabs = [
        (gettext("正在重办"), "?show=open", in_hand.count(), show != "all"),
        (gettext("近期全部"), "?show=all", found.count(), show == "all"),
    ]
    given = {
        "at": at,
        "rows": rows_of(shown),
        "units": by_unit(found),
        "tabs": tabs,
        **ends({"show": show}, after, onward),
    }
    return render(request, "office/ratings.html", given)


def by_unit(found: QuerySet[Event]) -> list[tuple[str, int]]:
    """How many bad ratings each lead unit had, the most first."""
    rows = found.exclude(case__lead_unit="").order_by().values_list("case__lead_unit").annotate(n=Count("pk"))
    counts = dict(rows)
    titles = units_by_code(counts)
    return sorted(((titles.get(code, code), n) for code, n in counts.items()), key=lambda one: (-one[1], one[0]))


def rows_of(found: list[Event]) -> list[Bad]:
    """The ratings with the clocks that they started: a few questions for all of them."""
    cases = {event.case_id: event.case for event in found}
    lines, lang = lines_of(cases.values()), reader_lang()
    promises = _promises(cases)
    later: dict[UUID, list[Event]] = {}
    for event in Event.objects.filter(case__in=cases, verb__in=("rate", "call_back")).order_by("seq"):
        later.setdefault(event.case_id, []).append(event)
    rows = []
    for event in found:
        service = service_of(event.case)
        since = [one for one in later.get(event.case_id, []) if one.seq > event.seq]
        called = next((one.at for one in since if one.verb == "call_back"), None)
        word = next((one.fields["rating"] for one in since if "rating" in one.fields), "")
        rows.append(
            Bad(
                lines[event.case_id], event.at,
                service.word("choices.rating", event.fields["rating"], lang),
                _clock(promises, event, "contact"), _clock(promises, event, "correct"), called,
                service.word("choices.rating", word, lang) if word else "",
            )
        )  # fmt: skip
    return rows


def _promises(cases: Mapping[UUID, object]) -> list[Promise]:
    return list(Promise.objects.filter(case__in=cases, code__in=CLOCKS).order_by("given_at"))


def _clock(promises: list[Promise], event: Event, code: str) -> Promise | None:
    """The clock that this rating started: given at its instant."""
    return next((p for p in promises if (p.case_id, p.code, p.given_at) == (event.case_id, code, event.at)), None)
