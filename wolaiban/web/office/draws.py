"""Draws for inspection: draw anew, look at what was drawn, see what the inspections found. 「抽查」"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.promises.names import name_of
from wolaiban.promises.town import in_force, town
from wolaiban.promises.visibility import sees_whole_town
from wolaiban.statistics.drawing import draw_finished
from wolaiban.statistics.inspecting import INSPECT, Inspected, Outcome, inspected, outcome
from wolaiban.statistics.models import Draw
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import Line, lines_of
from .rooms import INSPECTING

MOST = 40


@dataclass
class Typed:
    """What was typed into the form of a draw, and what is wrong with it. 「抽查表单」"""

    service: str = ""
    share: str = "10"
    seed: str = ""
    first: str = ""
    last: str = ""
    wrong: list[str] = field(default_factory=list)

    def day(self, text: str) -> date | None:
        """A date as typed; what is none is noted."""
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong.append(gettext("日期应如 2024-09-19，现为“%(value)s”。") % {"value": text})
            return None


@dataclass(frozen=True)
class Drawn:
    """One case of a draw as it is shown. 「受检件」"""

    row: Inspected
    line: Line
    way: str
    fault: str
    again: str
    can_inspect: bool


def ways() -> dict[str, str]:
    """By which way a case came in, in the reader's language."""
    return {"key": gettext("重点件"), "overdue": gettext("逾期件"), "drawn": gettext("随机抽中")}


@watching(INSPECTING)
@require_http_methods(["GET", "POST"])
def draws(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The draws on record with what came of them; a supervisor draws anew."""
    _whole_town(actor)
    may, typed = "supervisor" in actor.roles, Typed()
    if request.method == "POST" and may:
        typed = Typed(*(request.POST.get(name, "").strip() for name in ("service", "share", "seed", "first", "last")))
        record = _draw(actor, typed)
        if record is not None:
            messages.success(request, gettext("已抽取 %(n)d 件，记录在案。") % {"n": len(record.numbers)})
            return redirect("office-draw", record.pk)
    services = [(one.code, service_name(one), one.code == typed.service) for one in _inspectable()]
    given = {
        "may": may,
        "typed": typed,
        "services": services,
        "rows": [(record, _named(record), outcome(inspected(record))) for record in Draw.objects.all()[:MOST]],
    }
    return render(request, "office/draws.html", given, status=422 if typed.wrong else 200)


@watching(INSPECTING)
@require_safe
def draw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One draw: rule and seed, every case with its finding, and the account."""
    _whole_town(actor)
    record = Draw.objects.filter(pk=pk).first() if pk < 2**31 else None
    if record is None:
        raise Http404(pk)
    found = inspected(record)
    account = outcome(found)
    service = town().service(record.service)
    given = {
        "record": record,
        "service": _named(record),
        "by": name_of(record.by) or record.by.partition(":")[2],
        "rows": _shown(found, "supervisor" in actor.roles),
        "account": account,
        "faults": _faults(account, service),
        "tiles": _tiles(account),
        "at": clock.now(),
    }
    return render(request, "office/draw.html", given)


def _whole_town(actor: Actor) -> None:
    """A draw is of the whole town: a post for one area is not shown it."""
    if not sees_whole_town(actor):
        raise Http404


def _inspectable() -> list[Service]:
    """Services whose file lets findings be recorded; the others cannot be inspected."""
    return [one for one in in_force() if INSPECT in one.verbs]


def _draw(actor: Actor, typed: Typed) -> Draw | None:
    first, last = typed.day(typed.first), typed.day(typed.last)
    try:
        share = float(typed.share.rstrip("%％"))
    except ValueError:
        share = 0.0
    if typed.service not in {one.code for one in _inspectable()}:
        typed.wrong.append(gettext("请选择事项。"))
    if not 0 < share <= 100:
        typed.wrong.append(gettext("比例应大于 0、不超过 100，如 10。"))
    if typed.wrong:
        return None
    try:
        return draw_finished(
            typed.service, by=actor, seed=typed.seed[:100], share=str(round(share, 2)), first=first, last=last
        )
    except Refusal as refusal:
        typed.wrong.append(refusal.en if reader_lang() == "en" else refusal.zh)
        return None


def _named(record: Draw) -> str:
    service = town().service(record.service)
    return service_name(service) if service else record.service


def _shown(found: list[Inspected], may: bool) -> list[Drawn]:
    lines, words = lines_of(row.case for row in found), ways()
    return [
        Drawn(
            row, lines[row.case.pk], words[row.way], _fault(row, row.fault), _fault(row, row.again),
            may and not row.case.is_over,
        )
        for row in found
    ]  # fmt: skip


def _fault(row: Inspected, code: str) -> str:
    service = town().version(row.case.service, row.case.version)
    return service.word("choices.fault", code, reader_lang()) if service and code else ""


def _faults(account: Outcome, service: Service | None) -> list[tuple[str, int]]:
    lang = reader_lang()
    return [(service.word("choices.fault", c, lang) if service else c, n) for c, n in account.faults.items()]


def _tiles(account: Outcome) -> list[dict]:
    whole = gettext("共 %(n)d 件") % {"n": account.cases}
    corrections = gettext("共 %(n)d 项") % {"n": account.corrections}
    looked_at = gettext("已督查 %(n)d 件") % {"n": account.inspected}
    return [
        {"value": account.inspected, "label": gettext("已督查"), "note": whole},
        {"value": account.found, "label": gettext("发现问题"), "note": looked_at,
         "tone": "late" if account.found else ""},
        {"value": account.in_time, "label": gettext("按期整改"), "note": corrections},
    ]  # fmt: skip
