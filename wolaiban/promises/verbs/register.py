"""A case is registered: it has a number, an asker and a running promise from now on. 「登记」"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.lib.ids import random_number, tracking_code, uuid7
from wolaiban.people.actor import Actor
from wolaiban.promises.asker import asker_key, check_requester
from wolaiban.promises.life import Life, Wrong
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.models.event import genesis
from wolaiban.promises.recording import Said, append
from wolaiban.promises.refused import Refused
from wolaiban.promises.sorting import sort_out
from wolaiban.promises.town import town

BACK_AT_MOST = timedelta(hours=24)
DRAWS = 5


def register(
    service: str,
    *,
    by: Actor,
    requester: Mapping[str, str],
    asked_at: datetime | None = None,
    written_at: datetime | None = None,
    external_number: str | None = None,
    channel: str = "online",
    area: str = "",
    **said: Any,
) -> Case:
    """Register what somebody asked; the case comes back with its promises running. 「登记」

    `asked_at`, stated by the officer who files on behalf and at most 24 hours back, starts the clock (field book
    1.3); `written_at`, the device's time, is kept and shown only. An import gives the recorded instant. Raises
    Refused where the file, the requester or an instant does not fit; LookupError for an unknown service.
    """
    now = clock.now()
    at = asked_at or now
    version = town().service(service, at.astimezone(town().zone).date())
    if version is None:
        raise LookupError(service)
    wrong = list(_instants(by, at, now)) + list(check_requester(requester, imported=by.kind == "import"))
    fields, words = sort_out(version, {**said, "requester": dict(requester)})
    if wrong:
        raise Refused(wrong, version)
    for draw in range(DRAWS):
        case = _new(version, at, external_number, written_at, channel, area)
        case.asker_key, case.collector = asker_key(requester), by.id if by.kind == "officer" else ""
        try:
            with transaction.atomic():
                _insert(case, version, by, at, Said(fields, words))
            break
        except IntegrityError:
            # Of a hundred thousand random numbers a few are drawn twice: draw again, but only for that reason.
            if draw == DRAWS - 1 or not Case.objects.filter(number=case.number).exists():
                raise
    return case


def _instants(by: Actor, at: datetime, now: datetime) -> list[Wrong]:
    """Only an officer's statement lies back, a day at most; only an import lies further (kernel §1)."""
    back = BACK_AT_MOST if by.kind == "officer" else timedelta(0)
    if by.kind != "import" and not now - back <= at <= now:
        return [Wrong(1, "too_early", {"hours": str(BACK_AT_MOST // timedelta(hours=1))}, "asked_at")]
    return []


def _new(
    version: Service, at: datetime, external: str | None, written: datetime | None, channel: str, area: str
) -> Case:
    local = at.astimezone(town().zone)
    number = version.number.format(
        year=local.year, month=f"{local:%m}", day=f"{local:%d}", random=random_number(6), seq=random_number(8)
    )
    return Case(
        id=uuid7(at), number=number, tracking_code=tracking_code(), external_number=external, service=version.code,
        version=version.valid_from, registered_at=at, registered_on=local.date(), recorded_at=clock.now(),
        written_at=written, channel=channel, area=area, seen_at=at, seq=0, hash="",
    )  # fmt: skip


def _insert(case: Case, version: Service, by: Actor, at: datetime, said: Said) -> None:
    """Four statements: the case, its event, its words, its promises."""
    case.hash = genesis(case)
    born = Life(version, town())
    append(case, born, "register", by=by, at=at, said=said)


def promises_of(case: Case) -> list[Promise]:
    """The stored promises of a case, in the order in which they were given."""
    return list(case.promises.order_by("given_at", "id"))
