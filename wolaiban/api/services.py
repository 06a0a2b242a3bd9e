"""GET /services and GET /services/{code}: what can be asked for, in both languages. 「事项接口」"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from wolaiban.catalogue.service import ByField, FieldRule, Named, PromiseRule, Service, VerbRule
from wolaiban.promises.access import door
from wolaiban.promises.town import in_force
from wolaiban.workdays import Period

from .told import Services, ServiceTold, problems

router = Router(tags=["services"])
LANGUAGES = ("zh", "en")


@router.get("/services", response=Services)
@door("anybody")
def list_services(request: HttpRequest) -> Any:
    """The services in force today."""
    return {"services": [_in_short(service) for service in in_force()]}


@router.get("/services/{code}", response={200: ServiceTold, **problems(404)}, by_alias=True)
@door("anybody")
def show_service(request: HttpRequest, code: str) -> Any:
    """One service as its file declares it: states, fields, verbs, promises."""
    service = next((service for service in in_force() if service.code == code), None)
    if service is None:
        raise Http404(code)
    return {
        **_in_short(service),
        "asker": {"code": service.asker, "label": _words(service, "roles", service.asker)},
        "states": [
            {"code": code, "label": _words(service, "states", code), "counts_as": counts_as}
            for code, counts_as in service.states.items()
        ],
        "fields": [_field(service, rule) for rule in service.fields.values()],
        "verbs": [_verb(service, rule) for rule in service.verbs.values()],
        "promises": [_promise(service, rule) for rule in service.promises if rule.counts and rule.shown != "staff"],
    }


def _words(service: Service, kind: str, code: str) -> dict[str, str]:
    return {lang: service.word(kind, code, lang) for lang in LANGUAGES}


def _in_short(service: Service) -> dict[str, Any]:
    about = service.words.get("service", {})
    return {
        "code": service.code,
        "name": dict(service.name),
        "promise": dict(about.get("promise", {})),
        "purpose": dict(about.get("purpose", {})),
        "valid_from": service.valid_from.isoformat(),
    }


def _field(service: Service, rule: FieldRule) -> dict[str, Any]:
    return {
        "code": rule.name,
        "label": _words(service, "fields", rule.name),
        "kind": rule.kind,
        "personal": rule.personal,
        "default": rule.default,
        "choices": [
            {"code": choice.code, "label": _choice(service, rule.name, choice.code, choice.words)}
            for choice in rule.choices
            if choice.on
        ],
    }


def _choice(service: Service, field: str, code: str, own: Mapping[str, str]) -> dict[str, str]:
    return {lang: own.get(lang) or service.word(f"choices.{field}", code, lang) for lang in LANGUAGES}


def _verb(service: Service, rule: VerbRule) -> dict[str, Any]:
    return {
        "code": rule.name,
        "label": _words(service, "verbs", rule.name),
        "by": list(rule.by),
        "from": None if rule.from_states is None else list(rule.from_states),
        "needs": list(rule.needs),
        "may": list(rule.may),
        "on": list(rule.on),
        "opens": list(rule.opens),
    }


def _promise(service: Service, rule: PromiseRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "label": _words(service, "promises", rule.code),
        "within": _within(rule.within),
        "held_by": rule.held_by,
        "of": rule.of,
        "stops_for": list(rule.stops_for),
    }


def _within(within: Period | ByField | Named | None) -> dict[str, Any] | None:
    """The period in words, or one for each choice of a field; None where an event names it or the day."""
    if isinstance(within, Period):
        return {lang: within.words(lang) for lang in LANGUAGES}
    if isinstance(within, ByField):
        choices = {code: {lang: one.words(lang) for lang in LANGUAGES} for code, one in within.choices.items()}
        return {"by": within.field, "choices": choices}
    return None
