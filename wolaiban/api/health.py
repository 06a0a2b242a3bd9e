"""GET /healthz: whether the town's server answers, reaches its database, and its clock runs. 「健康检查」"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve
from ninja import Router

from wolaiban.clockwork.outbox import standing
from wolaiban.clockwork.pulse import pulse
from wolaiban.lib import clock
from wolaiban.promises.access import door
from wolaiban.promises.town import town

from .problems import Problem, say
from .told import Health, ProblemTold, moment

router = Router(tags=["health"])


@router.get("/healthz", response={200: Health, 503: ProblemTold})
@door("anybody")
def healthz(request: HttpRequest) -> Any:
    """200 while the database answers, else 503; which town this is, what time it shows, and how its clock is.

    `degraded` while the clock is late: still 200, because pages answer, and a proxy that took them away would help
    nobody. Monitors look at `status`.
    """
    now = clock.now()
    try:
        beat, mail = pulse(now), standing()
    except DatabaseError as error:
        raise Problem(
            503, say("数据库没有应答，请稍后再试。", "The database does not answer; try again later.")
        ) from error
    return {
        "status": "degraded" if beat.late else "ok",
        "town": town().code,
        "name": dict(town().name),
        "version": version("wolaiban"),
        "database": connection.vendor,
        "now": moment(now),
        "demo": town().demo,
        "clock": {
            "late": beat.late,
            "last_tick": moment(beat.last_tick),
            "unsettled": beat.unsettled,
            "put_off": beat.put_off,
        },
        "messages": {
            "waiting": mail.waiting,
            "oldest": moment(mail.oldest),
            "given_up": mail.given_up,
            "held": not mail.may_send,
        },
    }


@door("anybody")
def at_root(request: HttpRequest) -> HttpResponseBase:
    """The same at /healthz, where monitors and load balancers look first."""
    found: HttpResponseBase = resolve("/api/v1/healthz").func(request)
    return found
