"""The description of the API is true: fuzzed with what it allows and what it forbids, no reply is undescribed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import ASKED, Program
from tests.cast import City
from wolaiban.config.wsgi import application
from wolaiban.lib import clock
from wolaiban.people.models import Token

HONEST = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
CALLS = [
    ("/api/v1/cases", "GET"),
    ("/api/v1/cases", "POST"),
    ("/api/v1/cases/{number}", "GET"),
    ("/api/v1/cases/{number}/hand_over", "POST"),
    ("/api/v1/cases/{number}/{verb}", "POST"),
    ("/api/v1/cases/{number}/files/{id}", "GET"),
    ("/api/v1/files", "POST"),
    ("/api/v1/services", "GET"),
    ("/api/v1/services/{code}", "GET"),
    ("/api/v1/rules", "GET"),
    ("/api/v1/figures", "GET"),
    ("/api/v1/due", "POST"),
    ("/api/v1/partners/{code}/messages", "POST"),
    ("/api/v1/heads", "GET"),
    ("/api/v1/healthz", "GET"),
]
EXAMPLES = 8
REAL = {**ASKED, "period": "3 working days", "from": "2024-09-13", "channel": "online"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """What /openapi.json says."""
    return Client().get("/api/v1/openapi.json").json()


@pytest.fixture
def fuzzed(described: dict[str, Any]) -> Iterator[Any]:
    """The description as the fuzzer reads it; Django must not close the test's own connection after each request."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    yield schema
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def test_it_is_openapi_3_1_and_names_every_call_of_the_contract(described: dict[str, Any]):
    assert described["openapi"].startswith("3.1")
    found = {(path, method.upper()) for path, calls in described["paths"].items() for method in calls}
    assert found == set(CALLS)


def test_problems_have_their_media_type_and_tokens_are_described(described: dict[str, Any]):
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            for status, reply in call["responses"].items():
                handed_out = "*/*" if path.endswith("/files/{id}") else "application/json"
                media = "application/problem+json" if int(status) >= 400 else handed_out
                assert list(reply["content"]) == [media], (path, method, status)
    assert described["components"]["securitySchemes"] == {"Bearer": {"type": "http", "scheme": "bearer"}}
    assert described["paths"]["/api/v1/cases"]["get"]["security"] == [{"Bearer": []}]
    assert described["paths"]["/api/v1/cases"]["post"]["security"] == [{"Bearer": []}, {}]
    statuses = set(described["paths"]["/api/v1/cases/{number}/{verb}"]["post"]["responses"])
    assert statuses == {"200", "400", "401", "403", "404", "409", "413", "415", "422"}


def test_the_page_of_the_description_has_every_call_and_object_and_needs_no_script(city: City, anybody: Program):
    page = anybody.get("/docs").content.decode()
    told = re.findall(r'<h2 id="[^"]+"><span class="code">(\w+) ([^<]+)</span>', page)
    assert {(path, method) for method, path in told} == set(CALLS)
    led_to, there = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r' id="([^"]+)"', page)
    assert {"PromiseTold", "CaseFiled", "Requester", "ProblemTold", "FieldError"} <= set(there)
    assert led_to <= set(there) and len(there) == len(set(there))
    assert "<script" not in page and "//" not in page
    assert "Code of a service, as GET /services lists them." in page, "what a body holds"
    assert "Sent again with the same content, it files nothing twice." in page, "what a header means"
    assert "Bearer token: optional." in page and "Bearer token: required." in page


@pytest.mark.full
@pytest.mark.sqlite
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize(("path", "method"), CALLS, ids=[f"{m} {p.removeprefix('/api/v1')}" for p, m in CALLS])
def test_every_reply_is_described(city: City, fuzzed: Any, path: str, method: str, mode: GenerationMode):
    call = fuzzed[path][method]
    if mode is GenerationMode.NEGATIVE and not (call.query or call.body or call.headers):
        return  # nothing can be sent wrongly
    case = city.firm.asks("pingfu365", "用水")
    _, secret = Token.objects.issue(city.lin.officer, at=clock.now())
    real = {"number": case.number, "code": "pingfu365"}
    verbs = st.sampled_from(sorted(city.town.service("pingfu365").verbs))

    @seed(20240913)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(sent=call.as_strategy(generation_mode=mode), exists=st.booleans(), with_token=st.booleans(), verb=verbs)
    def fuzz(sent: Any, exists: bool, with_token: bool, verb: str) -> None:
        headers = {"Authorization": f"Bearer {secret}"} if with_token else {}
        if exists:  # a case that exists, so that what was sent is looked at
            given_ = {name: real.get(name, verb) for name in sent.path_parameters or {}}
            sent.path_parameters.update(given_)
            if not with_token and "number" in given_:
                sent.query = {**(sent.query or {}), "tracking_code": case.tracking_code}
            if mode is GenerationMode.POSITIVE:
                make_real(sent)
        sent.call_and_validate(headers=headers, checks=HONEST)

    fuzz()


def make_real(sent: Any) -> None:
    """What has to exist does, so that calls also succeed; the rest stays as it was made up."""
    for part in (sent.body, sent.query):
        if isinstance(part, dict):
            part.update({name: value for name, value in REAL.items() if name in part})
            for name in ("answers", "area", "board", "asked_at", "written_at", "pauses", "by", "to", "cursor"):
                part.pop(name, None)


def test_a_filing_that_is_described_well_is_taken(city: City, anybody: Program, described: dict[str, Any]):
    """The shape that the description asks for is the shape of the contract."""
    shape = described["components"]["schemas"]["NewCase"]
    assert set(ASKED) <= set(shape["properties"]) and set(shape["required"]) == {"service", "subject", "requester"}
    assert anybody.post("/cases", json.dumps(ASKED)).status_code == 201
