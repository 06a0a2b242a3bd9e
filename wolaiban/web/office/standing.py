"""The state of every promise: what breaks next, what broke, what stands still; questions only. 「承诺全局」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext

from wolaiban.people.actor import Actor
from wolaiban.promises.models import Promise
from wolaiban.promises.town import town

from .lines import seen_by

SOON = timedelta(hours=2)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """The instants that divide the lists: now, two hours on, the ends of today and tomorrow, this month's begin."""

    now: datetime
    soon: datetime
    today: datetime
    tomorrow: datetime
    month: datetime

    @classmethod
    def of(cls, now: datetime) -> Moment:
        """The moment by the town's calendar days; midnight belongs to the day that it ends."""
        local = now.astimezone(town().zone)
        begin = datetime.combine(local.date(), time(), tzinfo=town().zone)
        month = begin.replace(day=1)
        return cls(now, now + SOON, begin + DAY, begin + 2 * DAY, month)


Filter = Callable[[Moment], Q]
OWED = Q(settled_at=None)
FILTERS: dict[str, Filter] = {
    "soon": lambda at: OWED & Q(due_at__gte=at.now, due_at__lte=at.soon),
    "today": lambda at: OWED & Q(due_at__gte=at.now, due_at__lte=at.today),
    "tomorrow": lambda at: OWED & Q(due_at__gt=at.today, due_at__lte=at.tomorrow),
    "owed": lambda at: OWED & Q(due_at__lt=at.now),
    "broken": lambda at: (
        Q(broken_at__gte=at.month, broken_at__lt=at.now)
        | (OWED & Q(broken_at=None, due_at__gte=at.month, due_at__lt=at.now))
    ),
    "paused": lambda at: OWED & Q(due_at=None),
    "extended": lambda at: OWED & Q(extensions__gt=0),
    "open": lambda at: OWED,
}
"""The lists of promises by name. Overdue is asked of the due instants, not of what the clock wrote: a dead clock hides
no breach."""
COLUMNS = ("open", "owed", "today", "broken", "paused", "extended")


def labels() -> dict[str, str]:
    """The lists in the reader's language."""
    return {
        "soon": gettext("两小时内到期"),
        "today": gettext("今天到期"),
        "tomorrow": gettext("明天到期"),
        "owed": gettext("已失约，仍未兑现"),
        "broken": gettext("本月失约"),
        "paused": gettext("暂停计时"),
        "extended": gettext("已延期"),
        "open": gettext("在办承诺"),
    }


def promises_of(actor: Actor) -> QuerySet[Promise]:
    """The promises that count, in the cases that the actor may see."""
    return seen_by(actor, Promise.objects.filter(counts=True))


def chosen(actor: Actor, show: str, at: datetime, *, service: str = "", holder: str = "") -> QuerySet[Promise]:
    """One list, of one service or holder where one is named, least time first."""
    found = promises_of(actor).filter(FILTERS[show](Moment.of(at)))
    if service:
        found = found.filter(service=service)
    if holder:
        found = found.filter(holder=holder)
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


def numbers(actor: Actor, at: datetime) -> dict[str, int]:
    """How many promises each list holds: one statement."""
    moment = Moment.of(at)
    counts = {name: Count("id", filter=question(moment)) for name, question in FILTERS.items()}
    return dict(_relevant(actor, moment).aggregate(**counts))


def by_holder(actor: Actor, at: datetime) -> list[dict]:
    """The same by service and holder: one statement; whoever owes most that is broken stands first."""
    moment = Moment.of(at)
    counts = {name: Count("id", filter=FILTERS[name](moment)) for name in COLUMNS}
    rows = _relevant(actor, moment).order_by().values("service", "holder").annotate(**counts)
    return sorted(rows, key=lambda row: (-row["owed"], -row["broken"], -row["open"], row["service"], row["holder"]))


def _relevant(actor: Actor, at: Moment) -> QuerySet[Promise]:
    """What any list could hold: still owed, or broken this month."""
    return promises_of(actor).filter(OWED | Q(broken_at__gte=at.month))
