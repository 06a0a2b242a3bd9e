"""What cases bring to declared figures: stored with each verb, checked, gathered anew for one declared later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import City, playing
from wolaiban.lib import clock
from wolaiban.promises.gathering import gather
from wolaiban.promises.models import Brought, Case, Gathered
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import figures


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The shipped town with its cast."""
    with playing() as city:
        yield city.clock("2022-06-20 09:00")


def saves(city: City, expected: str) -> Case:
    return city.firm.asks("energy", "余热回收", expected=expected, stage="reserve")


def test_the_copy_follows_the_case_and_leaves_with_it(city: City):
    case = saves(city, "800.5")
    kept = {row.code: (row.top, row.top_millions) for row in Brought.objects.filter(case=case)}
    assert kept["expected"] == (800_500_000, 0)
    city.firm.does("withdraw", case)
    assert not Brought.objects.filter(case=case).exists() and verify().clean


def test_a_number_of_any_size_is_summed_to_the_millionth(city: City):
    for _ in range(3):
        saves(city, "999999999999999.999999")
    assert str(figures("energy").figure("expected").result.total) == "2999999999999999.999997"


def test_a_copy_that_was_altered_is_named(city: City):
    saves(city, "800")
    Brought.objects.filter(code="expected").update(top=1)
    Brought.objects.filter(code="projects").delete()
    found = verify().differences
    assert any("figure 0/expected" in line for line in found) and any("figure 0/projects" in line for line in found)


def test_a_figure_declared_later_counts_the_cases_before_it(city: City):
    saves(city, "800")
    assert gather(clock.now()) == 1  # nobody has gone through them yet
    assert gather(clock.now()) == 0
    Brought.objects.all().delete()
    Gathered.objects.update(rules="other")
    assert gather(clock.now()) == 1 and verify().clean
