"""Published cases: the list of a service, and one case with the words for the public and its promises. 「公开办件」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.promises.access import door
from wolaiban.promises.life import Given
from wolaiban.statistics.published import Published, of_firm, published, published_cases
from wolaiban.web.shared.history import value_shown
from wolaiban.web.shared.offers import offer, service_of_today
from wolaiban.web.shared.paging import ends, page_after
from wolaiban.web.shared.people import Names, rooms_of_roles
from wolaiban.web.shared.telling import reader_lang

PAGE = 20
NEWEST = ("-registered_at", "id")


@dataclass(frozen=True)
class PromiseToAll:
    """A promise that anybody may read: what, by whom, until when (a day `begins` then), how it stands. 「公开承诺」"""

    label: str
    about: str
    holder: str
    state: str
    is_open: bool
    due_at: datetime | None
    settled_at: datetime | None
    begins: bool


@dataclass(frozen=True)
class CaseToAll:
    """A published case in the reader's language. 「公开件」"""

    number: str
    title: str
    state: str
    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    promises: tuple[PromiseToAll, ...]
    firm: str = ""
    asker: str = ""


@door("anybody")
@require_safe
def published_list(request: HttpRequest, code: str) -> HttpResponse:
    """What a service published, the newest first."""
    service = service_of_today(code)
    if not service.publish.words:
        raise Http404(code)
    after, firm = request.GET.get("after", ""), request.GET.get("firm", "").strip()
    found = of_firm(published_cases(service), firm) if service.publish.firm else published_cases(service)
    page, onward = page_after(found, NEWEST, after, PAGE)
    given = {"offer": offer(service), "cases": _all_shown(published(page)), "firm": firm}
    given["by_firm"] = service.publish.firm
    return render(request, "hall/published.html", given | ends({"firm": firm} if firm else {}, after, onward))


@door("anybody")
@require_safe
def published_case(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One published case; all others are not found, whoever asks."""
    service = service_of_today(code)
    case = None if "\x00" in number else published_cases(service).filter(number=number).first()
    if case is None:
        raise Http404(number)
    (shown,) = _all_shown(published([case]))
    return render(request, "hall/published_case.html", {"offer": offer(service), "shown": shown})


def _all_shown(page: list[Published]) -> list[CaseToAll]:
    units = {task.unit for one in page for task in one.life.tasks.values()}
    units |= {text for one in page for name, text in one.fields.items() if one.service.fields[name].kind == "unit"}
    names = Names.of(units, [], persons=[], rooms=rooms_of_roles())
    return [_shown(one, names) for one in page]


def _shown(one: Published, names: Names) -> CaseToAll:
    lang, service = reader_lang(), one.service
    codes = {name: text for name, text in one.fields.items() if service.fields[name].kind == "code"}
    told = [(service.word("fields", name, lang), name, text) for name, text in one.fields.items() if name not in codes]
    return CaseToAll(
        number=one.case.number,
        title=" · ".join(f"{service.word('fields', name, lang)} {text}" for name, text in codes.items())
        or one.case.number,
        state=service.word("states", one.life.state, lang),
        fields=tuple((label, value_shown(service, name, text, names)) for label, name, text in told),
        texts=tuple(one.texts.values()),
        promises=tuple(_promise(one, given, names) for given in one.promises),
        firm=one.firm,
        asker=one.asker,
    )


def _promise(one: Published, given: Given, names: Names) -> PromiseToAll:
    return PromiseToAll(
        label=one.service.word("promises", given.code, reader_lang()),
        about=one.about.get(given.task, ""),
        holder=names.holder(one.service, one.life.holder(given)),
        state=given.state,
        is_open=given.is_open,
        due_at=given.due_at,
        settled_at=given.settled_at,
        begins=given.rule.ends == "daybreak",
    )
