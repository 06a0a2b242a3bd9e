"""Visitors of the shipped town: anybody, and the officers of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import FIRM, City, Person
from wolaiban.people.welcome import BACKEND

ASKED = {f"requester.{name}": text for name, text in FIRM.items()} | {"subject": "厂区用水接入卡住了"}
FIRMS, RESIDENTS = "pingfu365", "mailbox"


@pytest.fixture
def visitor(city: City) -> Client:
    """Somebody who has not signed in and reads Chinese."""
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def officer(city: City) -> Callable[..., Client]:
    """A browser in which somebody of the cast has signed in."""

    def sign_in(person: Person, language: str = "zh-CN") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(person.officer, backend=BACKEND)
        return client

    return sign_in
