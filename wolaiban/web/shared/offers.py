"""The services on offer today. 「可办事项」"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from wolaiban.catalogue.service import Service
from wolaiban.people.actor import Actor
from wolaiban.promises.town import in_force, today, town

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
    return [offer(service) for service in in_force()]


def offers_to_ask() -> list[Offer]:
    """The services under which anybody whom they are for may ask."""
    return [offer(service) for service in in_force() if service.is_open]


def offers_to_file(actor: Actor, *, own: bool) -> list[Offer]:
    """The services under which an officer may file: for their own office, or what somebody told."""
    found = (one for one in in_force() if actor.roles & set(one.verbs["register"].by))
    return [offer(service) for service in found if service.is_own is own]


def service_of_today(code: str) -> Service:
    """The version of a service in force today, or Http404."""
    service = town().service(code, today())
    if service is None:
        raise Http404(code)
    return service


def _told(service: Service, what: str) -> str:
    text = service.word("service", what, reader_lang())
    return "" if text == what else text
