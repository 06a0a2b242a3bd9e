"""Ask: choose a service, fill in, and leave with a number and a running promise. 「提出诉求」"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, door
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register
from wolaiban.web.shared.forms import requester_said
from wolaiban.web.shared.links import with_code
from wolaiban.web.shared.offers import offer, offers, service_of_today
from wolaiban.web.shared.showing import case_shown

from .ask_form import ask_form


@door("anybody")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The services to choose from; the only one is opened at once."""
    found = offers()
    if len(found) == 1:
        return redirect("ask", found[0].code)
    return render(request, "hall/choose.html", {"offers": found})


@door("anybody")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a service; what is wrong stands beside its field and nothing typed is lost."""
    service = service_of_today(code)
    form = ask_form(service)
    status = 200
    if request.method == "POST":
        said = form.fill(request.POST).said()
        try:
            case = register(code, by=Actor.asker(), requester=requester_said(said), **said)
            return redirect(with_code("asked", case))
        except Refused as refused:
            form.refuse(refused)
            status = 422
    return render(request, "hall/ask.html", {"form": form, "offer": offer(service)}, status=status)


@door("asker")
@never_cache
@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """What the asker leaves with: number, tracking code, who is responsible and until when."""
    case = access_case(None, number, tracking_code=request.GET.get("code", ""))
    address = request.build_absolute_uri(with_code("track", case))
    shown = case_shown(case, clock.now(), staff=False, unmasked=True)
    return render(request, "hall/asked.html", {"shown": shown, "case": case, "address": address})
