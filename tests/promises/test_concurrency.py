"""Two officers acting at once: one wins, the others are told who did what and see the new state (house rule 1)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.cast import City
from tests.rounds import rounds
from wolaiban.people.actor import Actor
from wolaiban.promises.models import Case, Event
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform
from wolaiban.promises.verifying import verify

THREADS = 16
SHORT, LONG = 3, rounds(200, few=50)


def _race(case: Case, actors: list[Actor], pool: ThreadPoolExecutor) -> list[Event | Refused]:
    start = threading.Barrier(THREADS)

    def act(number: int) -> Event | Refused:
        mine = Case.objects.get(pk=case.pk)
        start.wait(timeout=30)
        try:
            return perform(mine, "respond", by=actors[number % len(actors)], text=f"第 {number} 位回应")
        except Refused as refused:
            return refused

    return list(pool.map(act, range(THREADS)))


def _close(pool: ThreadPoolExecutor) -> None:
    """Each thread closes its own connections: none may take a second turn before all had the first."""
    everybody = threading.Barrier(THREADS)

    def close(_: int) -> None:
        connections.close_all()
        everybody.wait(timeout=30)

    list(pool.map(close, range(THREADS)))


def _rounds(city: City, rounds: int) -> None:
    actors = [city.lin.actor, city.sun.actor, city.chen.actor]
    names = {city.lin.actor.name, city.sun.actor.name, city.chen.actor.name}
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(rounds):
            case = city.firm.asks("pingfu365", f"争先 {number}")
            results = _race(case, actors, pool)
            winners = [one for one in results if isinstance(one, Event)]
            losers = [one for one in results if isinstance(one, Refused)]
            assert (len(winners), len(losers)) == (1, THREADS - 1), f"round {number}"
            for refused in losers:
                assert refused.is_conflict
                assert refused.last is not None
                assert (refused.last.verb, refused.last.state) == ("respond", "responded")
                assert refused.last.by == winners[0].by
                assert refused.last.name in names
            assert case.events.count() == 2
        _close(pool)
    report = verify()
    assert report.clean
    assert (report.cases, report.events) == (rounds, 2 * rounds)


@pytest.mark.postgres  # on SQLite the long one alone
def test_of_sixteen_who_respond_at_once_one_wins_and_fifteen_are_told_who(real_city: City):
    _rounds(real_city, SHORT)


@pytest.mark.full
@pytest.mark.long(150)
def test_round_after_round_of_sixteen(real_city: City):
    _rounds(real_city, LONG)
