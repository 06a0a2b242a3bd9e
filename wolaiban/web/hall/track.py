"""Follow a case with its number and tracking code, and have a say at the end. 「查询与评价」"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, door
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform
from wolaiban.web.shared.acting import asker_actions, chosen
from wolaiban.web.shared.links import with_code
from wolaiban.web.shared.showing import case_shown


@door("anybody")
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The two fields that lead to a case; a wrong pair is told without saying which of the two is wrong."""
    number, code = (request.GET.get(name, "").strip() for name in ("number", "code"))
    try:
        if number and code:
            case = case_of(number, code)
            return redirect(with_code("track", case))
        wrong = gettext("请同时填写编号和查询码。") if number or code else ""
    except Http404:
        wrong = gettext("没有找到。请对照回执核对编号和查询码；如已遗失，请到服务窗口出示身份后查询。")
    given = {"number": number, "code": code, "wrong": wrong}
    return render(request, "hall/find.html", given, status=404 if wrong and number and code else 200)


def case_of(number: str, code: str) -> Case:
    """The case of a number as somebody typed it, in capitals or not; else Http404."""
    try:
        return access_case(None, number, tracking_code=code)
    except Http404:
        return access_case(None, number.upper(), tracking_code=code)


@door("asker")
@never_cache
@require_safe
def track(request: HttpRequest, number: str) -> HttpResponse:
    """How a case stands: who has it, until when, what happened, and what its asker may do now."""
    if not request.GET.get("code"):
        return redirect(f"{reverse('find')}?number={number}")
    case = access_case(None, number, tracking_code=request.GET["code"])
    shown = case_shown(case, clock.now(), staff=False, unmasked=False)
    return render(request, "hall/track.html", {"shown": shown, "case": case, "actions": asker_actions(shown)})


@door("asker")
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """What the asker does: rate, withdraw, reopen, go on."""
    case = access_case(None, number, tracking_code=request.POST.get("code", ""))
    shown = case_shown(case, clock.now(), staff=False, unmasked=False)
    action = chosen(shown, asker_actions(shown), verb, request.POST, own=True)
    try:
        perform(case, verb, by=Actor.asker(case), own=True, **action.form.said())
    except Refused as refused:
        action.form.refuse(refused)
        given = {"shown": shown, "case": case, "actions": [action], "refused": True}
        return render(request, "hall/track.html", given, status=refused.status)
    messages.success(request, gettext("已记录：%(verb)s") % {"verb": action.label})
    return redirect(with_code("track", case))
