"""The clock: what is due happens once, a broken case is put off, a dead clock is caught up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import City
from wolaiban.clockwork import settling
from wolaiban.clockwork.loop import tick
from wolaiban.clockwork.models import PutOff
from wolaiban.lib import clock
from wolaiban.promises import heads
from wolaiban.promises.models import Case, Head
from wolaiban.promises.verifying import verify
from wolaiban.statistics import freezing
from wolaiban.statistics.models import FrozenMonth

pytestmark = pytest.mark.usefixtures("head_key")


def test_everything_that_fell_due_while_the_clock_was_dead_is_caught_up_once(city: City):
    cases = [city.firm.asks("pingfu365", f"事项 {n}") for n in range(3)]
    city.clock("2024-09-20 09:00")
    assert tick()["settle"] == 3
    for case in cases:
        respond = city.promise(case, "respond")
        assert respond.broken_at == city.t("2024-09-13 17:20")
        assert [w.stage for w in respond.warnings.all()][:3] == ["50%", "80%", "due"]
        assert case.events.filter(verb="supervise").count() == 2, "one for the response, one for the completion"
    assert tick()["settle"] == 0
    assert verify().clean


def fails_for(broken: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """This case cannot be settled; every other one can."""
    real = settling.settle

    def failing(case: Case, at):
        if case.pk == broken.pk:
            raise ValueError("the file is gone")
        return real(case, at)

    monkeypatch.setattr(settling, "settle", failing)


def test_a_case_that_cannot_be_settled_is_put_off_and_stops_nobody(city: City, monkeypatch: pytest.MonkeyPatch):
    broken, sound = city.firm.asks("pingfu365", "坏"), city.other_firm.asks("pingfu365", "好")
    real = settling.settle
    fails_for(broken, monkeypatch)
    city.later(hours=1)
    assert tick()["settle"] == 1
    put_off = PutOff.objects.get()
    assert (put_off.case, put_off.tries, put_off.until) == (broken, 1, clock.now() + timedelta(minutes=1))
    assert "the file is gone" in put_off.error
    assert city.promise(sound, "respond").state == "broken"
    assert tick()["settle"] == 0
    monkeypatch.setattr(settling, "settle", real)
    city.later(minutes=2)
    assert tick()["settle"] == 1
    assert not PutOff.objects.exists()


def test_a_case_that_failed_for_weeks_is_still_put_off_and_stops_nobody(city: City, monkeypatch: pytest.MonkeyPatch):
    broken, sound = city.firm.asks("pingfu365", "坏"), city.other_firm.asks("pingfu365", "好")
    PutOff.objects.create(case=broken, tries=60, until=clock.now(), error="the file is gone")
    fails_for(broken, monkeypatch)
    city.later(hours=1)
    assert tick()["settle"] == 1
    put_off = PutOff.objects.get()
    assert (put_off.tries, put_off.until) == (61, clock.now() + timedelta(hours=6))
    assert city.promise(sound, "respond").state == "broken"


def test_a_head_is_made_once_a_local_day(city: City):
    city.firm.asks("pingfu365", "事项")
    assert [tick()["seal"], tick()["seal"]] == [1, 0]
    city.firm.asks("pingfu365", "又一事项")
    assert tick()["seal"] == 0
    city.clock("2024-09-14 00:00:01")
    assert tick()["seal"] == 1
    assert [head.cases for head in Head.objects.all()] == [1, 2]
    assert verify().clean


def test_a_fault_in_one_entry_stops_neither_the_others_nor_the_clock(city: City, monkeypatch: pytest.MonkeyPatch):
    def failing() -> None:
        raise ValueError("half a key")

    monkeypatch.setattr(heads, "private_key", failing)
    case = city.firm.asks("pingfu365", "事项")
    city.later(hours=1)
    done = tick()
    assert (done["settle"], done["seal"]) == (1, 0)
    assert city.promise(case, "respond").state == "broken"


def test_a_month_that_is_through_is_frozen_by_the_clock(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(freezing, "_looked", {})
    city.firm.asks("pingfu365", "九月的事")
    city.clock("2024-10-25 09:00")
    assert [tick()["freeze"], tick()["freeze"]] == [1, 0]
    assert FrozenMonth.objects.get().month == "2024-09"
