"""The state of every promise on one screen, and what breaks next. 「督办室首页」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.town import town
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import names_of
from .rows import rows_of
from .standing import COLUMNS, by_holder, chosen, labels, numbers

TONES = {"soon": "soon", "today": "soon", "owed": "late", "broken": "late"}
NEXT = (("soon", 6), ("today", 6), ("tomorrow", 6))


@dataclass(frozen=True)
class Cell:
    """One number of the table, with where its list is. 「单元格」"""

    value: int
    href: str
    label: str
    tone: str


def list_of(show: str, **more: str) -> str:
    """The address of a list of promises."""
    return f"{reverse('office-promises')}?{urlencode({'show': show, **more})}"


@watching()
@require_safe
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is owed now: numbers that lead to their lists, by service and holder, and the next to fall due."""
    at = clock.now()
    counted, words, table = numbers(actor, at), labels(), _table(actor, at)
    whole = counted["open"]
    given = {
        "at": at,
        "tiles": [
            {"value": counted[name], "label": words[name], "href": list_of(name), "tone": _tone(name, counted[name]),
             "note": gettext("在办承诺共 %(n)d 项") % {"n": whole} if name not in ("broken", "open") else ""}
            for name in ("soon", "today", "tomorrow", "owed", "broken", "paused", "extended", "open")
        ],
        "columns": [words[name] for name in COLUMNS],
        "pressing": [row for row in table if row["pressing"]],
        "calm": [row for row in table if not row["pressing"]],
        "coming": _coming(actor, at),
    }  # fmt: skip
    return render(request, "office/overview.html", given)


def _tone(name: str, value: int) -> str:
    return TONES.get(name, "") if value else ""


def _table(actor: Actor, at: datetime) -> list[dict]:
    """Who owes what under which service; `pressing` where more is to be said of it than that it is in hand."""
    rows, words = by_holder(actor, at), labels()
    names = names_of([row["holder"] for row in rows])
    found = []
    for row in rows:
        service = town().service(row["service"])
        if service is None:
            continue
        cells = [
            Cell(row[name], list_of(name, service=row["service"], holder=row["holder"]), words[name],
                 _tone(name, row[name]))
            for name in COLUMNS
        ]  # fmt: skip
        pressing = any(row[name] for name in COLUMNS if name != "open")
        holder = names.holder(service, row["holder"])
        found.append({"service": service_name(service), "holder": holder, "cells": cells, "pressing": pressing})
    return found


def _coming(actor: Actor, at: datetime) -> list[dict]:
    """The next to fall due in three stretches, each promise once."""
    words, seen, found = labels(), set[int](), []
    for name, most in NEXT:
        promises = list(chosen(actor, name, at).exclude(pk__in=seen).select_related("case")[:most])
        seen.update(promise.pk for promise in promises)
        title = gettext("今天晚些时候") if name == "today" else words[name]
        found.append({"title": title, "href": list_of(name), "rows": rows_of(promises, reader_lang(), at, actor)})
    return found
