"""Whole files of real records; where they are absent each test says so and is skipped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.importing.conftest import importing, in_town

__all__ = ["importing", "in_town"]
HERE = Path(__file__).parent
DATA = Path(os.environ.get("WOLAIBAN_DATA", HERE.parents[2] / "shared" / "data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them need the real records, and time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.real_data)
            item.add_marker(pytest.mark.full)


@pytest.fixture
def data() -> Callable[[str], Path]:
    """A file of the real records."""

    def find(name: str) -> Path:
        if not (DATA / name).is_file():
            pytest.skip(f"no real data: {DATA / name} is absent (set WOLAIBAN_DATA)")
        return DATA / name

    return find
