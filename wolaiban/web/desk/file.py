"""Write down what somebody told: everyone is an informant. 「代为登记」"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case
from wolaiban.promises.models import Case
from wolaiban.promises.once import Remember, once
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register
from wolaiban.web.shared.doors import officers_only
from wolaiban.web.shared.forms import Form, requester_said
from wolaiban.web.shared.links import with_code
from wolaiban.web.shared.offers import offer, offers_to_file, service_of_today
from wolaiban.web.shared.once import key_of_form, secret_of
from wolaiban.web.shared.showing import case_shown
from wolaiban.web.shared.uploads import take_files

from .file_form import area_of, channel_said, file_form, moments_said
from .twins import twins

JUST_FILED = "just_filed"


@officers_only
@require_safe
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The services to file under."""
    given = {"offers": offers_to_file(actor, own=False), "own": offers_to_file(actor, own=True)}
    return render(request, "desk/choose.html", given)


@officers_only
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The form on behalf of somebody, whose clock starts at the conversation, or for the officer's own office."""
    service = service_of_today(code)
    form = file_form(service, clock.now())
    status = 200
    if request.method == "POST":
        form.fill(request.POST)
        try:
            key = key_of_form(request, actor)
            case = once(key, lambda remember: _registered(request, service, form, actor, remember))
            if service.is_own:  # nobody else has to be given a code
                return redirect("desk-case", case.number)
            request.session[JUST_FILED] = case.tracking_code
            return redirect("desk-filed", case.number)
        except Refused as refused:
            form.refuse(refused)
            status = 422
    given = {"form": form, "offer": offer(service), "own": service.is_own, "once": secret_of(request)}
    return render(request, "desk/file.html", given, status=status)


def _registered(request: HttpRequest, service: Service, form: Form, actor: Actor, remember: Remember) -> Case:
    take_files(form, request, service, actor)
    said: dict[str, Any] = form.said()
    told: dict[str, Any] = {"area": area_of(actor)}
    if service.is_open:
        told |= {**moments_said(said, clock.now()), "channel": channel_said(said)}
    requester = requester_said(said)
    return register(service.code, by=actor, requester=requester, beside=lambda case, _: remember(case), **told, **said)


@officers_only
@require_safe
def filed(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The receipt for the one who asked, shown to the officer once: the code lets them, and only them, have a say."""
    case = access_case(actor, number, tracking_code=request.session.get(JUST_FILED, ""))
    if request.session.pop(JUST_FILED, "") != case.tracking_code:
        return redirect("desk-case", case.number)
    shown = case_shown(case, clock.now(), staff=False, unmasked=True)
    address = request.build_absolute_uri(with_code("track", case))
    given = {"shown": shown, "case": case, "address": address, "twins": twins(case, actor)}
    return render(request, "desk/filed.html", given)
