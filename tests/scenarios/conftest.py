"""Stories in the domain's words, with the fixed cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import City, playing


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The shipped town with its cast; the clock stands until the story moves it."""
    with playing() as city:
        yield city.clock("2024-09-13 16:50")
