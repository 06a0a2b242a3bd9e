"""The one who asks: checked at the door, recognised without being stored. 「诉求人」"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.crypto import salted_hmac

from wolaiban.lib.words import Refusal
from wolaiban.people import checks
from wolaiban.people.actor import Actor
from wolaiban.people.models import Officer, Organisation

from .life import Wrong

REQUESTER = ("name", "phone", "email", "organisation", "credit_code")
"""What is known of who asks."""
RECOGNISED_BY = ("credit_code", "phone", "organisation", "email", "user")
"""By what they are recognised, the surest first; `user` is the account that an imported record names."""


def check_requester(requester: Mapping[str, str], *, imported: bool) -> Iterator[Wrong]:
    """What is wrong with a name, phone, e-mail or credit code; an import takes them as recorded."""
    if imported:
        return
    if not requester.get("name", "").strip() and not requester.get("organisation", "").strip():
        yield Wrong(1, "no_name", {}, "requester.name")
    for field, check in (("phone", checks.phone), ("email", checks.email), ("credit_code", checks.credit_code)):
        text = requester.get(field, "").strip()
        if text:
            try:
                check(text)
            except Refusal as problem:
                yield Wrong(1, "bad_contact", {"zh": problem.zh, "en": problem.en}, f"requester.{field}")
    if not requester.get("phone", "").strip() and not requester.get("email", "").strip():
        yield Wrong(1, "no_contact", {}, "requester.phone")


def own_office(by: Actor) -> dict[str, str]:
    """An officer as the one who asks for their own office: name, contacts and the unit of their first post."""
    officer = Officer.objects.get(pk=by.id)
    unit = Organisation.objects.filter(code=by.posts[0].unit).first() if by.posts else None
    known = {
        "name": officer.name,
        "phone": officer.phone,
        "email": officer.email,
        "organisation": unit.name if unit else "",
    }
    return {name: text for name, text in known.items() if text} | {"language": officer.language}


def identity_key(typed: str) -> str:
    """A keyed digest of an identity card number or credit code, by which the same party is known; "?" of neither.

    The number itself is kept nowhere.
    """
    try:
        number = checks.identity(typed)
    except Refusal:
        return "?"
    return salted_hmac("wolaiban.identity", number, algorithm="sha256").hexdigest()


def asker_key(requester: Mapping[str, str]) -> str | None:
    """A keyed digest by which the same firm (credit code, else name) or person (phone) is recognised, or None."""
    for field in RECOGNISED_BY:
        text = "".join(requester.get(field, "").split()).upper()
        if text:
            return salted_hmac("wolaiban.asker", f"{field}:{text}", algorithm="sha256").hexdigest()
    return None
