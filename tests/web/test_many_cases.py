"""The queue of one officer costs the same few questions among a hundred cases and among a hundred thousand."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import City, Person
from tests.statistics.crowd import Story, live, store_lives
from wolaiban.clockwork.pulse import beat
from wolaiban.lib import clock
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.web.desk.tabs import TABS

Officer = Callable[..., Client]
MOST = 8
FEW, MANY, AT_ONCE = 50, 100_000, 5_000
USUAL = ("mine", "call_back", "all")


def _crowd() -> list[Story]:
    """Of fifty cases one is at the water company, nine wait at another unit, forty are closed."""
    day = "2024-09-12"

    def asked() -> Story:
        return Story("pingfu365", f"{day} 09:00").does("respond", f"{day} 09:10", words="text")

    def sent(unit: str) -> Story:
        return asked().does("dispatch", f"{day} 09:20", tasks=[Opening("lead", unit)], grade="ordinary")

    return [sent("water"), *[sent("planning")] * 9, *[asked().does("close", f"{day} 09:30", words="answer")] * 40]


def _fill(city: City, many: int) -> None:
    seen = clock.now()
    pairs = [(story, live(story, seen)) for story in _crowd()]
    whole = pairs * (AT_ONCE // len(pairs))
    for start in range(0, many, AT_ONCE):
        first = Case.objects.count()
        store_lives(whole[: min(AT_ONCE, many - start)], seen, first=first)


def _questions(client: Client, address: str) -> tuple[int, float]:
    """How many SQL statements a page takes, transactions left out, and how long it took."""
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    seconds = time.perf_counter() - started
    return sum(not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for one in asked), seconds


Told = dict[tuple[str, str], tuple[int, float]]


def _told(officer: Officer, people: list[Person], shown: Collection[str]) -> Told:
    return {
        (person.officer.login, tab): _questions(officer(person), f"/desk/?show={tab}")
        for person in people
        for tab in shown
    }


def _constant(city: City, officer: Officer, more: int, shown: Collection[str]) -> Told:
    people = [city.lin, city.water_handler]
    beat(clock.now())
    _fill(city, FEW)
    few = _told(officer, people, shown)
    _fill(city, more - FEW)
    assert Case.objects.count() == more
    many = _told(officer, people, shown)
    assert {key: count for key, (count, _) in few.items()} == {key: count for key, (count, _) in many.items()}
    assert max(count for count, _ in many.values()) <= MOST
    return many


def test_ten_times_the_cases_take_no_more_questions(city: City, officer: Officer):
    _constant(city, officer, 10 * FEW, USUAL)


@pytest.mark.full
def test_among_a_hundred_thousand_cases_a_queue_takes_no_more_questions(
    city: City, officer: Officer, capsys: pytest.CaptureFixture[str]
):
    many = _constant(city, officer, MANY, TABS)
    with capsys.disabled():
        print(f"\nqueues among {MANY} cases, {connection.vendor}: questions, milliseconds")
        for (login, tab), (count, seconds) in many.items():
            print(f"{login:>8} {tab:<12}{count:>3}{seconds * 1000:>8.0f}")
