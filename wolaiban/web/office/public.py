"""What watching found, for anybody: faults by kind, key cases with the post in charge and the result. 「督查公开页」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.catalogue.vocabulary import CONTRACT_STATES
from wolaiban.promises.access import door
from wolaiban.promises.town import in_force, town
from wolaiban.statistics.watched import OTHERS, KeyCase, Watched, cut_off, key_cases, watched
from wolaiban.web.shared.showing import service_name
from wolaiban.web.shared.telling import reader_lang


@door("anybody")
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Both accounts up to the end of the last month."""
    until = cut_off()
    accounts = [found for one in in_force() if (found := watched(one.code, until)) is not None]
    given = {
        "until": until,
        "accounts": [_account(one) for one in accounts],
        "cases": [_case(one) for one in key_cases(until)],
    }
    return render(request, "office/public.html", given)


def _account(account: Watched) -> dict:
    service, lang = town().service(account.service), reader_lang()
    kind = lambda code: gettext("其他问题") if code == OTHERS else service.word("choices.fault", code, lang)  # noqa: E731
    faults = [(kind(code), n) for code, n in account.faults.items()]
    return {"name": service_name(service), "account": account, "faults": faults}


def _case(one: KeyCase) -> dict:
    service, lang = town().service(one.service), reader_lang()
    return {
        "service": service_name(service),
        "month": one.month,
        "post": one.post,
        "role": service.word("roles", one.role, lang) if one.role else "",
        "state": _state(one.state, lang),
        "missed": one.missed,
    }


def _state(code: str, lang: str) -> str:
    """The word for a contract state, which every town shares."""
    return CONTRACT_STATES[code][lang]
