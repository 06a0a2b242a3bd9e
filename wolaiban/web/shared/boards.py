"""The board of a service in the reader's words, a page at a time. 「看板展示」"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from wolaiban.catalogue.service import Service
from wolaiban.lib.words import Refusal
from wolaiban.promises.life import Life
from wolaiban.promises.life.tasks import MATTERS
from wolaiban.promises.reading import latest_words
from wolaiban.promises.town import today, town
from wolaiban.statistics.board import Board, Part, Row, board, case_figures
from wolaiban.statistics.results import Result, says_something

from .history import value_shown
from .outlook import how
from .paging import ends
from .people import Names
from .telling import reader_lang


@dataclass(frozen=True)
class PartShown:
    """One task of a case on the board: who, what, its figures, until when, how it stands. 「分项」"""

    label: str
    unit: str
    matter: str
    figures: tuple[tuple[str, str], ...]
    due_at: datetime | None
    left: str
    state: str
    css: str


@dataclass(frozen=True)
class LineShown:
    """One case on the board. 「一行」"""

    number: str
    href: str
    title: str
    facts: tuple[tuple[str, str], ...]
    state: str
    unit: str
    figures: tuple[tuple[str, str], ...]
    reported_at: datetime | None
    promise: str
    due_at: datetime | None
    left: str
    overdue: bool
    parts: tuple[PartShown, ...]


@dataclass(frozen=True)
class BoardShown:
    """A page of a board: numbers that sum it up, then its cases. 「看板」"""

    tiles: tuple[dict[str, Any], ...]
    figures: tuple[tuple[str, str, str], ...]
    lines: tuple[LineShown, ...]
    total: int
    cut_off: datetime


def day_asked(text: str) -> tuple[datetime | None, str]:
    """The end of the day that was asked for, in the town's zone, and what is wrong with it; None: now."""
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, gettext("日期请写成 2024-09-13 这样；现在显示的是此刻。")
    if day >= today():
        return None, ""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=town().zone) - timedelta(seconds=1), ""


def board_asked(
    code: str, asked: Mapping[str, str], *, seen: Q | None = None, public: bool = False
) -> dict[str, Any]:  # fmt: skip
    """What the page of a board shows of what was asked for: `on` a day, `after` the last case of the page before."""
    on, after = asked.get("on", ""), asked.get("after", "")
    at, wrong = day_asked(on)
    try:
        found = board(code, at, seen=seen, public=public, after=after)
    except Refusal as refusal:
        at, wrong = None, refusal.words(reader_lang())
        found = board(code, seen=seen, public=public)
    on = on if at else ""
    return {
        "board": board_shown(found, public=public),
        "on": on,
        "wrong": wrong,
        **ends({"on": on} if on else {}, after, found.onward),
    }


def board_shown(found: Board, *, public: bool) -> BoardShown:
    """A page of the board; to the public the fields that the file puts on it, and no number to follow."""
    rows, lang, on = found.rows, reader_lang(), found.scope.cut_off.astimezone(found.scope.town.zone).date()
    said = latest_words({row.case.pk: len(row.life.acts) for row in rows})
    names = Names.of({task.unit for row in rows for task in row.life.tasks.values()}, [], persons=[])
    service = found.service
    tiles = [
        {"value": n, "label": service.word("states", state, lang),
         "note": gettext("共 %(n)d 件") % {"n": found.cases}}
        for state, n in found.states.items()
    ]  # fmt: skip
    return BoardShown(
        tuple(tiles),
        tuple((one.title(lang), one.text(lang), one.definition(lang)) for one in found.figures),
        tuple(_line(row, said[row.case.pk], names, public, on) for row in rows),
        found.total,
        found.scope.cut_off,
    )


def _line(row: Row, said: Mapping[str, Any], names: Names, public: bool, on: date) -> LineShown:
    service, lang = row.life.service, reader_lang()
    wanted = service.publish.board if public else service.publish.board or ("subject",)
    fields = [(name, _value(row, said, name, names)) for name in wanted if name not in ("subject", "matter")]
    facts = [(service.word("fields", name, lang), text) for name, text in fields if text]
    title = str(said.get("subject", "")) if not public or "subject" in wanted else ""
    if not title and facts:
        title, facts = facts[0][1], facts[1:]
    lead = row.life.lead
    matters = said.get(MATTERS, {}) if not public or "matter" in wanted else {}
    return LineShown(
        row.number,
        "" if public else reverse("desk-case", args=[row.number]),
        title or row.number,
        tuple(facts),
        service.word("states", row.life.state, lang),
        names.holder(service, lead.unit) if lead else "",
        _figures(service, row.figures),
        row.reported_at,
        service.word("promises", row.due.code, lang) if row.due else "",
        row.due.due_at if row.due else None,
        _left(row.days_left),
        row.overdue,
        tuple(_part(service, part, names, matters, on) for part in row.parts),
    )


def _part(service: Service, part: Part, names: Names, matters: Mapping[str, str], on: date) -> PartShown:
    state, css = how(part.outlook, on) if part.outlook else ("", "")
    state = state if css else ""
    lang = reader_lang()
    own = [
        value_shown(service, name, part.task.fields[name], names)
        for name in service.task_said.get(part.task.kind, ())
        if part.task.fields.get(name) and service.fields[name].choices
    ]
    return PartShown(
        gettext("、").join([service.word("tasks", part.task.kind, lang), *own]),
        names.holder(service, part.task.unit if part.holder == "clock" else part.holder),
        matters.get(str(part.task.number), ""),
        _figures(service, part.figures),
        part.due.due_at if part.due else None,
        "" if css == "late" else _left(part.days_left),
        state,
        css,
    )


def figures_shown(lived: Life) -> tuple[tuple[str, str], ...]:
    """The declared figures of one case, for officers."""
    return _figures(lived.service, case_figures(lived))


def _figures(service: Service, figures: Iterable[tuple[str, Result]]) -> tuple[tuple[str, str], ...]:
    """In words; nothing of a share that has no denominator yet."""
    lang = reader_lang()
    told = [(code, one) for code, one in figures if says_something(one)]
    return tuple((service.word("figures", code, lang), one.text(lang)) for code, one in told)


def _value(row: Row, said: Mapping[str, Any], name: str, names: Names) -> str:
    """A field in words: what was typed last, or the code that stands."""
    if name in row.life.fields:
        return value_shown(row.life.service, name, row.life.fields[name], names)
    text = said.get(name, "")
    return text if isinstance(text, str) else ""


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -days) % {"n": -days}
    return ngettext("还有 %(n)d 天", "还有 %(n)d 天", days) % {"n": days} if days else gettext("今天到期")
