"""Programs read the cases page by page: filters that mean what they say, no count, nothing twice and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Program
from tests.cast import City

Of = Callable[..., Program]


@pytest.fixture
def lin(city: City, program_of: Of) -> Program:
    """The desk officer's program."""
    return program_of(city.lin)


def subjects(program: Program, **filters: Any) -> list[str]:
    answer = program.get("/cases", **filters)
    assert answer.status_code == 200, answer.json()
    return [case["subject"] for case in answer.json()["cases"]]


def test_by_who_holds_what_is_owed(city: City, lin: Program):
    first = city.firm.asks("pingfu365", "用水")
    city.later(seconds=1).firm.asks("pingfu365", "用电")
    city.lin.does("respond", first, text="已联系")
    city.lin.dispatches(first, "water", grade="ordinary")
    assert subjects(lin, holder="desk") == ["用电", "用水"], "until somebody signs, the desk answers for it"
    city.water_handler.does("sign", first, task=1)
    assert subjects(lin, holder="water") == ["用水"]
    assert subjects(lin, holder="desk") == ["用电"]


def test_by_day_of_registration_both_included(city: City, lin: Program):
    for day in (13, 14, 15):
        city.clock(f"2024-09-{day} 10:00")
        city.firm.asks("pingfu365", f"{day}日")
    assert subjects(lin, registered_from="2024-09-14", registered_to="2024-09-15") == ["15日", "14日"]
    assert subjects(lin, registered_to="2024-09-13") == ["13日"]


def test_by_what_was_recorded_since(city: City, lin: Program):
    old = city.firm.asks("pingfu365", "旧件")
    city.later(seconds=1).firm.asks("pingfu365", "没动")
    city.later(hours=2)
    since = "2024-09-13T18:00"
    assert subjects(lin, changed_since=since) == []
    city.lin.does("respond", old, text="已联系")
    city.firm.asks("pingfu365", "新件")
    assert subjects(lin, changed_since=since) == ["新件", "旧件"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("registered_from", "2024-13-01"), ("registered_to", "yesterday"), ("changed_since", "soon"), ("limit", "0")],
)
def test_a_filter_that_means_nothing_is_named(city: City, lin: Program, name: str, value: str):
    answer = lin.get("/cases", **{name: value})
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [name])


def test_pages_lead_on_by_key_and_nothing_is_counted(city: City, lin: Program):
    for number in range(7):
        city.firm.asks("pingfu365", str(number))
        city.later(seconds=1)
    found: list[str] = []
    cursor = ""
    with CaptureQueriesContext(connection) as captured:
        while True:
            page = lin.get("/cases", limit=3, **({"cursor": cursor} if cursor else {})).json()
            found += [case["subject"] for case in page["cases"]]
            city.firm.asks("pingfu365", "meanwhile")  # what comes in between is on no later page
            if not (cursor := page["next"]):
                break
    assert found == ["6", "5", "4", "3", "2", "1", "0"]
    assert not [query["sql"] for query in captured if "COUNT(" in query["sql"].upper() or "OFFSET" in query["sql"]]


def test_filters_together_narrow(city: City, lin: Program):
    case = city.firm.asks("pingfu365", "用水")
    city.firm.asks("pingfu365", "用电")
    city.lin.does("respond", case, text="已联系")
    assert subjects(lin, state="responded", service="pingfu365", registered_from="2024-09-13", overdue="false") == [
        "用水"
    ]
    assert subjects(lin, state="responded", holder="nobody") == []
