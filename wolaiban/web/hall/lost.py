"""The tracking code was lost: it is sent again to the telephone or e-mail on record, and never shown. 「补发查询码」"""

from __future__ import annotations

import hmac

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wolaiban.lib import clock
from wolaiban.people.checks import phone_digits
from wolaiban.promises import limits
from wolaiban.promises.access import door
from wolaiban.promises.models import Case
from wolaiban.promises.posting import resend_code
from wolaiban.promises.reading import said_at_first
from wolaiban.web.shared.forms import Entry, Form
from wolaiban.web.shared.telling import reader_lang


@door("anybody")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for the number and the contact that was given; the reply is the same whether they fit or not.

    Who asks too often has to wait, at HTTP 429 with Retry-After.
    """
    form = _form()
    if request.method != "POST":
        form.fill(request.GET)
        return render(request, "hall/lost.html", {"form": form})
    said = form.fill(request.POST).said()
    for entry in form.entries:
        entry.error = "" if entry.value else gettext("请填写“%(field)s”。") % {"field": entry.label}
    if form.has_errors:
        return render(request, "hall/lost.html", {"form": form}, status=422)
    now, address = clock.now(), limits.address_of_caller(request)
    try:
        limits.may_ask_code(address, now)
    except limits.TooOften as often:
        form.wrong = [often.words(reader_lang())]
        answer = render(request, "hall/lost.html", {"form": form}, status=429)
        answer["Retry-After"] = str(often.seconds)
        return answer
    limits.asked_code(address, now)
    case = _case_of(said["number"], said["contact"])
    if case is not None:
        resend_code(case)
    return render(request, "hall/lost.html", {"sent": True})


def _form() -> Form:
    contact = gettext("提交时留下的电话或电子邮箱")
    return Form(
        [
            Entry("number", gettext("编号"), required=True, hint=gettext("在回执、短信或邮件里，例如 PF2024-A1B2C3。")),
            Entry("contact", contact, required=True, hint=gettext("查询码只发到这里，不在网页上显示。")),
        ]
    )


def _case_of(number: str, contact: str) -> Case | None:
    """The case of a number whose asker left this telephone or e-mail; else None."""
    # PostgreSQL takes no NUL in text, not even to look for it.
    case = None if "\x00" in number else Case.objects.filter(number=number.upper()).first()
    if case is None:
        return None
    requester = said_at_first(case).get("requester", {})
    known = [_plain(str(requester.get(name, ""))) for name in ("phone", "email")]
    given = _plain(contact)
    fits = [hmac.compare_digest(given.encode(), text.encode()) for text in known if text]
    return case if any(fits) else None


def _plain(text: str) -> str:
    """A telephone by its digits, without the country; an e-mail in small letters."""
    return text.strip().casefold() if "@" in text else phone_digits(text)
