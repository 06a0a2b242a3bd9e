"""The shipped services, whatever the cast does whenever: the stored rows are what the events make (kernel §15)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.cast import POSTS, UNITS, City
from wolaiban.catalogue.service import Service, VerbRule
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.access import possible
from wolaiban.promises.files import reference, take_in
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.recording import service_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import erase, perform
from wolaiban.promises.verifying import verify

ANY: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [phase for phase in Phase if phase is not Phase.explain],
}
BEGINNINGS = ("2024-09-13 16:50", "2024-09-14 17:00", "2025-01-26 10:00", "2024-12-30 23:59", "2026-12-28 10:00")
WHO = ("asker", *(login for login in POSTS if login != "stranger"))
maybe = st.booleans()
NEVER_OFFERED = frozenset(
    {
        *("wrong_state", "wrong_role", "not_registered", "already_registered", "no_task_needed", "which_task"),
        *("task_over", "task_waits", "already_signed", "not_yet", "tasks_open", "not_the_signer", "no_signer"),
        "rated_already",
    }
)
"""Reasons that lie in the case or in the person: what is offered is not refused for one of them, whatever is sent."""


class Office:
    """Drawn verbs of drawn people at drawn instants, through the same functions as page and API."""

    def __init__(self, city: City, service: str, data: st.DataObject) -> None:
        self.city, self.data, self.told = city, data, list[str]()
        city.clock(self.draw(st.sampled_from(BEGINNINGS), "begins"))
        self.cases = [city.firm.asks(service, "厂区用水")]

    def draw(self, strategy: st.SearchStrategy[Any], label: str | None = None) -> Any:
        return self.data.draw(strategy, label)

    def time_passes(self) -> None:
        """A while, or exactly to a bell or to what falls due next, or a second beside it."""
        now = clock.now().astimezone(self.city.town.zone)
        dues = sorted(
            p.due_at for p in Promise.objects.filter(due_at__gte=now, settled_at=None, broken_at=None) if p.due_at
        )
        kind = self.draw(st.sampled_from(("none", "minutes", "bell", "days", *(("due",) * 2 if dues else ()))), "later")
        beside = timedelta(seconds=self.draw(st.sampled_from((0, 1, -1))))
        then = now
        if kind == "minutes":
            then = now + timedelta(minutes=self.draw(st.sampled_from((5, 30, 120))))
        elif kind == "days":
            then = now + timedelta(days=self.draw(st.sampled_from((1, 3, 14, 95))))
        elif kind == "bell":
            then = datetime.combine(now.date() + timedelta(days=1), time(17), tzinfo=now.tzinfo) + beside
        elif kind == "due":
            then = self.draw(st.sampled_from(dues)) + beside
        clock.move_to(max(now, then), speed=0)
        if self.draw(maybe, "the clock ticks"):
            self.city.tick()

    def somebody_acts(self) -> None:
        """Somebody does something that the page would offer them; refusals are fine, errors are not."""
        case = Case.objects.get(pk=self.draw(st.sampled_from(self.cases)).pk)
        who = self.draw(st.sampled_from(WHO), "who")
        person = self.city.firm if who == "asker" else getattr(self.city, who.replace("-", "_"))
        own = who == "asker"
        actor = self.city_actor(person, case)
        self.city.tick()  # what the clock still owes the case changes what may be done
        offered = [(verb, task) for verb, task in possible(case, actor, own=own) if verb != "register"]
        if not offered:
            return
        verb, task = self.draw(st.sampled_from(offered), "verb")
        service = service_of(case)
        said = self.said(service, service.verbs[verb])
        line = f"{clock.now():%m-%d %H:%M:%S} {who} {verb} {task or ''} {said}"
        try:
            perform(case, verb, by=actor, task=task, own=own, **said)
        except Refused as refused:
            codes = {wrong.code for wrong in refused.wrong}
            line += f" REFUSED {sorted(codes)}"
            assert not codes & NEVER_OFFERED, line
        self.told.append(line)

    def city_actor(self, person: Any, case: Case) -> Any:

        return Actor.asker(case) if person is self.city.firm else person.actor

    def said(self, service: Service, rule: VerbRule) -> dict[str, Any]:
        names = [*rule.needs, *(name for name in rule.may if self.draw(maybe))]
        if rule.name == "merge":
            names.append("into")
        if rule.opens and "tasks" not in names and self.draw(maybe):
            names.append("tasks")
        return {name: self.draw(self.values(service, rule, name), name) for name in names}

    def values(self, service: Service, rule: VerbRule, name: str) -> st.SearchStrategy[Any]:
        today = clock.now().astimezone(self.city.town.zone).date()
        field = service.fields.get(name)
        if name == "tasks":
            units = st.sampled_from([unit for unit in UNITS if unit != "library"])
            lead = units.map(lambda unit: [Opening(rule.opens[0], unit)])
            co = (
                st.lists(units.map(lambda unit: Opening("co", unit)), max_size=2) if "co" in rule.opens else st.just([])
            )
            return st.builds(lambda first, more: [*first, *more], lead, co)
        if name == "into":
            return st.sampled_from([case.number for case in self.cases])
        if name == "promise":
            return st.sampled_from([one.code for one in service.promises if one.extendable])
        if name == "until":
            return st.integers(0, 40).map(lambda days: today + timedelta(days=days))
        if field is not None and field.kind == "choice":
            return st.sampled_from(field.codes)
        if field is not None and field.kind == "yes":
            return maybe
        if field is not None and field.kind == "file":
            return st.builds(lambda: [reference(take_in("图.pdf", b"%PDF-1.7", by="asker", at=clock.now()))])
        if field is not None and field.kind == "date":
            return st.just(date(2024, 9, 30))
        return st.just("library" if field is not None and field.kind == "unit" else "已联系水务")


def the_record_is_clean(city: City, service: str, data: st.DataObject, length: int) -> None:
    """One story, undone afterwards."""
    with transaction.atomic():
        office = Office(city, service, data)
        try:
            for _ in range(length):
                office.time_passes()
                if len(office.cases) < 2 and data.draw(st.sampled_from((False, False, True)), "asks again"):
                    city.later(seconds=1)  # of two cases of one instant the random key would say which is older
                    office.cases.append(city.firm.asks(service, "厂区用水，再问一次"))
                office.somebody_acts()
            if data.draw(st.sampled_from((False, False, False, True)), "erased"):
                erase(Case.objects.get(pk=office.cases[0].pk), by=city.op.actor)
            office.time_passes()
            report = verify()
            assert report.clean, report.as_json()
            assert report.events >= len(office.cases)
        finally:
            note("\n".join(office.told))
            transaction.set_rollback(True)


@pytest.mark.parametrize("service", ["pingfu365", "mailbox"])
def test_whatever_the_cast_does_the_record_is_clean(city: City, service: str):
    @settings(max_examples=8, **ANY)
    @given(st.data())
    def whatever(data: st.DataObject) -> None:
        the_record_is_clean(city, service, data, 7)

    whatever()


@pytest.mark.full
@pytest.mark.long(30)
@pytest.mark.parametrize("service", ["pingfu365", "mailbox"])
def test_whatever_the_cast_does_for_a_long_time_the_record_is_clean(city: City, service: str):
    @settings(max_examples=70, **ANY)
    @given(st.data())
    def whatever(data: st.DataObject) -> None:
        the_record_is_clean(city, service, data, 16)

    whatever()
