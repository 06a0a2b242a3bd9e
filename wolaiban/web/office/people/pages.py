"""The list of officers, one officer, a new one, and what is done about them. 「人员页」"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.lib import clock
from wolaiban.people import staffing
from wolaiban.people.importing.columns import CellRefusal
from wolaiban.people.importing.rows import Setting
from wolaiban.people.importing.rows import officer as take_over
from wolaiban.people.models import Officer
from wolaiban.people.posting import StaffRefusal
from wolaiban.promises.handing import count_bound
from wolaiban.promises.town import today
from wolaiban.web.shared.paging import ends

from . import forms, listing, showing
from .acts import ACTS, Doing
from .keeper import Keeper, keepers_only
from .once import keep, take
from .roles import role_options, roles_of_posts


@keepers_only()
@require_safe
def people(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """The officers, by words, role and whether they hold a post."""
    shows, asked = listing.shows(), request.GET
    show = asked.get("show", "")
    words, role = asked.get("q", "").replace("\x00", "").strip()[:60], asked.get("role", "")
    show = show if show in shows else "all" if words or role else "in"
    role = role if role in roles_of_posts() else ""
    after = asked.get("after", "")
    page = listing.found(keeper, today(), words=words, show=show, role=role, after=after)
    given = {"page": page, "shows": shows.items(), "show": show, "words": words, "role": role, "roles": role_options(),
             "keeper": keeper, **ends({"q": words, "role": role, "show": show}, after, page.onward)}  # fmt: skip
    return render(request, "office/people/list.html", given)


@keepers_only("add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """A new officer with a first post and a one-time link."""
    form = forms.adding()
    if request.method == "POST":
        form.fill(request.POST)
        try:
            officer = _added(form, keeper)
        except StaffRefusal as refused:
            forms.refuse(form, refused)
        else:
            keep(request, officer, "link", staffing.invite(officer, by=keeper.by, at=clock.now())[1])
            return redirect("office-officer", officer.login)
    return render(request, "office/people/add.html", {"form": form}, status=422 if form.has_errors else 200)


@keepers_only()
@require_safe
def officer(request: HttpRequest, keeper: Keeper, login: str) -> HttpResponse:
    """Posts, deputies, tokens and records of one officer, with what can be done."""
    one, day, now = keeper.officer(login), today(), clock.now()
    given = {
        "officer": one,
        "secret": take(request, one),
        "posts": showing.posts_shown(keeper, one, day),
        "deputising": showing.deputising(one, day),
        "tokens": showing.tokens_shown(keeper, one, now) if keeper.keeps_all else (),
        "acts": showing.of_officer(keeper, one),
        "records": showing.records_shown(one),
        "bound": count_bound(one),
        "keeper": keeper,
    }
    return render(request, "office/people/officer.html", given)


@keepers_only()
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, keeper: Keeper, login: str, name: str) -> HttpResponse:
    """One act about an officer: its form, and its effect; a refusal stands beside what was typed."""
    one, found = keeper.officer(login), ACTS.get(name)
    if found is None or not keeper.may(name):
        raise Http404(name)
    which = (request.POST or request.GET).get("which", "")
    form = found.form(one).prefixed(f"{name}-")
    if request.method == "POST":
        form.fill(request.POST)
        try:
            found.do(Doing(request, one, keeper.by, clock.now(), form, which, keeper.within))
        except StaffRefusal as refused:
            forms.refuse(form, refused)
        else:
            messages.success(request, gettext("已记录：%(verb)s") % {"verb": found.label()})
            return redirect("office-officer", one.login)
    given = {"officer": one, "name": name, "label": found.label(), "note": found.note(), "form": form, "which": which,
             "danger": found.danger}  # fmt: skip
    return render(request, "office/people/act.html", given, status=422 if form.has_errors else 200)


def _added(form, keeper: Keeper) -> Officer:
    said = form.said()
    login = said.get("login", "").lower()
    if Officer.objects.filter(login=login).exists():
        raise StaffRefusal("login", "这个登录名已有人用，请换一个。", "This login is taken: choose another.")
    try:
        with transaction.atomic():
            take_over(said, Setting(today(), frozenset(roles_of_posts()), keeper.by))
    except CellRefusal as refusal:
        raise StaffRefusal(refusal.column, refusal.zh, refusal.en) from refusal
    return Officer.objects.get(login=login)
