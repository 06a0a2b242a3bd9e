"""The queue of one officer costs the same few questions among a hundred cases and among a hundred thousand."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import pytest
from django.db import connection
from django.db.models import AutoField, Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import City, Person
from tests.statistics.crowd import Story, live, store_lives
from wolaiban.clockwork.pulse import beat
from wolaiban.lib import clock
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Event, Promise, Task
from wolaiban.web.desk.tabs import TABS

Officer = Callable[..., Client]
MOST = 8
FEW, MANY = 100, 100_000
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
    """One morning's cases lived through the kernel, then copied row by row inside the database until there are many."""
    lives = [(story, live(story, clock.now())) for story in _crowd()]
    store_lives(lives, clock.now())
    copies = many // len(lives) - 1
    with connection.cursor() as cursor:
        for model in (Case, Event, Promise, Task):
            cursor.execute(_copying(model), [copies])
        cursor.execute("ANALYZE")


def _copying(model: type[Model]) -> str:
    """All rows of a table again, `%s` times, each time under other keys."""
    remote = connection.vendor == "postgresql"
    plain = "replace({}::text, '-', '')" if remote else "{}"
    other = f"substr({plain}, 1, 24) || " + ("lpad(to_hex(n), 8, '0')" if remote else "printf('%%08x', n)")
    key = f"({other})::uuid" if remote else other
    made = {"id": key, "case_id": key, "number": "number || '-' || n", "tracking_code": "tracking_code || n"}
    if model is Task:
        del made["number"]
    columns = [f.column for f in model._meta.concrete_fields if not isinstance(f, AutoField)]
    given = ", ".join(made[one].format(one) if one in made else f'"{one}"' for one in columns)
    names = ", ".join(f'"{one}"' for one in columns)
    counted = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < %s)"
    table = model._meta.db_table
    if remote:
        return f'{counted} INSERT INTO "{table}" ({names}) SELECT {given} FROM "{table}", copy'
    return f'INSERT INTO "{table}" ({names}) {counted} SELECT {given} FROM "{table}", copy'


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
    for model in (Event, Promise, Task, Case):
        model.objects.all().delete()
    _fill(city, more)
    assert Case.objects.count() == more
    many = _told(officer, people, shown)
    assert {key: count for key, (count, _) in few.items()} == {key: count for key, (count, _) in many.items()}
    assert max(count for count, _ in many.values()) <= MOST
    return many


def test_five_times_the_cases_take_no_more_questions(city: City, officer: Officer):
    _constant(city, officer, 5 * FEW, USUAL)


@pytest.mark.full
@pytest.mark.long(30)
def test_among_a_hundred_thousand_cases_a_queue_takes_no_more_questions(
    city: City, officer: Officer, capsys: pytest.CaptureFixture[str]
):
    many = _constant(city, officer, MANY, TABS)
    with capsys.disabled():
        print(f"\nqueues among {MANY} cases, {connection.vendor}: questions, milliseconds")
        for (login, tab), (count, seconds) in many.items():
            print(f"{login:>8} {tab:<12}{count:>3}{seconds * 1000:>8.0f}")
