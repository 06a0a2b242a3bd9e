"""What docs/api.md shows works as it is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.api.conftest import Program
from tests.cast import City
from wolaiban.api.problems import TITLES
from wolaiban.api.v1 import api

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```json (GET|POST) (\S+)\n(.*?)^```", PAGE, re.M | re.S)


def test_every_body_that_is_shown_is_accepted(city: City, program_of: Callable[..., Program]):
    lin, number = program_of(city.lin), ""
    assert [path for _, path, _ in SHOWN] == ["/cases", "/cases/{number}/respond", "/cases/{number}/dispatch", "/due"]
    for _, path, body in SHOWN:
        reply = lin.post(path.format(number=number), json.loads(body))
        assert reply.status_code in (200, 201), (path, reply.content.decode())
        number = reply.json().get("number", number)
    assert reply.json()["due_at"] == "2024-09-20T17:00:00+08:00"


def test_every_call_and_every_problem_is_listed():
    for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"]:
        assert f"{path}`" in PAGE, path
    for status, (code, _, _) in TITLES.items():
        assert re.search(rf"^\| {status} \| `{code}` \|", PAGE, re.M), status
