"""The tabs of the queue: each one question on the stored cases, all counted in one statement. 「队列分栏」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases
from wolaiban.promises.models import Case, Event, Promise, Task
from wolaiban.promises.models.case import CaseQuerySet
from wolaiban.promises.town import town

DECISIONS = ("grant_extension", "refuse_extension")
# An older request has lapsed with its due instant; the bound keeps the question short among many years of events.
REQUESTED_WITHIN = timedelta(days=120)
TOLD_AT_MOST = 99
ALWAYS_SHOWN = ("mine", "all", "filed")


@dataclass(frozen=True)
class Tab:
    """One tab and how many cases it holds. 「分栏」"""

    code: str
    label: str
    count: int
    is_chosen: bool

    @property
    def told(self) -> str:
        """The number, or that there are more than anybody counts."""
        return f"{TOLD_AT_MOST}+" if self.count > TOLD_AT_MOST else str(self.count)


def cases_of(actor: Actor, code: str, at: datetime) -> QuerySet[Case]:
    """The cases that an officer may see and that a tab holds."""
    return TABS[code](access_cases(actor), actor, at)


def tabs(actor: Actor, chosen: str, at: datetime) -> list[Tab]:
    """The tabs in their order, counted in one statement; an empty one is left out unless one goes there to start."""
    arms = [_counting(cases_of(actor, code, at), code) for code in TABS]
    counted = {row["tab"]: row["n"] for row in arms[0].union(*arms[1:], all=True)}
    shown = [code for code in TABS if counted.get(code) or code == chosen or code in ALWAYS_SHOWN]
    words = labels()
    return [Tab(code, words[code], counted.get(code, 0), code == chosen) for code in shown]


def _counting(found: QuerySet[Case], code: str) -> QuerySet:
    """One row, the name of a tab and how many cases it holds, up to one more than is told; none where it holds none."""
    some = Case.objects.filter(pk__in=found.order_by().values("pk")[: TOLD_AT_MOST + 1])
    return some.annotate(tab=Value(code)).values("tab").annotate(n=Count("pk"))


def labels() -> dict[str, str]:
    """The tabs in the reader's language."""
    return {
        "mine": gettext("轮到我"),
        "unit": gettext("本单位"),
        "sign": gettext("待签收"),
        "returned": gettext("已退回"),
        "extension": gettext("延期待批"),
        "call_back": gettext("待回访"),
        "waiting": gettext("暂停中"),
        "all": gettext("全部在办"),
        "filed": gettext("我代填的"),
    }


def _mine(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """Somebody waits for one of this actor's roles or units."""
    holders = {standing.role for standing in actor.posts} | {s.unit for s in actor.posts if s.role == "unit"}
    owed = Promise.objects.filter(holder__in=holders, settled_at=None, counts=True)
    return cases.filter(pk__in=owed.values("case"))


def _unit(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """One of this actor's units answers, or answered, for a part."""
    own = Task.objects.filter(unit__in={standing.unit for standing in actor.posts})
    return cases.open().filter(pk__in=own.values("case"))


def _sign(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """A unit was named and has not signed: to a unit its own, to who sees the whole town all of them."""
    unsigned = Task.objects.filter(_is_signed_for(), state="open", signed_at=None)
    if all(standing.role == "unit" for standing in actor.posts):
        unsigned = unsigned.filter(unit__in={standing.unit for standing in actor.posts})
    return cases.open().filter(pk__in=unsigned.values("case"))


def _returned(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """Returned by a unit and not with another one yet."""
    return cases.open().filter(returns__gt=0, contract_state__in=("registered", "responded"))


def _extension(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """An extension was asked for, and nobody has decided."""
    later = Event.objects.filter(case=OuterRef("case"), seq__gt=OuterRef("seq"), verb__in=DECISIONS)
    asked = Event.objects.filter(verb="extend", recorded_at__gte=at - REQUESTED_WITHIN).exclude(Exists(later))
    return cases.open().filter(pk__in=asked.values("case"))


def _call_back(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """Answered, and the asker has not been asked whether it is good."""
    return cases.filter(is_over=False, pk__in=calls_owed().values("case"))


def _waiting(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """A clock stands still."""
    return cases.open().filter(pk__in=Promise.objects.filter(state="paused", settled_at=None).values("case"))


def _all(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    return cases.open()


def _filed(cases: CaseQuerySet, actor: Actor, at: datetime) -> QuerySet[Case]:
    """Written down by this officer for somebody else, finished ones too: the collector is told of the result."""
    return cases.filter(collector=actor.id)


TABS: dict[str, Callable[[CaseQuerySet, Actor, datetime], QuerySet[Case]]] = {
    "mine": _mine,
    "unit": _unit,
    "sign": _sign,
    "returned": _returned,
    "extension": _extension,
    "call_back": _call_back,
    "waiting": _waiting,
    "all": _all,
    "filed": _filed,
}


def calls_owed() -> QuerySet[Promise]:
    """The calls back that are still owed, whatever the services name that promise."""
    codes = {
        rule.code
        for service in _services()
        for rule in service.promises
        if any("call_back" in pattern.do for pattern in rule.kept_by)
    }
    return Promise.objects.filter(code__in=codes, settled_at=None)


def _is_signed_for() -> Q:
    """The tasks that a unit signs for: a lead has to in one service, and in another there is nothing to sign."""
    codes: dict[str, set[str]] = {}
    for service in _services():
        for kind in service.verbs["sign"].on if "sign" in service.verbs else ():
            codes.setdefault(kind, set()).add(service.code)
    kinds = (Q(kind=kind, case__service__in=sorted(found)) for kind, found in codes.items())
    return reduce(or_, kinds, Q(pk__in=()))


def _services() -> list[Service]:
    """Every version: a case runs under the one of its registration."""
    return [service for versions in town().services.values() for service in versions]
