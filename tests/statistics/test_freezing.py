"""A finished month is frozen once; what comes later stands beside it and moves nothing (field book 11.6)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.cast import City
from tests.scenarios.test_11_6 import handled
from tests.statistics.crowd import Story, store
from tests.statistics.test_public import JUNE, SERVICE, YEAR, rated
from wolaiban.lib import clock
from wolaiban.statistics import freezing
from wolaiban.statistics.cells import OTHERS
from wolaiban.statistics.figures import Account
from wolaiban.statistics.freezing import freeze, freeze_daily
from wolaiban.statistics.models import FrozenMonth
from wolaiban.statistics.public import public_figures


def frozen(city: City, at: str) -> list[str]:
    """Let the clock freeze what is due; the months frozen so far."""
    city.clock(at)
    while freeze(clock.now()):
        pass
    return list(FrozenMonth.objects.filter(service=SERVICE).order_by("id").values_list("month", flat=True))


def numbers(account: Account) -> list[tuple[object, ...]]:
    return [(one.code, tuple(one.by.items()), one.value, one.numerator, one.denominator) for one in account.shown]


def in_june(account: Account, code: str) -> object:
    return account.figure(code).value


def test_a_month_is_frozen_when_12_working_days_have_passed_and_only_once(city: City):
    store(rated("2024-05-06", 12) + rated("2024-06-03", 12))
    assert frozen(city, "2024-07-16 23:59") == ["2024-05"], "16 July is the twelfth working day, and not over"
    assert frozen(city, "2024-07-17 00:01") == ["2024-05", "2024-06"]
    assert frozen(city, "2024-07-18 09:00") == ["2024-05", "2024-06"]


def test_a_month_into_which_cases_are_being_entered_waits_until_they_are_in(city: City):
    city.clock("2024-07-20 10:00")
    for case in store(rated("2024-05-06", 12)):
        case.recorded_at = clock.now()
        case.save()
    assert frozen(city, "2024-07-21 09:59") == []
    assert public_figures(SERVICE).freeze.missing == ("2024-05",)
    assert frozen(city, "2024-07-21 10:01") == ["2024-05"]


def test_the_daily_look_freezes_at_the_first_tick_of_a_day(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(freezing, "_looked", {})
    store(rated("2024-06-03", 12))
    city.clock("2024-07-17 00:01")
    assert [freeze_daily(clock.now()) for _ in range(3)] == [1, 0, 0]


def test_what_is_frozen_is_what_was_published_to_the_last_digit(city: City):
    counts = {"water": 6, "planning": 25, "ecology": 12}
    store([one for unit, count in counts.items() for one in handled(unit, "2024-06-03", count)])
    city.clock("2024-07-17 09:00")
    live = {by: numbers(public_figures(SERVICE, **JUNE, by=by)) for by in ("", "unit", "channel", "board")}
    frozen(city, "2024-07-17 09:00")
    assert {by: numbers(public_figures(SERVICE, **JUNE, by=by)) for by in live} == live
    row = FrozenMonth.objects.get(service=SERVICE)
    told = json.loads(row.text)
    assert (told["service"], told["month"], told["version"]) == (SERVICE, "2024-06", "2024-04-01")
    assert told["cut_off"] == "2024-07-17T01:00:00.000000Z" and row.untouched
    received = {tuple(one.get("by", {}).values()): one["value"] for one in told["figures"] if one["code"] == "received"}
    assert received == {(): 43, (OTHERS,): 18, ("planning",): 25, ("online",): 43, ("",): 43, ("ordinary",): 43}
    assert "water" not in row.text, "six of one unit are told to nobody"
    assert all(one["definition"]["zh"] and one["definition"]["en"] for one in told["figures"])


def test_a_published_row_cannot_be_changed_or_taken_back(city: City):
    store(rated("2024-06-03", 12))
    frozen(city, "2024-07-17 09:00")
    row = FrozenMonth.objects.get(service=SERVICE)
    row.text = row.text.replace("12", "13")
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    assert not row.untouched


def late(city: City, rating: str) -> None:
    """June is frozen with 15 cases of which 3 are in hand; one more comes late, and is rated."""
    in_hand = [Story(SERVICE, "2024-06-03 09:00", {"grade": "ordinary"}) for _ in range(3)]
    store(rated("2024-06-03", 12) + in_hand)
    frozen(city, "2024-07-17 09:00")
    city.clock("2024-07-19 09:00")
    store(rated("2024-06-04", 1, rating))


def test_a_late_case_moves_nothing_and_is_shown_beside_the_frozen_month(city: City):
    late(city, "satisfied")
    account = public_figures(SERVICE, **JUNE)
    assert (in_june(account, "received"), in_june(account, "finished")) == (15, 12)
    since = {one.told.code: one.text("en") for one in account.freeze.since}
    assert since["received"] == "15 → 16 (+1)" and since["finished"] == "12 → 13 (+1)"
    assert since["completion_rate"] == "80.0% (12 of 15) → 81.3% (13 of 16)"
    assert "2024-06" in [row.month for row in account.freeze.months]
    whole = public_figures(SERVICE, by="month")
    assert whole.figure("received").value == whole.figure("received", month="2024-06").value == 15


def test_what_an_asker_said_after_the_freeze_shows_nowhere(city: City):
    """Not in the month, not in a longer span, and not as a correction: one rating is what one person said."""
    late(city, "dissatisfied")
    for account in (public_figures(SERVICE, **JUNE), public_figures(SERVICE), public_figures(SERVICE, **YEAR)):
        assert account.figure("satisfied_rate").text("en") == "100.0% (12 of 12); 12 of 12 rated"
        told = {one.told.figure.part for one in account.freeze.since}
        assert told and told <= {"volumes", "kept"}
        assert all(set(one.told.by) <= {"month"} for one in account.freeze.since)


def test_a_rating_given_in_a_running_month_shows_once_its_month_is_frozen_with_enough_behind_it(city: City):
    store(rated("2024-05-06", 12) + rated("2024-06-03", 4, "dissatisfied") + rated("2024-07-01", 8))
    frozen(city, "2024-06-20 09:00")
    satisfied = public_figures(SERVICE).figure("satisfied_rate")
    assert satisfied.text("en") == "100.0% (12 of 12); 24 of 24 rated", "so many rated is always told"
    assert satisfied.left_out == ("2024-06", "2024-07") and "Without 2024-06, 2024-07" in satisfied.definition("en")
    july = public_figures(SERVICE, first=date(2024, 7, 1), last=date(2024, 7, 31)).figure("satisfied_rate")
    assert (july.value, july.text("zh")) == (None, "不公布（所在月份尚未冻结），办结 8 件中 8 件已评价")
    frozen(city, "2024-07-20 09:00")
    assert public_figures(SERVICE).figure("satisfied_rate").denominator == 12, "four of June wait for July"
    frozen(city, "2024-08-20 09:00")
    both = public_figures(SERVICE, first=date(2024, 6, 1), last=date(2024, 7, 31)).figure("satisfied_rate")
    assert both.text("en") == "66.7% (8 of 12); 12 of 12 rated"
    assert public_figures(SERVICE, **JUNE).figure("satisfied_rate").value is None


def test_who_polls_the_year_by_unit_sees_it_move_with_the_months_only_and_by_no_few(city: City):
    """Water 12 in May, 3 in June: the year so far is not told with the three."""
    counts = {("05", "water"): 12, ("05", "planning"): 20, ("05", "ecology"): 15}
    counts |= {("06", "water"): 3, ("06", "planning"): 20, ("06", "ecology"): 15}
    store([one for (month, unit), count in counts.items() for one in handled(unit, f"2024-{month}-06", count)])
    frozen(city, "2024-06-20 09:00")
    may = public_figures(SERVICE, **YEAR, by="unit")
    assert may.figure("received", unit="water").value == 12
    assert may.figure("received", unit="water").left_out == ("2024-06",)
    frozen(city, "2024-07-20 09:00")
    year = public_figures(SERVICE, **YEAR, by="unit")
    assert {"unit": "water"} not in year.cells()
    assert sum(one.value for one in year.shown if one.code == "received" and one.by) == 85


def test_a_unit_with_six_is_named_in_the_frozen_year_once_it_has_ten(city: City):
    counts = {("05", "water"): 4, ("05", "planning"): 20, ("05", "ecology"): 11}
    counts |= {("06", "water"): 6, ("06", "planning"): 25, ("06", "ecology"): 12}
    store([one for (month, unit), count in counts.items() for one in handled(unit, f"2024-{month}-06", count)])
    frozen(city, "2024-07-20 09:00")
    assert public_figures(SERVICE, **JUNE, by="unit").cells() == [{"unit": OTHERS}, {"unit": "planning"}]
    assert public_figures(SERVICE, **YEAR, by="unit").figure("received", unit="water").value == 10


def test_while_the_clock_was_away_the_account_says_which_months_are_not_frozen(city: City):
    store(rated("2024-05-06", 12) + rated("2024-06-03", 12))
    city.clock("2024-07-20 09:00")
    assert public_figures(SERVICE).freeze.missing == ("2024-05", "2024-06")
    assert public_figures(SERVICE, **JUNE).freeze.missing == ("2024-06",)
    frozen(city, "2024-07-20 09:00")
    assert public_figures(SERVICE).freeze.missing == ()
