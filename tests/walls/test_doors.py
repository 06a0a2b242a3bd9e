"""Every address declares its door: who may come in, decided in one place and not in the view."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

ANYBODY = "anybody"

# Addresses whose views are others' code, or stand below the rooms that know doors. Each with its reason.
WITHOUT = {
    "allauth.": "sign-in, second factor and sign-out: the kept library guards them itself",
    "django.views.i18n.": "the choice of language changes a cookie of one's own only",
    "django.views.static.": "static files are public",
    "django.contrib.staticfiles.": "static files are public",
    "django.views.generic.base.RedirectView": "leads on to an address with a door of its own",
    "ninja.openapi.": "the description of the API is public, and so are its pages",
    "wolaiban.people.welcome.": "the first administrator's link works once, before there is anybody to let in",
}


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address with its view."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from walk(entry, address)


def views(callback: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The functions behind one address: an address of the API has one a method."""
    plain = inspect.unwrap(callback)
    inner = inspect.getclosurevars(plain).nonlocals.get("self") if inspect.isfunction(plain) else None
    operations = getattr(inner, "operations", None)
    return [operation.view_func for operation in operations] if operations else [callback]


def home(view: Callable[..., Any]) -> str:
    """Module and name of a view, under whatever wrapping."""
    plain = getattr(view, "view_class", None) or inspect.unwrap(getattr(view, "func", view))
    return f"{plain.__module__}.{getattr(plain, '__qualname__', type(plain).__name__)}"


def door_of(view: Callable[..., Any]) -> str:
    """The door a view declares, empty where it declares none."""
    return str(getattr(view, "door", "") or getattr(inspect.unwrap(view), "door", ""))


def test_every_address_declares_its_door() -> None:
    open_ones, own = [], 0
    for address, callback in walk(get_resolver()):
        for view in views(callback):
            where = home(view)
            if where.startswith(tuple(WITHOUT)):
                continue
            own += 1
            if not door_of(view):
                open_ones.append(f"/{address} -> {where}")
    assert not open_ones, "these declare no door (see wolaiban/promises/access.py): " + "; ".join(open_ones)
    assert own >= 20, f"only {own} addresses of our own were found: has the map moved?"


def test_a_declared_door_is_one_that_exists() -> None:
    from wolaiban.catalogue.vocabulary import ROLES

    declared = {door_of(view) for _, callback in walk(get_resolver()) for view in views(callback)} - {""}
    known = {ANYBODY, "asker", "officer", *ROLES}
    assert declared <= known, f"unknown doors: {sorted(declared - known)}"


@pytest.mark.django_db
def test_a_stranger_finds_every_other_door_shut(client: Client) -> None:
    """Whoever has not signed in sees no page behind a door, whatever its address is filled with."""
    seen, tried = [], 0
    for address, callback in walk(get_resolver()):
        doors = {door_of(view) for view in views(callback) if not home(view).startswith(tuple(WITHOUT))}
        if not doors or ANYBODY in doors:
            continue
        tried += 1
        path = "/" + re.sub(r"<(?:(\w+):)?\w+>|\(\?P<\w+>[^)]*\)", filled, address).strip("^$")
        answer = client.get(path)
        if answer.status_code < 300 and not answer.headers.get("WWW-Authenticate"):
            seen.append(f"{path} ({', '.join(sorted(doors))}): {answer.status_code}")
    assert not seen
    assert tried >= 5, f"only {tried} addresses behind a door were found"


def filled(part: re.Match[str]) -> str:
    """Something that fits one variable part of an address and names nothing."""
    return {"int": "999999", "uuid": "00000000-0000-7000-8000-000000000000"}.get(part[1] or "", "no-such-thing")


def test_each_excuse_is_still_needed() -> None:
    homes = [home(view) for _, callback in walk(get_resolver()) for view in views(callback)]
    optional = {"django.views.static.", "django.contrib.staticfiles.", "django.views.generic.base.RedirectView"}
    unused = [start for start in WITHOUT if start not in optional and not any(name.startswith(start) for name in homes)]
    assert not unused
