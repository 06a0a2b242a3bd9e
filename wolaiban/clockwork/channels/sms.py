"""Short messages through a gateway that takes HTTP POST. 「短信网关」

Gateways differ in the body that they want and in what they answer: `[sms]` of town.toml gives both. Where `ok` is given
only an answer that matches it means taken over, since many gateways say 200 and name the error in the body, and what
does not match is tried again.
"""

from __future__ import annotations

import codecs
import json
import re
from http.client import HTTPMessage
from urllib.parse import quote_plus

from django.conf import settings

from wolaiban.lib.words import Refusal
from wolaiban.people import checks
from wolaiban.promises.town import town

from . import http
from .letter import Letter, NeverWill, TryAgain

SHOWN = 200
NUMBERS = re.compile(r"\+?\d(?:[ -]?\d){6,}")
CODES = re.compile(r"[0-9A-Z][0-9A-Z-]{5,}")
"""In our own text: case numbers and tracking codes."""
BLANK = re.compile(r"\{(phone|text|id)\}")


def is_configured() -> bool:
    """Whether WOLAIBAN_SMS_URL names a gateway."""
    return bool(settings.SMS_URL)


def send(letter: Letter) -> None:
    """Post one message; its id is the Idempotency-Key. Raises TryAgain or NeverWill."""
    refused = "the gateway does not accept WOLAIBAN_SMS_TOKEN"
    answer = http.post(settings.SMS_URL, _body(letter), _headers(letter), refused=refused)
    said = answer.body.decode(_charset(answer.headers), "replace")
    if not re.search(town().sms["ok"], said):
        raise TryAgain(f"HTTP {answer.status}: {_without_persons(said, letter)[:SHOWN] or 'an empty answer'}")


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
