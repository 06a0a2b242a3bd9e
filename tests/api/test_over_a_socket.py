"""The API as programs meet it: over a socket, with nothing but the standard library."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tests.api.conftest import ASKED
from tests.cast import City
from wolaiban.lib import clock
from wolaiban.people.models import Token
from wolaiban.promises.models import Case


def call(address: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Status and JSON of one call; a connection of its own, no proxy."""
    data = None if body is None else json.dumps(body).encode()
    asked = Request(address, data, {"Content-Type": "application/json", **headers})
    try:
        with build_opener(ProxyHandler({})).open(asked, timeout=20) as reply:
            return reply.status, json.load(reply)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_a_case_is_filed_followed_and_answered_over_a_socket(real_city: City, live_server: Any):
    api = f"{live_server.url}/api/v1"
    _, secret = Token.objects.issue(real_city.lin.officer, at=clock.now())
    bearer = {"Authorization": f"Bearer {secret}"}
    status, filed = call(f"{api}/cases", ASKED, **{"Idempotency-Key": "over a socket"})
    assert status == 201 and filed["url"].startswith(live_server.url)
    assert call(f"{api}/cases", ASKED, **{"Idempotency-Key": "over a socket"}) == (201, filed)
    path = f"{api}/cases/{filed['number']}"
    assert call(path)[0] == 404
    assert call(f"{path}/respond", {"text": "明早回话"}, **bearer)[0] == 200
    status, problem = call(f"{path}/respond", {"text": "明早回话"}, **{**bearer, "Accept-Language": "en"})
    assert (status, problem["title"], problem["last"]["verb"]) == (409, "Not possible now", "respond")
    status, told = call(f"{path}?tracking_code={filed['tracking_code']}")
    assert (status, told["state"], told["promises"][0]["state"]) == (200, "responded", "kept")
    assert call(f"{api}/healthz")[1]["status"] == "ok"
    assert Case.objects.count() == 1
