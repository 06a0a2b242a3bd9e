"""Figures of the shipped town; the clock stands where a test puts it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import City, playing


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The shipped town with its cast."""
    with playing() as city:
        yield city.clock("2024-07-02 09:00")
