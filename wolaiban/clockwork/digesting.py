"""At the opening of each working day every post is told what it owes, if it owes anything. 「每日摘要」"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from wolaiban.lib.ids import uuid7
from wolaiban.people.actor import Actor
from wolaiban.people.models import Deputy, Officer, Post
from wolaiban.promises.models import Delivery

from .models import Digest
from .today import Today
from .wording import of_town

DIGEST = "digest"


def digest_daily(now: datetime) -> int:
    """Write the digests of a working day, once, between its opening and its closing bell; returns how many."""
    today = Today(now)
    day = today.timetable.date_of(now)
    if not today.timetable.is_open(day) or not today.timetable.opening(day) <= now < today.timetable.bell(day):
        return 0
    if Digest.objects.filter(on=day).exists():
        return 0
    # Asked before anything is written: on SQLite nobody could file meanwhile.
    rows = [_row(one, now) for one in _at_work(now) if any(map(bool, today.of(Actor.of(one, now))))]
    try:
        with transaction.atomic():
            Digest.objects.create(on=day, made_at=now)
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    except IntegrityError:
        return 0  # another clock was first
    return len(rows)


def digest_values(row: Delivery, lang: str, today: Today) -> dict[str, str]:
    """The blanks of a digest, counted as it goes out."""
    officer = Officer.objects.get(pk=int(row.to.partition(":")[2]))
    load, seen = today.of(Actor.of(officer, today.at))
    return of_town(lang, today=load.today, overdue=load.overdue, calls=load.calls, signals=seen)


def _at_work(now: datetime) -> list[Officer]:
    """Officers with a post of their own or as a deputy on the town's day."""
    day = timezone.localdate(now)
    posts = Post.objects.on(day)
    stand_in = Deputy.objects.on(day).filter(post__in=posts)
    found = Officer.objects.filter(is_active=True, pk__in=posts.values("officer")) | Officer.objects.filter(
        is_active=True, pk__in=stand_in.values("officer")
    )
    return list(found.order_by("pk"))


def _row(officer: Officer, now: datetime) -> Delivery:
    to = f"officer:{officer.pk}"
    key = f"{DIGEST}:{timezone.localdate(now)}:{to}"
    return Delivery(
        id=uuid7(now), template=DIGEST, to=to, key=key, written_at=now, not_before=now, next_try_at=now
    )  # fmt: skip
