"""The public account broken down: by month, by unit, by what the service publishes; a year at a time. 「分组公开」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.promises.access import door
from wolaiban.promises.town import today, town
from wolaiban.statistics.figures import Account
from wolaiban.statistics.labels import namer, part_name
from wolaiban.statistics.public import public_dimensions, public_figures
from wolaiban.statistics.published import missed
from wolaiban.statistics.scope import Scope
from wolaiban.web.shared.offers import offer, service_of_today
from wolaiban.web.shared.people import Names, rooms_of_roles
from wolaiban.web.shared.telling import reader_lang

SHOWN = ("received", "completion_rate", "on_time_rate", "satisfied_rate")
"""The figures of the table, by the first part of their code; the whole list is in the files."""
YEARS = 5


@dataclass(frozen=True)
class Parted:
    """One breakdown of one year. 「分组表」"""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    whole: tuple[tuple[str, str], ...]
    cut_off: datetime


def parts_of(service: Service) -> list[tuple[str, str]]:
    """The breakdowns on offer, each with what people call it."""
    scope = Scope(town(), service.code, clock.now())
    return [(part, part_name(scope, part, reader_lang())) for part in public_dimensions(scope)]


@door("anybody")
@require_safe
def parted(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """A year of the published figures by month, unit, or another breakdown that is on offer."""
    service, year = service_of_today(code), _year(request.GET.get("year", ""))
    known = parts_of(service)
    if part not in dict(known):
        raise Http404(part)
    wanted = tuple(name for name in service.publish.figures if name.partition(":")[0] in SHOWN)
    account = public_figures(
        service.code, first=date(year, 1, 1), last=date(year, 12, 31), by=part, only=wanted or ("",)
    ).published()
    years = range(today().year, today().year - YEARS, -1)
    given = {"offer": offer(service), "part": part, "parts": known, "year": year, "years": years}
    given["missed"] = _missed(service, year) if part == "unit" else ()
    return render(request, "hall/parts.html", given | {"table": _table(account, part)})


def _missed(service: Service, year: int) -> list[dict[str, Any]]:
    """The promises of a year that the file lists by name where they were not kept in time, for the page."""
    rows = missed(service, year)
    names = Names.of({row.promise.holder for row in rows}, [], persons=[], rooms=rooms_of_roles() if rows else {})
    return [
        {
            "label": service.word("promises", row.promise.code, reader_lang()),
            "holder": names.holder(service, row.promise.holder),
            "due_at": row.promise.rate_due_at,
            "kept_at": row.promise.settled_at if row.promise.state == "kept_late" else None,
            "number": row.number,
            "about": row.about,
        }
        for row in rows
    ]


def _year(text: str) -> int:
    """The year asked for; else this one."""
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= today().year else today().year


def _table(account: Account, part: str) -> Parted:
    lang, name = reader_lang(), namer(account.scope, reader_lang())
    whole = [one for one in account.shown if not one.by]
    texts = {(one.by.get(part, ""), one.code): one.text(lang) for one in account.shown if one.by}
    cells = list(dict.fromkeys(one.by.get(part, "") for one in account.shown if one.by))
    rows = [(cell, tuple((one.title(lang), texts.get((cell, one.code), "–")) for one in whole)) for cell in cells]
    return Parted(
        part_name(account.scope, part, lang),
        tuple(one.title(lang) for one in whole),
        tuple((name(part, cell), row) for cell, row in rows),
        tuple((one.title(lang), one.text(lang)) for one in whole),
        account.cut_off,
    )
