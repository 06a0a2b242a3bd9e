"""POST /cases: somebody asks over HTTP and leaves with a number and a running promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import ASKED, Program, fields
from tests.cast import City
from tests.statements import statements
from wolaiban.api import repeating
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area
from wolaiban.promises import limits
from wolaiban.promises.models import Case
from wolaiban.promises.verbs import register


def test_a_firm_leaves_with_a_number_a_code_and_running_promises(city: City, anybody: Program):
    reply = anybody.post("/cases", ASKED)
    told = reply.json()
    assert reply.status_code == 201
    assert (told["state"], told["stage"]) == ("registered", {"code": "registered", "label": "已登记"})
    assert [(p["code"], p["due_at"], p["state"], p["provisional"]) for p in told["promises"]] == [
        ("respond", "2024-09-13T17:20:00+08:00", "running", False),
        ("done", "2024-09-19T17:00:00+08:00", "running", True),
    ]
    case = Case.objects.get(number=told["number"])
    assert case.tracking_code == told["tracking_code"]
    assert told["number"] in told["url"]
    assert anybody.client.get(told["url"]).status_code == 200


def test_answers_and_parts_of_the_form_become_fields_of_the_case(city: City, program_of: Callable[..., Program]):
    body = {**ASKED, "board": "project", "confidential": True, "answers": {"urgency": "utilities"}}
    case = Case.objects.get(number=program_of(city.lin).post("/cases", body).json()["number"])
    assert case.fields == {"board": "project", "confidential": "yes", "urgency": "utilities"}


@pytest.mark.parametrize("answers", [{"grade": "simple"}, {"urgency": "danger"}])
def test_nobody_decides_for_themselves_how_long_a_promise_runs(city: City, anybody: Program, answers: dict[str, str]):
    reply = anybody.post("/cases", {**ASKED, "answers": answers})
    assert (reply.status_code, Case.objects.count()) == (422, 0)
    assert [error["field"] for error in reply.json()["errors"]] == [f"answers.{name}" for name in answers]


@pytest.mark.parametrize("stated", ["2024-09-13T09:00", "2024-09-13T09:00:00+08:00", "2024-09-13T01:00:00Z"])
def test_an_officer_files_on_behalf_and_the_clock_starts_at_the_conversation(
    city: City, program_of: Callable[..., Program], stated: str
):
    """An instant without an offset is the town's time (field book 1.3)."""
    reply = program_of(city.lin).post("/cases", {**ASKED, "asked_at": stated, "written_at": "2024-09-13T09:30"})
    assert reply.status_code == 201
    case = Case.objects.get(number=reply.json()["number"])
    assert case.registered_at == city.t("2024-09-13 09:00") and case.recorded_at == city.t("2024-09-13 16:50")
    assert case.written_at == city.t("2024-09-13 09:30") and case.collector == str(city.lin.officer.pk)
    assert reply.json()["promises"][0]["due_at"] == "2024-09-13T09:30:00+08:00"


@pytest.mark.parametrize("stated", ["2024-09-12T16:49:59", "2024-09-13T16:50:01"])
def test_a_conversation_lies_at_most_a_day_back_and_not_ahead(
    city: City, program_of: Callable[..., Program], stated: str
):
    reply = program_of(city.lin).post("/cases", {**ASKED, "asked_at": stated})
    assert (reply.status_code, fields(reply)) == (422, ["asked_at"])


def test_only_a_token_for_importing_states_what_lies_further_back(city: City, program_of: Callable[..., Program]):
    body = {**ASKED, "asked_at": "2024-06-03T10:00"}
    assert program_of(city.lin).post("/cases", body).status_code == 422
    before = program_of(city.lin, "act", "import").post("/cases", {**body, "asked_at": "2024-03-31T10:00"})
    assert (before.status_code, fields(before)) == (422, ["service"]), "the service is in force since 1 April"
    reply = program_of(city.lin, "act", "import").post("/cases", body)
    assert reply.status_code == 201
    assert Case.objects.get(number=reply.json()["number"]).registered_at == city.t("2024-06-03 10:00")


def test_who_asks_without_a_token_cannot_move_the_clock(city: City, anybody: Program):
    reply = anybody.post("/cases", {**ASKED, "asked_at": "2024-09-13T16:00"})
    assert (reply.status_code, fields(reply)) == (422, ["asked_at"])


def test_all_that_is_wrong_is_named_at_once_in_the_order_of_the_form(city: City, program_of: Callable[..., Program]):
    body = {
        "answers": {"grade": "dire", "confidentail": "yes", "about_unit": "watr"}, "written_at": "2031-01-01",
        "asked_at": "2024-09-01", "area": "999999", "channel": "smoke", "board": "x", "service": "pingfu365",
        "requester": {"phone": "12", "credit_code": "1"},
    }  # fmt: skip
    reply = program_of(city.lin).post("/cases", body)
    assert (reply.status_code, Case.objects.count()) == (422, 0)
    assert fields(reply) == [
        "subject", "requester.name", "requester.phone", "requester.credit_code", "board", "channel", "area",
        "asked_at", "written_at", "answers.grade", "answers.confidentail", "answers.about_unit",
    ]  # fmt: skip
    assert all(error["message"] in reply.json()["detail"] for error in reply.json()["errors"])


def test_nothing_at_all_asks_for_everything_that_is_needed(city: City, anybody: Program):
    reply = anybody.post("/cases", {"service": "pingfu365"})
    assert (reply.status_code, fields(reply)) == (422, ["subject", "requester.name", "requester.phone"])


