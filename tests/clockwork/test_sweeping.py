"""Files that no verb took within two hours are removed by the clock, whether or not anybody sends another."""

from __future__ import annotations

import pytest

from tests.cast import City
from wolaiban.clockwork import sweeping
from wolaiban.clockwork.schedule import RECORD, SCHEDULE
from wolaiban.clockwork.sweeping import sweep_files
from wolaiban.lib import clock
from wolaiban.promises.files import reference, take_in
from wolaiban.promises.models import File


@pytest.fixture(autouse=True)
def no_round_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_last", [])


def sent(name: str) -> File:
    return take_in(name, b"%PDF-1.7", by="asker", at=clock.now())


def test_the_clock_removes_what_nobody_took_for_two_hours_and_nothing_else(city: City):
    taken = sent("taken.pdf")
    city.firm.asks("pingfu365", "用水", attachment=[reference(taken)])
    sent("forgotten.pdf")
    city.later(minutes=1)
    sent("young.pdf")
    city.later(hours=1, minutes=59, seconds=1)
    assert sweep_files(clock.now()) == 1
    assert sorted(File.objects.values_list("name", flat=True)) == ["taken.pdf", "young.pdf"]


def test_it_looks_at_most_every_ten_minutes_and_at_once_when_the_hour_was_set_back(
    city: City, django_assert_num_queries: object
):
    sweep_files(clock.now())
    city.later(minutes=9, seconds=59)
    with django_assert_num_queries(0):  # type: ignore[operator]
        sweep_files(clock.now())
    city.later(seconds=1)
    with django_assert_num_queries(1):  # type: ignore[operator]
        sweep_files(clock.now())
    city.clock("2024-09-13 09:00")
    with django_assert_num_queries(1):  # type: ignore[operator]
        sweep_files(clock.now())


def test_it_holds_up_no_breach():
    (entry,) = (one for one in SCHEDULE if one.run is sweep_files)
    assert entry.lane != RECORD
