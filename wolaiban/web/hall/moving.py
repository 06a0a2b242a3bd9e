"""The clock of a town for demonstration: stopped, hurried and moved by whoever looks. 「拨钟」"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wolaiban.clockwork.playing import played
from wolaiban.lib import clock
from wolaiban.promises.access import door
from wolaiban.promises.town import town
from wolaiban.workdays import Timetable

SPEEDS = {"pause": 0.0, "real": 1.0, "minutes": 60.0, "hours": 600.0}
HALF_AN_HOUR = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 30
PATIENCE_SECONDS = 20.0
"""How long a page waits until what lay between was played."""


@door("anybody")
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Run at another speed, or show a later instant; then back to the page that was looked at."""
    if not (town().demo and clock.is_followed()):
        raise Http404
    act, now = request.POST.get("do", ""), clock.now()
    if act in SPEEDS:
        clock.move_to(now, speed=SPEEDS[act])
    elif (at := target(act, now)) is not None:
        # It stands until all between was played, or a fast clock would show much more than was asked for.
        speed = clock.speed()
        clock.move_to(at, speed=0)
        _wait(at)
        clock.move_to(at, speed=speed)
    return redirect(_back(request))


def slow_down() -> bool:
    """Let the clock run at the real pace, so that a visitor has time to act; whether it ran faster before."""
    if not clock.is_followed() or clock.speed() <= 1:
        return False
    clock.move_to(clock.now())
    return True


def target(act: str, now: datetime) -> datetime | None:
    """The instant to which a leap leads: half an hour on, the next opening, the last close before days off."""
    if act == "half_hour":
        return now + HALF_AN_HOUR
    table, today = _timetable(now), now.astimezone(town().zone).date()
    days = [today + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS)]
    if act == "opening":
        return next((opens for day in days if table.is_open(day) and (opens := table.opening(day)) > now), None)
    if act == "week_end":
        lasts = (day for day in days if table.is_open(day) and not table.is_open(day + timedelta(days=1)))
        return next((closes for day in lasts if (closes := table.bell(day)) > now), None)
    return None


def _timetable(now: datetime) -> Timetable:
    here = town()
    hours = here.default_hours or next(iter(here.hours))
    return here.timetable(hours, here.calendar_known_at(now, hours))


def _wait(at: datetime) -> None:
    """Until the play has come so far; a town whose clock does not run is not waited for for ever."""
    gives_up = time.monotonic() + PATIENCE_SECONDS
    while (now := played()) is not None and now.until < at and settings.CLOCKWORK:
        if time.monotonic() > gives_up:
            return
        time.sleep(0.1)


def _back(request: HttpRequest) -> str:
    """The page that was looked at, where it is one of ours."""
    page = request.POST.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "/demo/"
