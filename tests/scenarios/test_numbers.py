"""Numbers are drawn, not counted: two cases never share one, and nobody is turned away by a draw."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.db import IntegrityError

from tests.cast import City
from wolaiban.promises.models import Case
from wolaiban.promises.verbs import register
from wolaiban.promises.verifying import verify


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch):
    """Let the next random numbers be these."""

    def be(*numbers: str) -> None:
        turn = cycle(numbers)
        # A pattern names {random} or {seq}; both are drawn for each case.
        monkeypatch.setitem(register.__globals__, "random_number", lambda length: next(turn) if length == 6 else "0")

    return be


def test_a_number_that_is_drawn_twice_is_drawn_again(city: City, draws):
    draws("7K3M9Q", "7K3M9Q", "2B4D6F")
    first, second = city.firm.asks("pingfu365", "用水"), city.firm.asks("pingfu365", "用电")
    assert (first.number, second.number) == ("PF2024-7K3M9Q", "PF2024-2B4D6F")
    assert Case.objects.count() == 2
    assert verify().clean


def test_a_number_that_is_always_taken_is_an_error_and_leaves_no_half_case(city: City, draws):
    draws("7K3M9Q")
    city.firm.asks("pingfu365", "用水")
    with pytest.raises(IntegrityError):
        city.firm.asks("pingfu365", "用电")
    assert Case.objects.count() == 1
    assert verify().clean
