"""What a service promises, to whom and from when, and what each new version changes. 「事项说明」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.catalogue.difference import Told, told_promises, told_versions
from wolaiban.catalogue.service import Service
from wolaiban.promises.access import door
from wolaiban.promises.town import today, town
from wolaiban.web.shared.offers import offer, service_of_today
from wolaiban.web.shared.telling import reader_lang


@dataclass(frozen=True)
class Version:
    """One version of a service: from when it holds, and what it changes against the one before. 「版本」"""

    since: date
    changes: tuple[str, ...]
    is_first: bool
    is_to_come: bool


@door("anybody")
@require_safe
def promised(request: HttpRequest, code: str) -> HttpResponse:
    """The promises of a service in force today, and every version of its file, the newest first."""
    service = service_of_today(code)
    given = {"offer": offer(service), "service": service, "promises": _promises(service), "versions": _versions(code)}
    return render(request, "hall/promised.html", given)


def _promises(service: Service) -> list[Told]:
    """The promises that the asker is shown, in the order of the file; waits of the clock are promises to nobody."""
    return [one for one in told_promises(service, reader_lang()) if one.rule.counts and one.rule.shown != "staff"]


def _versions(code: str) -> list[Version]:
    versions = town().services[code]
    day = today()
    found = [Version(versions[0].valid_from, (), True, versions[0].valid_from > day)]
    for new, changes in told_versions(town(), code, reader_lang()):
        found.append(Version(new.valid_from, tuple(changes), False, new.valid_from > day))
    return found[::-1]
