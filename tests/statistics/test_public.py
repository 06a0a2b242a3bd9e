"""What anybody may see: whole months, one breakdown at a time, and nothing that leads to a few (field book 11.6)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import City
from tests.scenarios.test_11_6 import handled
from tests.statements import statements
from tests.statistics.crowd import Story, store
from wolaiban.lib.words import Refusal
from wolaiban.statistics.cells import OTHERS
from wolaiban.statistics.figures import figures
from wolaiban.statistics.public import public_figures, whole_months
from wolaiban.statistics.results import Withheld

SERVICE = "pingfu365"
JUNE = {"first": date(2024, 6, 1), "last": date(2024, 6, 30)}
YEAR = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}


def rated(day: str, count: int, rating: str = "satisfied") -> list[Story]:
    """So many cases registered on a day, answered, then rated in the week after."""
    return [
        story.does("rate", f"{day[:-2]}{int(day[-2:]) + 7:02d} 09:00", rating=rating)
        for story in handled("water", day, count)
    ]


def test_one_day_and_two_spans_that_differ_by_a_day_are_not_public(city: City):
    store(rated("2024-06-03", 12) + rated("2024-06-04", 1, "dissatisfied"))
    for first, last in ((3, 4), (1, 3), (4, 30)):
        with pytest.raises(Refusal, match="2024-06-01 to 2024-06-30"):
            public_figures(SERVICE, first=date(2024, 6, first), last=date(2024, 6, last))
    assert whole_months(date(2024, 2, 5), date(2024, 2, 5)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert public_figures(SERVICE, **JUNE).figure("received").value == 13


def test_today_ends_a_span_as_well_as_the_end_of_its_month(city: City):
    store(rated("2024-06-03", 12))
    assert public_figures(SERVICE, first=date(2024, 6, 1), last=date(2024, 7, 2)).figure("received").value == 12


def test_of_a_few_the_counts_are_told_and_what_they_said_is_not(city: City):
    store(rated("2024-06-03", 3, "dissatisfied"))
    account = public_figures(SERVICE, **JUNE)
    assert account.figure("received").value == 3, (
        "so many cases of a whole service in a whole month are nobody's secret"
    )
    satisfied = account.figure("satisfied_rate")
    assert (satisfied.value, satisfied.numerator, satisfied.denominator) == (None, None, 3)
    assert satisfied.text("en") == "not shown (fewer than 10); 3 of 3 rated"
    assert "不足 10 件" in satisfied.as_json()["withheld"]
    assert account.figure("handling_working_days_median").value is None
    assert account.figure("completion_rate").value is not None


def test_a_month_with_few_hides_the_month_it_would_be_taken_from(city: City):
    """May 12, June 3: May and both together would tell June."""
    store(rated("2024-05-06", 12) + rated("2024-06-03", 3, "dissatisfied"))
    both = public_figures(SERVICE, first=date(2024, 5, 1), last=date(2024, 6, 30))
    assert both.figure("satisfied_rate").text("en") == "80.0% (12 of 15); 15 of 15 rated"
    may = public_figures(SERVICE, first=date(2024, 5, 1), last=date(2024, 5, 31))
    assert may.figure("satisfied_rate").value is None
    assert "a month beside it" in may.figure("satisfied_rate").text("en")
    months = public_figures(SERVICE, by="month")
    assert [months.figure("received", month=f"2024-0{n}").value for n in (5, 6)] == [12, 3]
    assert [months.figure("satisfied_rate", month=f"2024-0{n}").value for n in (5, 6)] == [None, None]


def test_only_what_the_file_publishes_breaks_public_figures_down_and_one_at_a_time(city: City):
    for by in ("rating", "area", "about_unit", "confidential", "month,unit", "subject"):
        with pytest.raises(Refusal, match="board"):
            public_figures(SERVICE, by=by)
    assert public_figures(SERVICE, by="board").scope.by == ("board",)


def test_a_breakdown_is_of_a_year_or_of_one_of_its_months(city: City):
    with pytest.raises(Refusal, match="one calendar year or one month"):
        public_figures(SERVICE, first=date(2024, 5, 1), last=date(2024, 6, 30), by="unit")
    account = public_figures(SERVICE, by="unit")
    assert (account.scope.first, account.scope.last) == (date(2024, 1, 1), date(2024, 12, 31)), "this year by default"


def test_a_unit_with_six_is_merged_in_the_month_and_named_in_the_year(city: City):
    counts = {("05", "water"): 4, ("05", "planning"): 20, ("05", "ecology"): 11}
    counts |= {("06", "water"): 6, ("06", "planning"): 25, ("06", "ecology"): 12}
    store([one for (month, unit), count in counts.items() for one in handled(unit, f"2024-{month}-06", count)])
    june = public_figures(SERVICE, **JUNE, by="unit")
    assert june.cells() == [{"unit": OTHERS}, {"unit": "planning"}]
    assert june.figure("received", unit=OTHERS).value == 18
    assert public_figures(SERVICE, **YEAR, by="unit").figure("received", unit="water").value == 10


def test_a_figure_is_broken_down_only_where_its_total_is_told(city: City):
    stories = handled("water", "2024-06-03", 15) + handled("planning", "2024-06-03", 15)
    for story in stories[:4] + stories[15:19]:
        story.does("rate", "2024-06-10 09:00", rating="satisfied")
    store(stories)
    account = public_figures(SERVICE, **JUNE, by="unit")
    assert account.figure("received", unit="water").value == 15
    assert [one.by for one in account.shown if one.code == "satisfied_rate"] == [{}], "8 ratings, told of nobody"


def test_no_figure_shares_out_channels_beside_the_breakdown_by_channel(city: City):
    store([Story(SERVICE, "2024-06-03 09:00", channel=channel) for channel in ["online"] * 20 + ["phone"]])
    account = public_figures(SERVICE, **JUNE, by="channel")
    assert not any(one.code.startswith("channel_share") for one in account.shown)
    assert account.cells() == [{"channel": OTHERS}], "20 beside the sum of 21 would tell the one"


def test_figures_for_staff_are_not_public(city: City):
    inside = {rule.code for rule in city.town.service(SERVICE).promises if rule.shown == "staff"}
    assert inside and not any(one.key in inside for one in public_figures(SERVICE).shown)


def test_sums_of_what_firms_typed_are_told_of_enough_firms_only(city: City):
    for number in range(9):
        city.firm.asks("energy", f"改造{number}", expected="800", stage="reserve")
    told = public_figures("energy", by="month")
    assert isinstance(told.figure("expected").result, Withheld) and told.figure("expected").value is None
    assert isinstance(told.figure("expected", month="2024-07").result, Withheld)
    assert told.figure("projects").value == 9  # how many there are of a whole service is nobody's secret
    assert figures("energy").figure("expected").value == 7200
    city.firm.asks("energy", "改造9", expected="800", stage="reserve")
    assert public_figures("energy").figure("expected").value == 8000


def test_a_month_of_few_firms_is_in_no_sum_that_leaves_it_alone(city: City):
    for number in range(10):
        city.firm.asks("energy", f"改造{number}", expected="800", stage="reserve")
    city.clock("2024-08-05 09:00")
    city.firm.asks("energy", "又一个", expected="800", stage="reserve")
    told = public_figures("energy", by="month")
    assert told.figure("expected").value == 8800
    assert {told.figure("expected", month=f"2024-0{month}").value for month in (7, 8)} == {None}


def test_a_thousand_questions_are_one_count(city: City):
    city.firm.asks("energy", "改造", expected="800", stage="reserve")
    first = public_figures("energy")
    with CaptureQueriesContext(connection) as captured:
        again = public_figures("energy")
    assert [one.value for one in again.shown] == [one.value for one in first.shown]
    assert len(statements(captured)) == 2  # the newest event, and what is frozen
    city.firm.asks("energy", "改造", expected="800", stage="reserve")
    assert public_figures("energy").figure("projects").value == 2
