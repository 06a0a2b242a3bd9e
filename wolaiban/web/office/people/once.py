"""Secrets that are shown once, on the next page, and kept nowhere. 「只显示一次」"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from wolaiban.people.models import Officer

SHOWN_ONCE = "shown_once"


@dataclass(frozen=True)
class Secret:
    """A one-time link, or a token. 「一次性凭据」"""

    kind: str
    text: str


def keep(request: HttpRequest, officer: Officer, kind: str, secret: str) -> None:
    """Keep a secret for the next page about this officer."""
    request.session[SHOWN_ONCE] = [officer.pk, kind, secret]


def take(request: HttpRequest, officer: Officer) -> Secret | None:
    """The secret kept for this officer's page, this once."""
    kept = request.session.get(SHOWN_ONCE)
    if not kept or kept[0] != officer.pk:
        return None
    del request.session[SHOWN_ONCE]
    return Secret(kept[1], link(request, kept[2]) if kept[1] == "link" else kept[2])


def link(request: HttpRequest, secret: str) -> str:
    """The address at which an officer sets a password."""
    return request.build_absolute_uri(reverse("welcome", args=[secret]))
