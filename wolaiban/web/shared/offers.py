"""The services on offer today. 「可办事项」"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.promises.town import town

from .showing import service_name
from .telling import reader_lang


@dataclass(frozen=True)
class Offer:
    """A service in the reader's language. 「事项」"""

    code: str
    name: str
    promise: str
    purpose: str
    asker: str


def offer(service: Service) -> Offer:
    """What a service says about itself."""
    lang = reader_lang()
    return Offer(
        service.code,
        service_name(service),
        _told(service, "promise"),
        _told(service, "purpose"),
        service.word("roles", service.asker, lang),
    )


def offers() -> list[Offer]:
    """The services in force today."""
    today = timezone.localdate(clock.now())
    found = [town().service(code, today) for code in town().services]
    return [offer(service) for service in found if service is not None]


def service_of_today(code: str) -> Service:
    """The version of a service in force today, or Http404."""
    service = town().service(code, timezone.localdate(clock.now()))
    if service is None:
        raise Http404(code)
    return service


def _told(service: Service, what: str) -> str:
    text = service.word("service", what, reader_lang())
    return "" if text == what else text
