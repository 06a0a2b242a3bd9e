"""Programs that call the town: without a token, and for officers of the cast."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import City, Person
from wolaiban.lib import clock
from wolaiban.people.models import Token

ASKED = {
    "service": "pingfu365",
    "subject": "厂区用水接入卡住了",
    "text": "已等两周",
    "requester": {"name": "王经理", "phone": "13800001234", "organisation": "平湖晨光包装有限公司"},
}


class Program:
    """Something that calls the API, perhaps with an officer's token, in a language."""

    def __init__(self, token: str = "", language: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.headers = {**headers, **({"Accept-Language": language} if language else {})}
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(
            f"/api/v1{path}", data, content_type="application/json", headers={**self.headers, **headers}
        )


def fields(reply: Any) -> list[str]:
    """At which fields a refusal names something wrong."""
    return [error["field"] for error in reply.json()["errors"]]


@pytest.fixture
def anybody(city: City) -> Program:
    """A program without a token."""
    return Program()


@pytest.fixture
def in_english(city: City) -> Program:
    """A program without a token that reads English."""
    return Program(language="en")


@pytest.fixture
def filed(anybody: Program) -> dict[str, Any]:
    """A case filed by a firm."""
    return anybody.post("/cases", ASKED).json()


@pytest.fixture
def program_of(city: City) -> Callable[..., Program]:
    """A program with a token of an officer."""

    def make(person: Person, *scopes: str, language: str = "") -> Program:
        _, secret = Token.objects.issue(person.officer, at=clock.now(), scopes=scopes or ("read", "act"))
        return Program(secret, language)

    return make
