"""At the opening of each working day every post is told what it owes, if it owes anything. 「每日摘要」"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils import timezone

from wolaiban.lib.ids import uuid7
from wolaiban.people.actor import Actor
from wolaiban.people.models import Deputy, Officer, Post
from wolaiban.promises.access import access_cases
from wolaiban.promises.models import Delivery
from wolaiban.promises.signals import Hit, hits
from wolaiban.promises.town import town
from wolaiban.promises.workload import Load, Loads, load_of, loads
from wolaiban.workdays import Timetable

from .models import Digest
from .wording import of_town

DIGEST = "digest"
LOOKING = frozenset({"centre", "supervisor", "leader"})
"""Roles that are told of things to look at: others find theirs in their lists."""


class Today:
    """What everybody owes and what deserves a look, asked once for all letters of a round. 「当日」"""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def timetable(self) -> Timetable:
        """The town's own hours."""
        hours = town().default_hours
        return town().timetable(hours, town().calendar_known_at(self.at, hours))

    @cached_property
    def _loads(self) -> Loads:
        midnight = self.timetable.instant(self.timetable.date_of(self.at) + timedelta(days=1), 0)
        return loads(self.at, midnight)

    @cached_property
    def _hits(self) -> list[Hit]:
        return hits(self.at)

    def of(self, actor: Actor) -> tuple[Load, int]:
        """What an officer owes, and how many things they should look at."""
        seen = 0
        if actor.roles & LOOKING and self._hits:
            cases = {case for hit in self._hits for case in hit.cases}
            visible = set(access_cases(actor).filter(pk__in=cases).values_list("pk", flat=True))
            seen = sum(1 for hit in self._hits if visible.intersection(hit.cases))
        return load_of(actor, self._loads), seen


def digest_daily(now: datetime) -> int:
    """Write the digests of a working day, once, between its opening and its closing bell; returns how many."""
    today = Today(now)
    day = today.timetable.date_of(now)
    if not today.timetable.is_open(day) or not today.timetable.opening(day) <= now < today.timetable.bell(day):
        return 0
    if Digest.objects.filter(on=day).exists():
        return 0
    try:
        with transaction.atomic():
            Digest.objects.create(on=day, made_at=now)
            rows = [_row(one, now) for one in _at_work(now) if any(map(bool, today.of(Actor.of(one, now))))]
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
