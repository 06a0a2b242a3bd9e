"""A case is registered: it has a number, an asker and a running promise from now on. 「登记」"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.lib.ids import random_number, tracking_code, uuid7
from wolaiban.people.actor import Actor
from wolaiban.promises.asker import asker_key, check_requester, own_office
from wolaiban.promises.attaching import is_file
from wolaiban.promises.channels import wrong_channel
from wolaiban.promises.known import unknown_area
from wolaiban.promises.life import Life, Wrong
from wolaiban.promises.models import Case
from wolaiban.promises.models.event import genesis
from wolaiban.promises.moments import wrong_asked_at, wrong_written_at
from wolaiban.promises.neighbours import PARTNER
from wolaiban.promises.recording import Said, append
from wolaiban.promises.sorting import sort_out
from wolaiban.promises.storing import Beside, nothing
from wolaiban.promises.town import town

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
    also: Sequence[Wrong] = (),
    beside: Beside = nothing,
    **said: Any,
) -> Case:
    """Register what somebody asked; the case comes back with its promises running. 「登记」

    `asked_at`, stated by the officer who files on behalf and at most 24 hours back, starts the clock (field book
    1.3); `written_at`, the device's time, is kept and shown only. An import gives the recorded instant. `also` are
    reasons that the caller's door found; where officers file for their own office (`asker = "office"`), the officer is
    the one who asks, whatever `requester` says; `beside` makes rows of the new case, written with it or not at all.
    Raises Refused with these and every other reason that there is: of the file, the requester, the instants, channel
    and area; LookupError for a service that is unknown, or not in force then.
    """
    now = clock.now()
    wrong = [*also, *wrong_asked_at(by, asked_at or now, now)]
    at = now if wrong or asked_at is None else asked_at
    version = town().service(service, at.astimezone(town().zone).date())
    if version is None:
        raise LookupError(service)
    own = version.is_own and by.kind == "officer"
    requester = own_office(by) if own else requester
    wrong += [*check_requester(requester, imported=own or by.kind in ("import", PARTNER)), *wrong_channel(channel, by)]
    wrong += [*unknown_area(area, by), *wrong_written_at(written_at, at, now)]
    fields, words = sort_out(version, {**said, "requester": dict(requester)})
    area = _area(version, fields) or area
    for draw in range(DRAWS):
        case = _new(version, at, external_number, written_at, channel, area)
        case.asker_key = None if version.is_own or by.kind == PARTNER else asker_key(requester)
        case.collector = by.id if by.kind == "officer" else ""
        try:
            with _all_or_none(version, words):
                case.hash = genesis(case)
                append(case, Life(version, town()), "register", by=by, at=at, said=Said(fields, words), also=wrong,
                       beside=beside)  # fmt: skip
            break
        except IntegrityError:
            # Of a hundred thousand random numbers a few are drawn twice: draw again, but only for that reason.
            if draw == DRAWS - 1 or not Case.objects.filter(number=case.number).exists():
                raise
    return case


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


def _area(version: Service, fields: Mapping[str, str]) -> str:
    """Where a field of the service says that the case lies, whatever else was said; empty where none does."""
    named = (fields.get(rule.name, "") for rule in version.fields.values() if rule.kind == "area")
    return next(filter(None, named), "")


def _all_or_none(version: Service, words: Mapping[str, Any]) -> AbstractContextManager[Any]:
    """All rows of a filing are inserted at once; only files, which are there before, take a second statement."""
    carries = any(value and is_file(version, name) for name, value in words.items())
    return transaction.atomic() if carries else nullcontext()
