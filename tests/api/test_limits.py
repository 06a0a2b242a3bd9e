"""A flood of filings without a token waits, and is told how long; officers, repetitions, mistakes do not count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import ASKED, Program
from tests.cast import City
from wolaiban.promises.models import Case


@pytest.fixture(autouse=True)
def two_an_hour(settings: Any) -> None:
    settings.LIMITS_AN_HOUR = {"filing": {"address": 3, "phone": 2}, "upload": {}}


def statuses(program: Program, times: int, body: dict[str, Any] = ASKED, **headers: str) -> list[int]:
    return [program.post("/cases", body, **headers).status_code for _ in range(times)]


def test_the_third_for_one_telephone_waits(city: City, in_english: Program):
    assert statuses(in_english, 2) == [201, 201]
    city.later(minutes=45)
    answer = in_english.post("/cases", ASKED)
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (
        429,
        "900",
        "application/problem+json",
    )
    assert "Try again in 15 minutes" in answer.json()["detail"]
    city.later(minutes=15)
    assert statuses(in_english, 1) == [201]


def test_the_fourth_from_one_address_waits(city: City, anybody: Program):
    phones = [{**ASKED, "requester": {"name": "王", "phone": f"1380000123{n}"}} for n in range(4)]
    assert [anybody.post("/cases", body).status_code for body in phones] == [201, 201, 201, 429]


def test_mistakes_and_repetitions_are_not_counted(city: City, anybody: Program):
    assert statuses(anybody, 4, {**ASKED, "subject": ""}) == [422] * 4
    assert statuses(anybody, 4, **{"Idempotency-Key": "4f7f0f1c"}) == [201] * 4
    assert Case.objects.count() == 1


def test_officers_are_not_limited(city: City, program_of: Any):
    assert statuses(program_of(city.lin), 5) == [201] * 5
