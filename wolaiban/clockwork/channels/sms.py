"""Short messages through a gateway that takes HTTP POST. 「短信网关」

Gateways differ in the body that they want and in what they answer: `[sms]` of town.toml gives both. 2xx means taken
over; where `ok` is given only an answer that matches it does, since many gateways say 200 and name the error in the
body, and what does not match is tried again. 408, 425, 429 and 5xx mean later, and so do 3xx, 401 and 403, which an
operator has to mend; every other answer means never.
"""

from __future__ import annotations

import codecs
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
READ_BYTES = 4096
"""Of an answer no more is looked at."""
SHOWN = 200
NUMBERS = re.compile(r"\+?\d(?:[ -]?\d){6,}")
CODES = re.compile(r"[0-9A-Z][0-9A-Z-]{5,}")
"""In our own text: case numbers and tracking codes."""
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
            said = answer.read(READ_BYTES).decode(_charset(answer.headers), "replace")
            status = answer.status
    except HTTPError as error:
        error.close()
        if error.code in LATER or error.code >= 500 or 300 <= error.code < 400:
            raise TryAgain(f"HTTP {error.code}") from error
        if error.code in (401, 403):
            raise Away(f"HTTP {error.code}: the gateway does not accept WOLAIBAN_SMS_TOKEN") from error
        raise NeverWill(f"HTTP {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Away(type(error).__name__) from error
    if not re.search(town().sms["ok"], said):
        raise TryAgain(f"HTTP {status}: {_without_persons(said, letter)[:SHOWN] or 'an empty answer'}")


def _charset(headers: HTTPMessage) -> str:
    """How the answer is written: as it says itself, where that is a way to write."""
    try:
        return codecs.lookup(headers.get_content_charset("utf-8")).name
    except LookupError:
        return "utf-8"


def _without_persons(said: str, letter: Letter) -> str:
    """What a gateway answered, for operators to read: no telephone number, and no code that we sent it."""
    plain = NUMBERS.sub("…", " ".join("".join(c if c.isprintable() else " " for c in said).split()))
    for code in CODES.findall(letter.text):
        plain = plain.replace(code, "…")
    return plain


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
