"""POST /cases/{number}/hand_over: what is bound to somebody who leaves passes to another. 「移交接口」"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.keeping import kept_by
from wolaiban.people.models import Officer, StaffRecord
from wolaiban.people.posting import OPERATOR
from wolaiban.promises.access import door
from wolaiban.promises.life import Wrong
from wolaiban.promises.life.handing import HAND_OVER, LEAVER
from wolaiban.promises.recording import OUTSIDE, service_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform

from .acting import KEY, answered, done
from .callers import Bearer
from .cases import seen_case
from .problems import Problem
from .repeating import Reply
from .sent import HandOver
from .told import Done, problems

router = Router(tags=["cases"])
"""Its own: this address has to be asked before that of any verb."""


@router.post(
    "/cases/{number}/hand_over",
    response={200: Done, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    auth=Bearer(),
)
@door(OPERATOR)
def hand_case_over(request: HttpRequest, response: HttpResponse, number: str, asked: HandOver, key: str = KEY) -> Any:
    """Put one officer in another's place in a case: as the person it names, and as the one who follows it.

    For operators, and for a centre about the officers of its own unit. It stands in no service's file.
    """
    case, by = seen_case(request, number, "", scope="act")

    def do() -> Reply:
        if not by.roles & set(OUTSIDE[HAND_OVER].by):  # before anything is told of officers
            raise Refused([Wrong(case.seq + 1, "wrong_role", {"verb": HAND_OVER})], service_of(case))
        leaver = _kept(by, asked.leaver)
        event = perform(case, HAND_OVER, by=by, leaver=leaver, heir=asked.heir)
        heir = Officer.objects.get(login=asked.heir)
        StaffRecord.objects.note(leaver, "handed_over", by=f"officer:{by.id}", at=clock.now(), other=heir.pk, count=1)
        return done(case, event, by)

    return answered(request, response, (case, by), key, asked, do)


def _kept(by: Actor, login: str) -> Officer:
    """The officer of a login, whom the one who acts keeps."""
    found = kept_by(by).filter(login=login).first()
    if found is None:
        raise Problem.at_field(
            LEAVER,
            f"您管理的人员中没有登录名“{login}”，请核对。",
            f"Among the officers that you keep nobody signs in as {login}. Compare the login.",
        )
    return found