@pytest.mark.parametrize("channel", ["phone", "window", "import", "fax"])
def test_who_asks_without_a_token_cannot_say_that_it_came_through_an_officer(
    city: City, anybody: Program, in_english: Program, channel: str
):
    reply = in_english.post("/cases", {**ASKED, "channel": channel})
    assert (reply.status_code, fields(reply)) == (422, ["channel"]) and "online, app" in reply.json()["detail"]
    assert anybody.post("/cases", {**ASKED, "channel": "app"}).status_code == 201


def test_an_officer_says_any_declared_way_and_an_import_its_own(city: City, program_of: Callable[..., Program]):
    assert program_of(city.lin).post("/cases", {**ASKED, "channel": "phone"}).status_code == 201
    assert fields(program_of(city.lin).post("/cases", {**ASKED, "channel": "import"})) == ["channel"]
    body = {**ASKED, "channel": "import", "asked_at": "2024-06-03T10:00", "written_at": "2024-06-03T10:05"}
    assert program_of(city.lin, "act", "import").post("/cases", body).status_code == 201


@pytest.mark.parametrize("written", ["2024-09-13T16:55:01", "2024-08-14T16:49:59", "1970-01-01T00:00:00Z"])
def test_the_devices_time_is_one_that_a_device_can_have(city: City, anybody: Program, written: str):
    reply = anybody.post("/cases", {**ASKED, "written_at": written})
    assert (reply.status_code, fields(reply)) == (422, ["written_at"])
    assert anybody.post("/cases", {**ASKED, "written_at": "2024-09-13T16:55:00"}).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "  "}, "subject"),
        ({"service": "no-such-service"}, "service"),
        ({"requester": {"name": "王"}}, "requester.phone"),
        ({"requester": {"phone": "13800001234"}}, "requester.name"),
        ({"requester": {"name": "王", "phone": "12"}}, "requester.phone"),
        ({"requester": {"name": "王", "phone": "13800001234", "credit_code": "1"}}, "requester.credit_code"),
        ({"board": "no-such-board"}, "board"),
        ({"area": "999999"}, "area"),
        ({"asked_at": "yesterday"}, "asked_at"),
        ({"text": "a\x00b"}, "text"),
        ({"text": 5}, "text"),
        ({"channel": "Über!"}, "channel"),
        ({"answers": {"grade": ["simple"]}}, "answers.grade"),
        ({"answers": {"external_number": "1"}}, "answers.external_number"),
        ({"answers": {"by": "officer:1"}}, "answers.by"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_filed(
    city: City, anybody: Program, change: dict[str, Any], field: str
):
    reply = anybody.post("/cases", {**ASKED, **change})
    assert (reply.status_code, fields(reply)) == (422, [field])
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert not Case.objects.exists()


def test_an_unknown_name_is_refused_with_the_nearest_known_one(city: City, in_english: Program):
    body = {**ASKED, "subjct": "x", "requester": {**ASKED["requester"], "fone": "1"}}
    wrong = {error["field"]: error["message"] for error in in_english.post("/cases", body).json()["errors"]}
    assert wrong == {"subjct": "There is no field subjct. Did you mean subject?"}
    del body["subjct"]
    wrong = {error["field"]: error["message"] for error in in_english.post("/cases", body).json()["errors"]}
    assert wrong == {"requester.fone": "There is no field fone. Did you mean phone?"}
    wrong = in_english.post("/cases", {**ASKED, "answers": {"confidentail": "yes"}}).json()["errors"]
    assert wrong[0]["message"].endswith("Did you mean confidential?")


def test_a_known_area_is_kept(city: City, anybody: Program):
    Area.objects.create(code="330482001", name="当湖街道", kind="sub_district")
    number = anybody.post("/cases", {**ASKED, "area": "330482001"}).json()["number"]
    assert Case.objects.get(number=number).area == "330482001"


def test_a_case_is_registered_in_one_round_trip(real_city: City):
    """On PostgreSQL all rows are one statement and no transaction; SQLite, without a network, takes one a table."""
    with CaptureQueriesContext(connection) as asked:
        register("pingfu365", by=Actor.asker(), requester=ASKED["requester"], subject="用水", text="已等两周")
    if connection.vendor == "postgresql":
        assert len(asked) == 1, [query["sql"] for query in asked]
    else:
        assert len(statements(asked)) == 5


def test_a_filing_over_http_takes_three_round_trips_at_most(
    city: City, anybody: Program, monkeypatch: pytest.MonkeyPatch
):
    """One asks how often somebody filed within the hour; with a key another asks for what was answered to it."""
    monkeypatch.setattr(limits, "SWEPT_EVERY", 10**9)
    monkeypatch.setattr(repeating, "SWEPT_EVERY", 10**9)
    remote = connection.vendor == "postgresql"
    with CaptureQueriesContext(connection) as plain:
        assert anybody.post("/cases", ASKED).status_code == 201
    assert len(statements(plain)) == (2 if remote else 7)
    with CaptureQueriesContext(connection) as with_key:
        assert anybody.post("/cases", ASKED, **{"Idempotency-Key": "k"}).status_code == 201
    assert len(statements(with_key)) == (3 if remote else 9)


def test_a_body_that_is_no_json_is_400(city: City, in_english: Program):
    reply = in_english.post("/cases", "{")
    assert reply.status_code == 400 and reply.json()["type"] == "urn:wolaiban:problem:malformed"


def test_a_token_for_reading_files_nothing(city: City, program_of: Callable[..., Program]):
    reply = program_of(city.lin, "read").post("/cases", ASKED)
    assert reply.status_code == 403 and not Case.objects.exists()


def test_a_bad_token_is_not_taken_for_no_token(city: City):
    reply = Program("wlb_nonsense").post("/cases", ASKED)
    assert reply.status_code == 401 and reply.headers["WWW-Authenticate"].startswith("Bearer")
    assert not Case.objects.exists()
