"""Percentages, quantiles, and that none of them stands without its n."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolaiban.statistics.results import Quantile, Ratio, Satisfaction, percent, quantile


@given(st.integers(1, 10**7).flatmap(lambda below: st.tuples(st.integers(0, below), st.just(below))))
def test_a_percentage_is_half_up_to_one_decimal(pair: tuple[int, int]):
    above, below = pair
    exact = (Decimal(above) * 100 / Decimal(below)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert percent(above, below) == float(exact)


@pytest.mark.parametrize(
    ("above", "below", "shown"),
    [
        (1038, 1045, 99.3),
        (1037, 1045, 99.2),
        (1039, 1045, 99.4),
        (1, 2000, 0.1),
        (1, 16, 6.3),
        (1, 1, 100.0),
        (0, 7, 0.0),
    ],
)
def test_known_percentages(above: int, below: int, shown: float):
    assert percent(above, below) == shown


def test_nothing_of_nothing_has_no_percentage():
    assert (Ratio(0, 0).value, Ratio(0, 0).text("en")) == (None, "— (0 of 0)")


def test_a_share_of_less_than_itself_is_refused():
    with pytest.raises(ValueError):
        Ratio(3, 2)


def test_every_text_carries_its_counts():
    assert Satisfaction(9, 10, 40).text("en") == "90.0% (9 of 10); 10 of 40 rated"
    assert Quantile.of(np.array([4, 1, 2]), 0.5).text("en") == "2 (n=3)"
    assert Quantile.of(np.empty(0), 0.5).value is None


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_quantile_is_the_smallest_value_that_the_share_does_not_exceed(values: list[int], share: float):
    least = next(v for v in sorted(values) if sum(other <= v for other in values) >= share * len(values) - 1e-9)
    assert quantile(np.array(values), share) == least
