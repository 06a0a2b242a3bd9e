"""GET /services, GET /figures and GET /healthz."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from tests.api.conftest import Program
from tests.cast import City
from wolaiban.lib import clock
from wolaiban.promises import heads


def test_the_services_on_offer_in_both_languages(city: City, anybody: Program):
    told = {service["code"]: service for service in anybody.get("/services").json()["services"]}
    assert set(told) == set(city.town.services)
    assert set(told["mailbox"]["name"]) == set(told["mailbox"]["promise"]) == {"zh", "en"}


def test_a_service_is_told_as_its_file_declares_it(city: City, anybody: Program):
    told, declared = anybody.get("/services/pingfu365").json(), city.town.service("pingfu365")
    assert {state["code"]: state["counts_as"] for state in told["states"]} == dict(declared.states)
    assert [verb["code"] for verb in told["verbs"]] == list(declared.verbs)
    verbs = {verb["code"]: verb for verb in told["verbs"]}
    assert verbs["dispatch"]["needs"] == ["tasks"] and verbs["dispatch"]["opens"] == ["lead", "co"]
    assert verbs["dispatch"]["from"] == ["responded", "redo", "redo_leader"] and verbs["note"]["from"] is None
    promises = {promise["code"]: promise for promise in told["promises"]}
    assert promises["respond"]["within"] == {"zh": "30 分钟", "en": "30 minutes"}
    assert promises["done"]["within"]["choices"]["complex"] == {"zh": "7 个工作日", "en": "7 working days"}
    assert "supervision" not in promises and "archive" not in promises
    fields = {field["code"]: field for field in told["fields"]}
    assert {"code": "finance", "label": {"zh": "金融", "en": "Finance"}} in fields["board"]["choices"]
    assert fields["grade"]["default"] == "ordinary" and fields["rating"]["choices"][0]["label"]["en"]


def test_an_unknown_service_is_not_found(city: City, anybody: Program, in_english: Program):
    assert anybody.get("/services/nothing").status_code == 404
    assert in_english.get("/services/nothing").json()["title"] == "Not found"


def test_figures_have_the_shape_of_the_contract(city: City, anybody: Program, in_english: Program):
    case = city.lin.files("pingfu365", "发票如何补开", grade="simple")
    city.later(minutes=12)
    city.lin.does("close", case, answer="已办")
    told = in_english.get("/figures", service="pingfu365", **{"from": "2024-09-01", "to": "2024-09-30"}).json()
    assert (told["service"], told["from"], told["to"]) == ("pingfu365", "2024-09-01", "2024-09-30")
    assert told["cut_off"] == "2024-09-13T17:02:00+08:00"
    figures = {figure["code"]: figure for figure in told["figures"]}
    assert (figures["received"]["value"], figures["finished"]["value"], figures["in_hand"]["value"]) == (1, 1, 0)
    assert isinstance(figures["received"]["value"], int) and "by" not in figures["received"]
    rate = figures["completion_rate"]
    assert (rate["value"], rate["unit"], rate["numerator"], rate["denominator"]) == (100.0, "percent", 1, 1)
    assert rate["definition"] and "withheld" not in rate
    median = figures["handling_working_days_median"]
    assert (median["value"], median["denominator"]) == (None, 1) and "fewer than 10" in median["withheld"]
    assert {"on_time_rate:respond", "answered_within:3wd", "handling_working_days_median"} <= set(figures)


def test_what_cannot_be_counted_is_said_at_its_field(city: City, anybody: Program):
    for query, field in (
        ({"service": "nothing"}, "service"),
        ({"service": "mailbox", "from": "yesterday"}, "from"),
        ({"service": "mailbox", "from": "2024-02-01", "to": "2024-01-01"}, "to"),
        ({"service": "mailbox", "by": "shoe_size"}, "by"),
        ({"service": "mailbox", "by": "rating"}, "by"),
        ({"service": "mailbox", "by": "month,unit"}, "by"),
        ({"service": "mailbox", "from": "2024-09-13", "to": "2024-09-13"}, "from"),
        ({"service": "mailbox", "to": "2024-08-13"}, "to"),
        ({}, "service"),
    ):
        reply = anybody.get("/figures", **query)
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, field)


def test_officers_who_may_see_every_case_count_any_days(city: City, program_of: Callable[..., Program]):
    city.lin.files("pingfu365", "发票如何补开", grade="simple")
    day = {"service": "pingfu365", "from": "2024-09-13", "to": "2024-09-13", "by": "month,board"}
    assert program_of(city.lin).get("/figures", **day).json()["figures"][0]["value"] == 1
    assert program_of(city.water_handler).get("/figures", **day).status_code == 422


def test_the_server_says_that_it_is_well_and_what_time_it_shows(city: City, anybody: Program):
    told = anybody.get("/healthz").json()
    assert (told["status"], told["town"], told["now"]) == ("ok", "pinghu", "2024-09-13T16:50:00+08:00")
    assert told["database"] in ("sqlite", "postgresql") and told["version"]
    at_root = Client().get("/healthz")
    assert (at_root.status_code, at_root.json()) == (200, told), "where monitors look first"


def test_the_heads_are_published_with_the_key_that_signs_them(city: City, anybody: Program, head_key: Path):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    heads.seal(clock.now())
    told = anybody.get("/heads").json()
    (head,) = told["heads"]
    assert (head["number"], head["cases"], head["previous"]) == (1, 1, "")
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    key.verify(bytes.fromhex(head["signature"]), bytes.fromhex(head["hash"]))
    assert case.number not in anybody.get("/heads").content.decode()


def test_rules_are_told_as_they_held_on_a_day(city: City, anybody):
    early, late = ({one["code"]: one for one in anybody.get(f"/rules?on={day}").json()["rules"]}
                   for day in ("2023-06-28", "2023-07-01"))  # fmt: skip
    assert (early["norm_3"]["version"], late["norm_3"]["version"]) == ("norm_3@2022-08-01", "norm_3@2023-07-01")
    assert [one["on"] for one in late["norm_3"]["approvals"]] == ["2023-07-01", "2023-07-01"]
    assert anybody.get("/rules?on=2001-01-01").json()["rules"] == []
    assert anybody.get("/rules?on=soon").status_code == 422
