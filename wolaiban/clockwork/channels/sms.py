"""Short messages through a gateway that takes HTTP POST. 「短信网关」

Gateways differ in nothing but the body that they want: `[sms]` of town.toml gives it, with blanks. The answer 2xx means
taken over; 408, 425, 429 and 5xx mean later; every other answer means never.
"""

from __future__ import annotations

import json
import re
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import quote_plus

from django.conf import settings

from wolaiban.lib.words import Refusal
from wolaiban.people import checks
from wolaiban.promises.town import town

from .letter import Away, Letter, NeverWill, TryAgain

TIMEOUT_SECONDS = 10
LATER = (408, 425, 429)
BLANK = re.compile(r"\{(phone|text|id)\}")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A gateway that moved must be told to the operator: nothing is posted to whoever it names."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def is_configured() -> bool:
    """Whether WOLAIBAN_SMS_URL names a gateway."""
    return bool(settings.SMS_URL)


def send(letter: Letter) -> None:
    """Post one message; its id is the Idempotency-Key. Raises TryAgain or NeverWill."""
    request = urllib.request.Request(settings.SMS_URL, data=_body(letter), headers=_headers(letter), method="POST")  # noqa: S310
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            answer.read(1)
    except HTTPError as error:
        error.close()
        if error.code in LATER or error.code >= 500 or 300 <= error.code < 400:
            raise TryAgain(f"HTTP {error.code}") from error
        if error.code in (401, 403):
            raise Away(f"HTTP {error.code}: the gateway does not accept WOLAIBAN_SMS_TOKEN") from error
        raise NeverWill(f"HTTP {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Away(type(error).__name__) from error


def _headers(letter: Letter) -> dict[str, str]:
    headers = {"Content-Type": town().sms["type"], "Idempotency-Key": str(letter.id)}
    return headers | ({"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {})


def _body(letter: Letter) -> bytes:
    """The town's body with its blanks filled, each written as the body's kind wants it."""
    try:
        phone = checks.phone(letter.address)
    except Refusal:
        raise NeverWill("no telephone number") from None
    values = {"phone": phone, "text": " ".join(letter.text.split()), "id": str(letter.id)}
    kind, body = town().sms["type"], town().sms["body"]

    def filled(match: re.Match[str]) -> str:
        value = values[match[1]]
        return json.dumps(value, ensure_ascii=False)[1:-1] if "json" in kind else quote_plus(value)

    return BLANK.sub(filled, body).encode()
