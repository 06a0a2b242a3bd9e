"""What deserves a look although no promise says so: repeated matters, clusters, patterns. 「提示」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases
from wolaiban.promises.names import units_by_code
from wolaiban.promises.signals import LABELS, Hit, hits
from wolaiban.promises.town import in_force
from wolaiban.statistics.inspecting import of_all
from wolaiban.web.shared.telling import reader_lang

from .doors import watching
from .lines import Line, lines_of

SHOWN = 6
MOST = 200


@dataclass(frozen=True)
class Shown:
    """One hit as it is shown: its unit, the cases that the reader may see, how many there are besides. 「提示」"""

    since: datetime
    unit: str
    lines: tuple[Line, ...]
    besides: int


def seen(actor: Actor, found: list[Hit]) -> list[Hit]:
    """The hits of which the actor may see the first case."""
    keys = {key for hit in found for key in hit.cases}
    known = set(access_cases(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [hit for hit in found if hit.cases and hit.cases[0] in known]


@watching()
@require_safe
def looking(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every kind of hit with its cases; kinds without any are left out."""
    at = clock.now()
    found = seen(actor, [*hits(at), *of_all(service.code for service in in_force())])
    groups = _groups(actor, found)
    return render(request, "office/signals.html", {"at": at, "groups": groups})


def _groups(actor: Actor, found: list[Hit]) -> list[dict]:
    lang = 1 if reader_lang() == "en" else 0
    by_code: dict[str, list[Hit]] = {}
    for hit in found:
        by_code.setdefault(hit.code, []).append(hit)
    labels = {code: words[lang] for code, words in LABELS.items()}
    labels["draws_running"] = gettext("连续多次抽查都发现问题的单位")
    wanted = {key for hit in found for key in hit.cases[:SHOWN]}
    lines = lines_of(access_cases(actor).filter(pk__in=wanted)) if wanted else {}
    units = units_by_code(hit.unit for hit in found)
    return [
        {"code": code, "label": labels.get(code, code), "n": len(many),
         "rows": [_shown(hit, lines, units) for hit in many[:MOST]]}
        for code, many in by_code.items()
    ]  # fmt: skip


def _shown(hit: Hit, lines: dict, units: dict[str, str]) -> Shown:
    first = tuple(lines[key] for key in hit.cases[:SHOWN] if key in lines)
    return Shown(hit.since, units.get(hit.unit, hit.unit), first, len(hit.cases) - len(first))
