"""Deliveries go out: claimed, sent, tried again, given up and shown; any number of clocks at once. 「投递」

What may happen when a clock is killed between the other side's "taken over" and our "sent" is a second letter with the
same id. Nothing else: a claim runs out and the next clock takes it up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import Error, transaction
from django.db.models import Exists, F, OuterRef, Q

from wolaiban.lib import clock
from wolaiban.lib.ids import uuid7
from wolaiban.promises.models import Delivery
from wolaiban.promises.models.delivery import CLAIMED, DROPPED, GIVEN_UP, SENT, SPREAD, WAITING, DeliveryQuerySet
from wolaiban.promises.neighbours import PARTNER, TRANSPORT

from .channels import Away, NeverWill, TryAgain
from .composing import CHANNELS, Dropped, compose
from .instance import fingerprint, may_send
from .mark import note_sent
from .recipients import OFFICER, ROLE, UNIT, officers_of
from .today import Today
from .waiting import FIRST_WAIT, wait_after

LOG = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
"""A letter whose clock was killed is taken up by another after this; one send takes seconds at most."""
GIVEN_UP_AFTER = timedelta(days=3)
MOST_IN_ONE = 50
BATCH = 50
ROUND_SECONDS = 20
BEFORE_IT = Delivery.objects.live().filter(case=OuterRef("case"), to=OuterRef("to"), seq__lt=OuterRef("seq"))
"""What the same town is to be told of the same case before."""
OF_MANY = Q(to__startswith=f"{UNIT}:") | Q(to__startswith=f"{ROLE}:")


def deliver_due(now: datetime) -> int:
    """Send what is due, for a while; returns how many letters went out."""
    if not Delivery.objects.ready(now).exists() or not may_send():
        return 0
    today, away, sent = Today(now), set[str](), 0
    spread_due(today)
    until = time.monotonic() + ROUND_SECONDS
    while time.monotonic() < until and (rows := claim(now)):
        sent += _deliver(rows, today, away)
    return sent


def spread_due(today: Today) -> int:
    """Turn what is for a unit or a role into a delivery for each officer in that post today; returns how many."""
    count, now = 0, today.at
    for pk in list(Delivery.objects.ready(now).filter(OF_MANY).values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                count += _spread(pk, today)
        except TryAgain as vacant:
            _later(Delivery.objects.filter(pk=pk), str(vacant), now)
        except Error:
            raise
        except Exception:
            LOG.exception("clockwork: delivery %s is put off", pk)
            _later(Delivery.objects.filter(pk=pk), "fault of the program", now)
    return count


def _spread(pk: UUID, today: Today) -> int:
    now = today.at
    ready = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).ready(now)
    row = ready.filter(pk=pk).select_related("case").first()
    if row is None:
        return 0  # another clock was first
    people = officers_of(row, today)
    if not people:
        Delivery.objects.filter(pk=pk).update(state=DROPPED, error="whoever holds the post did it themselves")
        return 0
    fresh = [
        Delivery(
            id=uuid7(now), case=row.case, seq=row.seq, template=row.template, about=row.about or row.to,
            to=f"{OFFICER}:{one.pk}", key=f"{row.key}>{one.pk}", written_at=row.written_at, not_before=row.not_before,
            next_try_at=now,
        )
        for one in people
    ]  # fmt: skip
    Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
    Delivery.objects.filter(pk=pk).update(state=SPREAD)
    return len(fresh)


def claim(now: datetime) -> list[Delivery]:
    """The next letter's deliveries, taken for this clock alone until the lease ends; none where nothing is due.

    All that waits for one officer goes into one letter. A letter that was tried keeps its deliveries and its id, or a
    second one under the same id would bring news that nobody reads. What a neighbouring town is told of a case goes in
    its order, or an answer would come before the case.
    """
    token = uuid4()
    with transaction.atomic():
        ready = Delivery.objects.select_for_update(skip_locked=True).ready(now).exclude(OF_MANY)
        ready = ready.exclude(Q(to__startswith=TRANSPORT) & Exists(BEFORE_IT))
        first = ready.first()
        if first is None:
            return []
        keys = [row.pk for row in _mates(first, ready)]
        taken = Delivery.objects.live().filter(pk__in=keys, next_try_at__lte=now)
        lease = LEASE * max(clock.speed(), 1.0)
        taken.update(
            state=CLAIMED, claim=token, message=first.message or first.pk, tries=F("tries") + 1, next_try_at=now + lease
        )
    mine = Delivery.objects.filter(claim=token, state=CLAIMED).select_related("case")
    return list(mine.order_by("written_at", "id"))


def _mates(first: Delivery, ready: DeliveryQuerySet) -> Iterator[Delivery]:
    yield first
    others = ready.exclude(pk=first.pk)
    if first.message is not None:
        yield from others.filter(message=first.message)
    elif first.to.startswith(f"{OFFICER}:"):
        yield from others.filter(to=first.to, message=None)[: MOST_IN_ONE - 1]


def _deliver(rows: Sequence[Delivery], today: Today, away: set[str]) -> int:
    """Send one letter and write down how it went; returns 1 where it is out."""
    mine = Delivery.objects.filter(claim=rows[0].claim, state=CLAIMED)
    channel = ""
    try:
        channel, letter = compose(rows, today)
        if _way(rows[0], channel) in away:
            untried = {"state": WAITING, "tries": F("tries") - 1, "claim": None, "channel": channel}
            mine.update(**untried, next_try_at=today.at + FIRST_WAIT)
            return 0
        CHANNELS[channel].send(letter)
    except Dropped as nobody:
        mine.update(state=DROPPED, error=str(nobody)[:300])
    except NeverWill as refused:
        mine.update(state=GIVEN_UP, error=str(refused)[:300], channel=channel)
    except TryAgain as failed:
        if isinstance(failed, Away):
            away.add(_way(rows[0], channel))
            _all_wait(rows[0], channel, today.at)
        _later(mine, str(failed), today.at, channel)
    except Error:
        raise
    except Exception:
        LOG.exception("clockwork: letter %s is put off", rows[0].message)
        _later(mine, "fault of the program", today.at, channel)
    else:
        now = clock.now()
        mine.update(state=SENT, sent_at=now, error="", channel=channel)
        note_sent(fingerprint(), now)
        return 1
    return 0


def _way(row: Delivery, channel: str) -> str:
    """What is away when a channel is: of neighbouring towns one, and not all."""
    return row.to if channel == PARTNER else channel


def _all_wait(row: Delivery, channel: str, now: datetime) -> None:
    """Put off, untried, whatever else is known to go by a way that is away: one letter a round has to find it out.

    What never came so far is still composed once, since nobody knows its channel before.
    """
    same = Q(to=row.to) if channel == PARTNER else Q(channel=channel)
    with transaction.atomic():
        ready = Delivery.objects.select_for_update(skip_locked=True).ready(now)
        keys = list(ready.filter(same).values_list("pk", flat=True))
        Delivery.objects.filter(pk__in=keys).update(next_try_at=now + FIRST_WAIT)


def _later(rows: DeliveryQuerySet, error: str, now: datetime, channel: str = "") -> None:
    """Try again later and later; after three days somebody has to see to it."""
    for row in list(rows):
        row.tries += 0 if row.claim else 1  # a claim has counted it
        row.error, row.channel, row.claim = error[:300], channel, None
        row.state = GIVEN_UP if now - row.not_before >= GIVEN_UP_AFTER else WAITING
        row.next_try_at = now + wait_after(row.tries)
        row.save(update_fields=["state", "error", "channel", "claim", "next_try_at", "tries"])
