"""The page of the public account, and its data as files. 「承诺公开页」"""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.promises.access import door
from wolaiban.promises.town import in_force
from wolaiban.statistics.board import has_board
from wolaiban.web.shared.offers import offer, service_of_today
from wolaiban.web.shared.telling import reader_lang

from .account import account, period, published

COLUMNS = ("code", "value", "unit", "numerator", "denominator", "definition")


@door("anybody")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The published figures of one service, the first unless said otherwise, with definition, counts and cut-off."""
    since, until, wrong = period(request.GET)
    services = [service for service in in_force() if service.publish.figures]
    chosen = next((one for one in services if one.code == request.GET.get("service")), next(iter(services), None))
    found = {"since": since, "until": until, "wrong": wrong, "services": [offer(service) for service in services]}
    found["boards"] = [offer(service) for service in in_force() if has_board(service, public=True)]
    found["account"] = account(chosen, since, until) if chosen else None
    return render(request, "hall/figures.html", found)


@door("anybody")
@require_safe
def data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same figures as JSON or CSV."""
    since, until, _ = period(request.GET)
    found = published(service_of_today(code), since, until).as_json(reader_lang())
    if form == "json":
        return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    if form != "csv":
        raise Http404(form)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{since}-{until}.csv"'
    answer.write("\ufeff")
    rows = csv.DictWriter(answer, ["service", "from", "to", "cut_off", *COLUMNS], extrasaction="ignore")
    rows.writeheader()
    head = {name: found[name] for name in ("service", "from", "to", "cut_off")}
    rows.writerows(head | figure for figure in found["figures"])
    return answer
