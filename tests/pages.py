"""The pages of the product: every address that answers with HTML, by the name that the URL map gives it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import Resolver404, URLResolver, get_resolver, resolve

NO_PAGE = {
    "receipt": "text to keep",
    "track-file": "a file of the case",
    "desk-case-file": "a file of the case",
    "figures-data": "open data",
    "demo-clock": "a form is sent there",
    "demo-asker": "a form is sent there",
    "demo-enter": "a form is sent there",
    "set_language": "a form is sent there",
    "healthz": "for programs",
    "mfa_download_recovery_codes": "text to keep",
    "account_email": "leads on: the operator keeps officers' addresses",
    "account_email_verification_sent": "leads on: the operator keeps officers' addresses",
    "account_confirm_email": "leads on: the operator keeps officers' addresses",
    "account_confirm_login_code": "nobody signs in by a code: it leads back to signing in",
}
"""Addresses that show no page, each with what is there instead. Below `api:` only the docs are a page."""


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}"


def addresses() -> set[str]:
    """The names of all addresses but those for programs."""
    docs = "api:openapi-view"
    return {name for name in _names(get_resolver()) if name == docs or not name.startswith("api:")}


def pages() -> set[str]:
    """The names of all pages."""
    return addresses() - set(NO_PAGE)


def name_of(path: str) -> str:
    """The name of the address; empty where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
