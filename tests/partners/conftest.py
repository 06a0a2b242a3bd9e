"""The town of Jinshan, served by this process, and a neighbour whose key the test holds."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpResponse
from django.test import Client

from tests.cast import City, playing, shipped
from wolaiban.lib import clock
from wolaiban.partners.signatures import signed
from wolaiban.people.models import Organisation

PATH = "/api/v1/partners/jinshan/messages"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


class Neighbour:
    """The other town, as far as we hear of it."""

    def __init__(self) -> None:
        self.client, self.key = Client(), KEY

    def message(self, **said: Any) -> dict[str, Any]:
        head = {"id": str(uuid.uuid4()), "from": "jinshan", "to": "pinghu", "seq": 1, "task": 1}
        return {**head, "fields": {}, "words": {}, **said}

    def case(self, number: str = "JK2024-A", **said: Any) -> dict[str, Any]:
        fields = {"matter": "registration", "consent": "no", "identity": "yes", "filed_in": "jinshan"}
        whole = {"kind": "case", "service": "crossing", "number": number, "fields": fields, "requester": {}}
        return self.message(**{**whole, "words": {"subject": "在平湖设立分公司"}, **said})

    def signed(self, message: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a message, signed now."""
        body = json.dumps(message).encode()
        return body, signed(PATH, body, by="jinshan", at=clock.now(), key=self.key)

    def post(self, body: bytes, headers: dict[str, str]) -> HttpResponse:
        return self.client.post(PATH, body, content_type=headers["Content-Type"], headers=headers)

    def sends(self, message: dict[str, Any], *, body: bytes | None = None, **headers: str) -> HttpResponse:
        """Post it signed; `body` replaces what was signed, `headers` what signs it."""
        said, sent = self.signed(message)
        return self.post(said if body is None else body, sent | headers)


@pytest.fixture
def city() -> Iterator[City]:
    partner = replace(shipped().partners["jinshan"], key=KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    with playing(replace(shipped(), partners={"jinshan": partner}, _timetables={})) as city:
        Organisation.objects.create(
            code="js_window", name="金山窗口", kind="centre", hours="jinshan", partner="jinshan"
        )
        yield city.clock("2024-09-13 10:00")


@pytest.fixture
def jinshan(city: City) -> Neighbour:
    return Neighbour()
