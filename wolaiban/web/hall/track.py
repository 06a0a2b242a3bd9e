"""Follow a case with number and tracking code, write to those who handle it, have a say at the end. 「查询与评价」"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_case, door
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform
from wolaiban.web.shared.acting import Action, chosen
from wolaiban.web.shared.linking import links_shown
from wolaiban.web.shared.links import with_code
from wolaiban.web.shared.outlook import outlook_shown, told_apart
from wolaiban.web.shared.showing import CaseShown, case_shown
from wolaiban.web.shared.uploads import take_files

from .asker_side import actions_told, asker_side, what_follows


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
        wrong = gettext("没有找到。请对照回执核对编号和查询码；查询码遗失的，可以补发。")
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
    now = clock.now()
    shown = case_shown(case, now, staff=False, unmasked=False)
    outlook = outlook_shown(shown, now, staff=False)
    shown = told_apart(shown, outlook)
    given = {"shown": shown, "case": case, "side": asker_side(shown), "links": links_shown(case, None)}
    return render(request, "hall/track.html", given | {"outlook": outlook})


@door("asker")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """What the asker does: write, rate, withdraw, reopen, go on. Asked for first, it says what follows."""
    sent = request.POST if request.method == "POST" else request.GET
    case = access_case(None, number, tracking_code=sent.get("code", ""))
    shown = case_shown(case, clock.now(), staff=False, unmasked=False)
    actions = actions_told(shown)
    action = chosen(shown, actions, verb, sent, own=True)
    if request.method != "POST":
        # Somebody was first, or time went by: the page of the case says what may be done now.
        return _page(request, shown, action) if action in actions else redirect(with_code("track", case))
    try:
        take_files(action.form, request, shown.service, Actor.asker(case))
        perform(case, verb, by=Actor.asker(case), own=True, task=action.task, **action.said())
    except Refused as refused:
        action.form.refuse(refused)
        return _page(request, shown, action, refused.status)
    messages.success(request, gettext("已记录：%(verb)s") % {"verb": action.label})
    return redirect(with_code("track", case))


def _page(request: HttpRequest, shown: CaseShown, action: Action, status: int = 200) -> HttpResponse:
    """One thing to do on a page of its own: what follows from it, its form, and the way back."""
    follows = what_follows(shown.life, action.verb) if action.verb in shown.service.verbs else []
    given = {"shown": shown, "case": shown.case, "action": action, "follows": follows}
    return render(request, "hall/act.html", given, status=status)
