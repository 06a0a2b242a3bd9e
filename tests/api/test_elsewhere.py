"""Where nothing is, and what a list cannot be filtered by: problems, not pages and not empty lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Program
from tests.cast import City


@pytest.fixture
def lin(city: City, program_of: Callable[..., Program]) -> Program:
    city.firm.asks("pingfu365", "用水")
    return program_of(city.lin, language="en")


@pytest.mark.parametrize(
    ("query", "field", "near"),
    [
        ({"state": "registred"}, "state", "registered"),
        ({"state": "anwered"}, "state", "answered"),
        ({"service": "pingfu356"}, "service", "pingfu365"),
        ({"unit": "watr"}, "unit", "water"),
        ({"overdue": "perhaps"}, "overdue", "true"),
        ({"limit": "0"}, "limit", "1"),
        ({"limit": "many"}, "limit", "whole number"),
        ({"cursor": "third"}, "cursor", "next"),
        ({"stat": "answered"}, "stat", "state"),
        ({"service": "mailbox", "state": "arbitration"}, "state", "registered"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_with_the_right_words(lin: Program, query, field: str, near: str):
    reply = lin.get("/cases", **query)
    assert reply.status_code == 422, reply.content
    assert [error["field"] for error in reply.json()["errors"]] == [field] and near in reply.json()["detail"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "registered"}, 1), ({"state": "answered"}, 0), ({"state": "arbitration"}, 0), ({"unit": "water"}, 0),
        ({"service": "mailbox"}, 0), ({"overdue": "true"}, 0), ({"service": "pingfu365", "state": "returned"}, 0),
    ],
)  # fmt: skip
def test_a_filter_that_fits_nothing_gives_an_empty_list(lin: Program, query, count: int):
    reply = lin.get("/cases", **query)
    assert (reply.status_code, len(reply.json()["cases"])) == (200, count)


def test_figures_of_a_span_that_was_mistyped_are_not_those_of_all_time(anybody: Program):
    reply = anybody.get("/figures", service="pingfu365", form="2024-09-01")
    assert reply.status_code == 422 and [error["field"] for error in reply.json()["errors"]] == ["form"]
    assert "from" in reply.json()["detail"]


def test_several_wrong_filters_are_named_at_once(lin: Program):
    reply = lin.get("/cases", state="nonsense", unit="watr", service="x")
    assert [error["field"] for error in reply.json()["errors"]] == ["service", "state", "unit"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "/cases", {"GET", "POST"}), ("put", "/cases/PF2024-ABCDEF", {"GET"}),
        ("get", "/due", {"POST"}), ("post", "/services", {"GET"}),
    ],
)  # fmt: skip
def test_a_method_that_an_address_lacks_is_a_problem(lin: Program, method: str, path: str, allowed: set[str]):
    reply = getattr(lin.client, method)(f"/api/v1{path}", headers=lin.headers)
    assert (reply.status_code, reply["Content-Type"]) == (405, "application/problem+json")
    assert set(reply["Allow"].split(", ")) == allowed
    told = reply.json()
    assert (told["type"], told["status"]) == ("urn:wolaiban:problem:method-not-allowed", 405)
    assert all(name in told["detail"] for name in allowed)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("path", ["/nothing", "/cases/PF2024-ABCDEF/respond/again", "/cases/", "/x.html"])
def test_an_address_that_is_none_is_a_problem(lin: Program, method: str, path: str):
    reply = getattr(lin.client, method)(f"/api/v1{path}", headers=lin.headers)
    assert (reply.status_code, reply["Content-Type"]) == (404, "application/problem+json")
    assert reply.json()["type"] == "urn:wolaiban:problem:not-found" and "openapi.json" in reply.json()["detail"]


def test_the_problem_is_told_in_chinese_unless_english_is_asked_for(city: City, anybody: Program):
    assert "没有" in anybody.get("/nothing").json()["detail"]
