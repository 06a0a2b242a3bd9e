"""The public account of promises: what was promised can be seen by all, and nobody in it (field book 11.6)."""

from __future__ import annotations

from datetime import date

from tests.cast import City
from tests.statistics.crowd import Story, store
from wolaiban.promises.life import Opening
from wolaiban.statistics.cells import OTHERS
from wolaiban.statistics.figures import figures


def handled(unit: str, day: str, count: int) -> list[Story]:
    """So many cases of a unit registered on a day and answered two days later."""
    answered = f"{day[:-2]}{int(day[-2:]) + 2:02d}"
    return [
        Story("pingfu365", f"{day} 09:00", {"grade": "ordinary"})
        .does("respond", f"{day} 09:10", words="text")
        .does("dispatch", f"{day} 09:20", tasks=[Opening("lead", unit)])
        .does("sign", f"{day} 10:00", task=1)
        .does("answer", f"{answered} 11:00", words="answer")
        for _ in range(count)
    ]


def test_a_small_cell_is_merged_for_the_month_and_named_for_the_year(city: City):
    """A unit with 6 cases in a month stands only in its group's sum for that month; by name in the year at 10."""
    may = {"water": 4, "planning": 20, "ecology": 11}
    june_counts = {"water": 6, "planning": 25, "ecology": 12}
    store([story for unit, count in may.items() for story in handled(unit, "2024-05-06", count)])
    store([story for unit, count in june_counts.items() for story in handled(unit, "2024-06-03", count)])
    city.clock("2024-12-31 18:00")
    june = figures("pingfu365", first=date(2024, 6, 1), last=date(2024, 6, 30), by=("unit",))
    assert june.cells() == [{"unit": OTHERS}, {"unit": "planning"}]
    # The 6 of one unit alone would be what is left of the sum: the next smallest goes with them.
    assert june.figure("received", unit=OTHERS).value == 18
    assert june.figure("received", unit="planning").value == 25
    by_month = figures("pingfu365", by=("month", "unit"))
    assert {"month": "2024-06", "unit": "water"} not in by_month.cells()
    assert by_month.figure("received", month="2024-06", unit=OTHERS).value == 18
    year = figures("pingfu365", first=date(2024, 1, 1), last=date(2024, 12, 31), by=("unit",))
    assert year.figure("received", unit="water").value == 10
    assert not any(cell["unit"] == OTHERS for cell in year.cells())


def test_a_rate_of_a_few_is_merged_though_its_unit_is_named(city: City):
    """Few rated: the rate of the unit would show what one firm said."""
    stories = [
        *handled("water", "2024-06-03", 12),
        *handled("planning", "2024-06-03", 30),
        *handled("ecology", "2024-06-03", 20),
    ]
    rated = [story.does("rate", "2024-06-06 09:00", rating="satisfied") for story in stories[10:]]
    assert len(rated) == 52
    store(stories)
    city.clock("2024-07-02 09:00")
    account = figures("pingfu365", by=("unit",))
    assert account.figure("received", unit="water").value == 12
    shown = [one.by["unit"] for one in account.shown if one.code == "satisfied_rate" and one.by]
    assert shown == [OTHERS, "planning"]
    assert account.figure("satisfied_rate", unit=OTHERS).denominator == 22


def test_the_town_may_set_another_limit(city: City):
    store([*handled("water", "2024-06-03", 6), *handled("planning", "2024-06-03", 25)])
    city.clock("2024-07-02 09:00")
    assert figures("pingfu365", by=("unit",), limit=5).figure("received", unit="water").value == 6
