"""Hand over all that is bound to one officer: one list, a bar, and what came of each case. 「移交办件」"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from wolaiban.lib import clock
from wolaiban.people.models import Officer, Post, StaffRecord
from wolaiban.people.posting import StaffRefusal
from wolaiban.promises.handing import Bound, bound_to, handed_over
from wolaiban.promises.life.handing import HEIR
from wolaiban.promises.models import Event
from wolaiban.promises.reading import subjects
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import today
from wolaiban.promises.verbs import hand_over
from wolaiban.web.shared.forms import Entry, Form
from wolaiban.web.shared.telling import reader_lang

from . import forms
from .keeper import Keeper, keepers_only
from .leaving import left_on, seats_of, until

BATCH = 100
"""So many cases are handed over at one press; the bar says how many are left."""


@dataclass(frozen=True)
class Line:
    """A case that waits, with what binds it, and why it was refused if it was. 「待移交」"""

    number: str
    subject: str
    bonds: tuple[str, ...]
    asked: tuple[str, ...]
    refused: str = ""


@dataclass(frozen=True)
class Done:
    """A case handed over: to whom and when. 「已移交」"""

    event: Event
    subject: str
    heir: str


@keepers_only("hand-over")
@require_http_methods(["GET", "POST"])
def hand(request: HttpRequest, keeper: Keeper, login: str) -> HttpResponse:
    """The cases bound to an officer and the form that hands them over, a hundred at a press."""
    officer, form = keeper.officer(login), _form(keeper.officer(login))
    why: dict[str, str] = {}
    if request.method == "POST":
        form.fill(request.POST)
        heir = Officer.objects.filter(login=form.said().get("heir", "")).first()
        if heir is None:
            forms.refuse(form, StaffRefusal("heir", "请选择接手人。", "Choose who takes over."))
        else:
            why = _hand_over(officer, heir, keeper)
    bound, done = bound_to(officer), handed_over(officer)
    since = left_on(officer, today())
    given = {
        "officer": officer, "form": form, "lines": _lines(bound, why), "done": _done(done), "left": len(bound),
        "all": len(bound) + len(done), "percent": round(100 * len(done) / max(1, len(bound) + len(done))),
        "refused": len(why), "seats": seats_of(officer, today()), "until": until(since) if bound else None,
    }  # fmt: skip
    return render(request, "office/people/hand.html", given, status=422 if form.has_errors else 200)


def _form(officer: Officer) -> Form:
    held = Post.objects.on(today()).values("officer")
    people = Officer.objects.filter(is_active=True, pk__in=held).exclude(pk=officer.pk)
    options = tuple((one.login, f"{one.name} ({one.login})") for one in people)
    return Form(
        [Entry("heir", gettext("接手人"), "pick", (("", gettext("请选择接手人")), *options), required=True, names=True)]
    )


def _hand_over(officer: Officer, heir: Officer, keeper: Keeper) -> dict[str, str]:
    """Hand over as many as fit in one press; each case by itself, so that one that is refused stops no other."""
    count, why = 0, dict[str, str]()
    for bound in bound_to(officer):
        if count >= BATCH:
            break
        try:
            hand_over(bound.case, by=keeper.actor, leaver=officer, heir=heir)
            count += 1
        except Refused as refused:
            why[bound.case.number] = refused.message(reader_lang())
    if count:
        note = {"by": keeper.by, "at": clock.now(), "other": heir.pk, "count": count}
        StaffRecord.objects.note(officer, "handed_over", **note)
    return why


def _lines(bound: list[Bound], why: dict[str, str]) -> list[Line]:
    said = subjects([one.case for one in bound])
    lang = reader_lang()
    return [
        Line(
            one.case.number,
            said.get(one.case.pk, ""),
            tuple(one.life.service.word("fields", name, lang) for name in one.bonds),
            tuple(one.life.service.word("promises", code, lang) for code in one.asked),
            why.get(one.case.number, ""),
        )
        for one in bound
    ]


def _done(events: list[Event]) -> list[Done]:
    said = subjects([event.case for event in events])
    keys = {event.fields.get(HEIR, "") for event in events}
    names = {str(one.pk): one.name for one in Officer.objects.filter(pk__in=keys)}
    return [Done(event, said.get(event.case_id, ""), names.get(event.fields.get(HEIR, ""), "")) for event in events]
