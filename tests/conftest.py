"""What holds for every test: no network; the acceptance wall knows which tests there are. And what many share."""

from __future__ import annotations

import gc
import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from tests.cast import City, playing
from wolaiban.command import main
from wolaiban.promises import heads

ROOT = Path(__file__).resolve().parent.parent
COLLECTED: pytest.StashKey[dict[str, bool]] = pytest.StashKey()


gc.disable()  # until everything is collected: what comes up until then stays
# Two busy cores are no reason to fail; a failure prints what repeats it.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


class NetworkRefused(AssertionError):
    """A test reached for another machine."""


def _is_this_machine(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket is a path
        return True
    host = str(address[0]).split("%")[0]
    try:
        return host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Tests give the same answer on a train: connecting to another machine is an error that names it."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(this: socket.socket, address: Any, _real: Any = real) -> Any:
            if not _is_this_machine(address):
                raise NetworkRefused(f"a test tried to reach {address!r}; tests use this machine only")
            return _real(this, address)

        patch.setattr(socket.socket, name, guarded)
    real_lookup = socket.getaddrinfo

    def guarded_lookup(host: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_this_machine((name,)) and name != socket.gethostname():
            raise NetworkRefused(f"a test tried to look up {name!r}; tests use this machine only")
        return real_lookup(host, *arguments, **named)

    patch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def static_files_as_they_are_asked_for() -> None:
    """Each test client would list every static file before its first page; a server lists them once."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def language() -> None:
    """Each test begins in the town's language: a page that an earlier one read in English left English behind."""
    translation.deactivate()


def _seconds(item: pytest.Item) -> int:
    mark = item.get_closest_marker("long")
    return int(mark.args[0]) if mark else 0


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Remember every test found, before -m and -k take some away: name to whether it is skipped for good.

    The longest come first, whatever else orders tests: a core that began one last would leave the others idle.
    """
    config.stash[COLLECTED] = {
        item.nodeid: any(item.get_closest_marker(mark) for mark in ("skip", "xfail")) for item in items
    }
    yield
    items.sort(key=_seconds, reverse=True)


def pytest_collection_finish() -> None:
    """What stands after collecting stays: looking through it again and again for garbage took a tenth of the time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def collected(request: pytest.FixtureRequest) -> dict[str, bool]:
    """The tests found in this run, and whether each is marked skip or xfail."""
    return request.config.stash[COLLECTED]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The shipped town with its cast; the clock stands until the story moves it."""
    with playing() as city:
        yield city.clock("2024-09-13 16:50")


@pytest.fixture
def real_city(transactional_db: None) -> Iterator[City]:
    """The same with real transactions, so that several threads can meet in it."""
    with playing() as city:
        yield city.clock("2024-09-13 16:50")


@pytest.fixture
def head_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the key of the heads is written, if one is: in the test's own folder."""
    monkeypatch.setattr(heads, "_key_path", lambda: tmp_path / "key")
    return tmp_path / "key"


@pytest.fixture
def line(db: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run one command line; (exit code, output, errors)."""

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run
