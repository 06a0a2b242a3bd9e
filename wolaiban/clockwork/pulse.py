"""Whether the clock runs and keeps up: for monitors and for officers' pages. 「时钟脉搏」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from wolaiban.lib import clock
from wolaiban.promises.models import Promise

from .models import Beat, PutOff

LATE = timedelta(minutes=5)
"""Without a tick for longer than this, or with something due unsettled for longer, the clock is late."""
WRITTEN_EVERY = timedelta(seconds=5)
"""A tick comes each second; one row written each second would be most of what a small town writes."""


@dataclass(frozen=True)
class Pulse:
    """When the clock ticked last, what stands unsettled, and since when. 「脉搏」

    `unsettled` counts promises that are due or have a warning due, without those of the `put_off` cases, which
    failed and wait to be tried again.
    """

    last_tick: datetime | None
    unsettled: int
    put_off: int
    late: bool


class Ticking(NamedTuple):
    """When the clock ticked last, None before its first time, and whether it has stopped. 「走动」"""

    last_tick: datetime | None
    late: bool


def beat(at: datetime) -> None:
    """Note that a round came to its end; an hour that was set back (a demo opened anew) is noted at once."""
    last = _last_tick()
    if last is None or not timedelta() <= at - last < WRITTEN_EVERY * _pace():
        Beat.objects.update_or_create(pk=1, defaults={"at": at})


def pulse(at: datetime) -> Pulse:
    """How the clock is at an instant."""
    waiting = Promise.objects.filter(counts=True, case__put_off=None)
    due = set(waiting.due_before(at).values_list("pk", flat=True))
    due |= set(waiting.to_warn_of(at).values_list("pk", flat=True))
    last = _last_tick()
    return Pulse(last, len(due), PutOff.objects.count(), _has_stopped(last, at) or _is_behind(at))


def ticking(at: datetime) -> Ticking:
    """When the clock ticked last and whether it has stopped; one question while it runs."""
    last = _last_tick()
    return Ticking(last, _has_stopped(last, at) or (last is None and _is_behind(at)))


def _last_tick() -> datetime | None:
    return Beat.objects.filter(pk=1).values_list("at", flat=True).first()


def _has_stopped(last: datetime | None, at: datetime) -> bool:
    return last is not None and at - last > LATE * _pace()


def _is_behind(at: datetime) -> bool:
    """Whether something was due longer ago than a running clock lets it stand."""
    since = at - LATE * _pace()
    waiting = Promise.objects.filter(counts=True, case__put_off=None)
    return waiting.due_before(since).exists() or waiting.to_warn_of(since).exists()


def _pace() -> float:
    """A moved clock that runs fast is not late because its hour is short."""
    return max(clock.speed(), 1.0)
