"""Ask: choose a service, fill in, and leave with a number and a running promise. 「提出诉求」"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises import limits
from wolaiban.promises.access import access_case, door
from wolaiban.promises.life import Wrong
from wolaiban.promises.models import Case
from wolaiban.promises.once import Remember, once
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register
from wolaiban.web.shared.forms import Form, requester_said
from wolaiban.web.shared.links import with_code
from wolaiban.web.shared.offers import offer, offers_to_ask, service_of_today
from wolaiban.web.shared.once import key_of_form, secret_of
from wolaiban.web.shared.showing import case_shown
from wolaiban.web.shared.telling import reader_lang
from wolaiban.web.shared.uploads import take_files

from .ask_form import ask_form
from .notice import notice
from .receipt import receipt_text

QUIET = "website"
"""A field that people do not see: what fills it in is a program."""


@door("anybody")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The services to choose from; the only one is opened at once."""
    found = offers_to_ask()
    if len(found) == 1:
        return redirect("ask", found[0].code)
    return render(request, "hall/choose.html", {"offers": found})


@door("anybody")
@never_cache  # each form has a secret of its own
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a service; what is wrong stands beside its field and nothing typed is lost, or filed twice."""
    service = service_of_today(code)
    if not service.is_open:
        raise Http404(code)
    form = ask_form(service)
    status, wait = 200, 0
    if request.method == "POST":
        form.fill(request.POST)
        try:
            return redirect(with_code("asked", _filed(request, service, form)))
        except limits.TooOften as often:
            form.wrong, status, wait = [often.words(reader_lang())], 429, often.seconds
        except Refused as refused:
            form.refuse(refused)
            status = refused.status
        except QuietFieldFilled:
            form.wrong, status = [gettext("请把“网址”一栏清空再提交：这一栏只用来挡住自动程序。")], 422
    given = {"form": form, "offer": offer(service), "notice": notice(service, form), "quiet": QUIET}
    given["once"] = secret_of(request)
    answer = render(request, "hall/ask.html", given, status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


class QuietFieldFilled(Exception):
    """The field that people do not see was filled in. 「隐藏栏被填写」"""


def _filed(request: HttpRequest, service: Service, form: Form) -> Case:
    """The case that the form filed, now or when it was sent before; raises Refused, TooOften or QuietFieldFilled."""
    if request.POST.get(QUIET):
        raise QuietFieldFilled
    key = key_of_form(request, Actor.asker())
    return once(key, lambda remember: _registered(request, service, form, remember))


def _registered(request: HttpRequest, service: Service, form: Form, remember: Remember) -> Case:
    now, address = clock.now(), limits.address_of_caller(request)
    phone = form.said().get("requester.phone", "")
    limits.may_file(address, phone, now)
    wrong = _files_taken(form, request, service)
    said = form.said()
    requester = {**requester_said(said), "language": reader_lang()}
    return register(
        service.code,
        by=Actor.asker(),
        requester=requester,
        also=wrong,
        beside=lambda case, _: [*limits.filed(address, phone, now), *remember(case)],
        **said,
    )


def _files_taken(form: Form, request: HttpRequest, service: Service) -> tuple[Wrong, ...]:
    """Take in the files sent with the form; what is wrong with them is told with all else that is."""
    try:
        take_files(form, request, service, Actor.asker())
    except Refused as refused:
        return refused.wrong
    return ()


@door("asker")
@never_cache
@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """What the asker leaves with: number, tracking code, who is responsible and until when."""
    case = access_case(None, number, tracking_code=request.GET.get("code", ""))
    address = request.build_absolute_uri(with_code("track", case))
    shown = case_shown(case, clock.now(), staff=False, unmasked=True)
    given = {"shown": shown, "case": case, "address": address, "saved": with_code("receipt", case)}
    return render(request, "hall/asked.html", given)


@door("asker")
@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as a file to keep, without what the asker told of themselves."""
    case = access_case(None, number, tracking_code=request.GET.get("code", ""))
    address = request.build_absolute_uri(with_code("track", case))
    shown = case_shown(case, clock.now(), staff=False, unmasked=False)
    answer = HttpResponse(receipt_text(shown, address), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.txt"'
    return answer
