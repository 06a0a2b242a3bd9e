"""The account of a service: every contract figure, with n, definition and cut-off."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import City
from tests.statistics.crowd import Story, store
from wolaiban.lib.words import Refusal
from wolaiban.statistics.figures import figures

CONTRACT = {
    "received", "finished", "in_hand", "completion_rate", "on_time_rate:respond", "on_time_rate:done",
    "answered_within:3wd", "answered_within:7wd", "answered_within:15wd", "reached_rate", "resolved_rate",
    "satisfied_rate", "handling_working_days_median", "handling_working_days_p90",
}  # fmt: skip


def closed(registered: str, at: str, **fields: str) -> Story:
    return Story("pingfu365", registered, fields).does("close", at, words="answer")


def test_the_json_has_exactly_the_keys_of_the_contract(city: City):
    store([closed("2024-06-03 09:00", "2024-06-03 09:10"), Story("pingfu365", "2024-06-03 09:00")])
    table = figures("pingfu365", first=date(2024, 6, 1), last=date(2024, 6, 30), by=("month",)).as_json()
    assert list(table) == ["service", "from", "to", "cut_off", "figures"]
    assert (table["from"], table["to"], table["cut_off"]) == ("2024-06-01", "2024-06-30", "2024-07-02T09:00:00+08:00")
    keys = {"code", "value", "unit", "numerator", "denominator", "definition"}
    assert {frozenset(entry) for entry in table["figures"]} == {frozenset(keys), frozenset(keys | {"by"})}
    assert {entry["code"] for entry in table["figures"] if "by" not in entry} >= CONTRACT


def test_days_of_registration_are_local_and_both_included(city: City):
    days = [("2024-06-02", "00:00"), ("2024-06-03", "00:00"), ("2024-06-03", "23:30"), ("2024-06-04", "00:00")]
    store([closed(f"{day} {hour}", f"{day} 23:59") for day, hour in days])
    assert figures("pingfu365", first=date(2024, 6, 3), last=date(2024, 6, 3)).figure("received").value == 2
    assert figures("pingfu365", first=date(2024, 6, 3)).figure("received").value == 3
    assert figures("pingfu365").figure("received").value == 4


def test_a_service_or_a_breakdown_that_does_not_exist_names_the_nearest(city: City):
    with pytest.raises(Refusal, match="pingfu365"):
        figures("pingfu36")
    with pytest.raises(Refusal, match="board"):
        figures("pingfu365", by=("boards",))
    with pytest.raises(Refusal):
        figures("pingfu365", by=("subject",))


def test_nothing_received_gives_counts_of_zero_and_rates_of_nothing(city: City):
    account = figures("pingfu365", by=("month", "unit"))
    assert account.figure("received").value == 0
    assert account.figure("completion_rate").value is None
    assert account.figure("handling_working_days_median").value is None
    assert not account.cells()
