"""The town that this process serves, read once. 「本城」"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wolaiban.catalogue import Service, Town, read_town
from wolaiban.lib import clock

_given: list[Town] = []


def town() -> Town:
    """The town of WOLAIBAN_TOWN, read whole and checked; raises TownError with every mistake in its files."""
    return _given[-1] if _given else _read(settings.TOWN_FOLDER or Path.cwd())


@lru_cache(maxsize=4)
def _read(folder: Path) -> Town:
    return read_town(folder)


def today() -> date:
    """The town's date."""
    return clock.now().astimezone(town().zone).date()


def in_force() -> list[Service]:
    """The services in force today, in the town's order."""
    found = (town().service(code, today()) for code in town().services)
    return [service for service in found if service is not None]


def serve(town: Town) -> None:
    """Serve this town from now on: after its files changed, or in tests that write services at run time."""
    _read.cache_clear()
    _given[:] = [town]


def reread() -> Town:
    """Read the town's folder again: its files changed."""
    folder = _given[-1].folder if _given else (settings.TOWN_FOLDER or Path.cwd())
    fresh = read_town(folder)
    serve(fresh)
    return fresh
