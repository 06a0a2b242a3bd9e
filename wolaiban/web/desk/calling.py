"""Calls back: which were tried, on which days, and when to try again. 「回访记录」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from wolaiban.catalogue.service import Service
from wolaiban.promises.life import Life
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import service_of
from wolaiban.web.shared.telling import day


@dataclass(frozen=True)
class Attempts:
    """The calls of the present handling in which nobody was reached. 「未接通的回访」

    `days` are their local dates in order; `needed` on how many different ones it has to be tried, 0 where the
    service names no number; `today` is the present local date; `reached` whether the asker was reached since.
    """

    calls: int
    days: tuple[date, ...]
    needed: int
    today: date
    reached: bool = False

    @property
    def told(self) -> str:
        """So many so far, on which days."""
        if self.reached:
            return gettext("已经联系上")
        if not self.calls:
            return gettext("还没有拨过")
        days = gettext("、").join(map(day, self.days))
        return ngettext("已拨 %(n)d 次未接通：%(days)s", "已拨 %(n)d 次未接通：%(days)s", self.calls) % {
            "n": self.calls,
            "days": days,
        }

    @property
    def advice(self) -> str:
        """When to try next, and what comes of it."""
        if self.reached or not self.needed:
            return ""
        if self.today in self.days:
            return gettext("今天已经拨过，请换一天再拨。")
        if self.needed - len(self.days) == 1:
            return gettext("这次仍未接通，就按“未联系上”归档，不计为满意。")
        return gettext("要在 %(n)d 个不同的日子拨过，才按“未联系上”归档。") % {"n": self.needed}


def attempts_of(cases: list[Case], at: datetime) -> dict[UUID, Attempts]:
    """The calls of many cases, by key: one question for all of them."""
    calls: dict[UUID, list[date]] = {case.pk: [] for case in cases}
    services = {case.pk: service_of(case) for case in cases}
    for event in Event.objects.filter(case__in=cases).order_by("case", "seq").only("case_id", "at", "verb", "fields"):
        if event.verb == "call_back" and event.fields.get("reached") == "no":
            calls[event.case_id].append(timezone.localdate(event.at))
        elif event.verb in ("answer", "reopen"):  # what was tried before a new answer was about the old one
            calls[event.case_id] = []
    return {key: _attempts(services[key], days, at) for key, days in calls.items()}


def attempts_in(life: Life, at: datetime) -> Attempts:
    """The calls of the present handling."""
    calls = [(act.at, act.fields.get("reached")) for act in life.this_handling if act.verb == "call_back"]
    days = [timezone.localdate(when) for when, reached in calls if reached == "no"]
    tried = _attempts(life.service, days, at)
    return replace(tried, reached=any(reached == "yes" for _, reached in calls))


def _attempts(service: Service, days: Iterable[date], at: datetime) -> Attempts:
    tried = list(days)
    return Attempts(len(tried), tuple(sorted(set(tried))), _needed(service), timezone.localdate(at))


def _needed(service: Service) -> int:
    """On how many days a service wants somebody to be tried before it gives up."""
    patterns = (pattern for rule in service.promises for pattern in rule.kept_by if "call_back" in pattern.do)
    return max((pattern.days or 0 for pattern in patterns), default=0)
