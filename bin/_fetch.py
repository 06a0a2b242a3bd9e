"""Bring one pinned wheel of pip to a machine that has neither pip nor ensurepip, with the standard library only.

Debian's python3 ships without both. The index, proxy and certificates are the ones that pip itself would take:
from the environment (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_CERT, ...) and from pip's own configuration files.
"""

from __future__ import annotations

import configparser
import hashlib
import html
import os
import re
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
DEFAULT_INDEX = "https://pypi.org/simple"


class CannotFetch(Exception):
    """No index gave the wheel; the text says what was tried."""


def pip_option(name: str) -> str:
    """What pip would take for an option: environment before the user's file before the machine's file."""
    if value := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return value
    places = [os.environ.get("PIP_CONFIG_FILE", ""), "~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf"]
    for place in filter(None, places):
        parser = configparser.RawConfigParser()
        try:
            parser.read(os.path.expanduser(place), encoding="utf-8")
        except (OSError, configparser.Error):
            continue
        for section in ("install", "global"):
            if parser.has_option(section, name):
                return parser.get(section, name)
    return ""


def indexes() -> list[str]:
    """Simple indexes to ask, in order."""
    first = pip_option("index-url") or os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")
    return [url.rstrip("/") for url in [first or DEFAULT_INDEX, *pip_option("extra-index-url").split()]]


def context(verified: bool = True) -> ssl.SSLContext:
    """Certificates as pip would choose them."""
    if not verified:
        return ssl._create_unverified_context()
    names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    bundle = pip_option("cert") or next((os.environ[name] for name in names if os.environ.get(name)), None)
    return ssl.create_default_context(cafile=bundle if bundle and os.path.isfile(bundle) else None)


def read(url: str) -> bytes:
    """Read a URL. Where the machine has no certificates at all (Debian without ca-certificates) it is read
    unverified: the one thing fetched here is checked against the digest above, so nobody can slip in another."""
    proxy = pip_option("proxy")
    handlers: list[urllib.request.BaseHandler] = []
    if proxy:
        handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    for verified in (True, False):
        opener = urllib.request.build_opener(*handlers, urllib.request.HTTPSHandler(context=context(verified)))
        opener.addheaders = [("User-Agent", "wolaiban-setup"), ("Accept", "text/html, */*;q=0.1")]
        try:
            with opener.open(url, timeout=60) as answer:
                return bytes(answer.read())
        except urllib.error.URLError as error:
            if not verified or not isinstance(error.reason, ssl.SSLCertVerificationError):
                raise
    raise AssertionError("unreachable")


def wheel_from_folder(folder: str) -> bytes | None:
    """The wheel from a folder of wheels, if it is there."""
    path = Path(folder.removeprefix("file://")) / PIP_WHEEL
    return path.read_bytes() if path.is_file() else None


def wheel_from_index(index: str) -> bytes | None:
    """The wheel as an index lists it, if it does."""
    page = f"{index}/pip/"
    if page.startswith("file://"):
        path = Path(page.removeprefix("file://")) / "index.html"
        if not path.is_file():
            return None
        text = path.read_text(encoding="utf-8")
    else:
        text = read(page).decode("utf-8", "replace")
    for link in re.findall(r'href\s*=\s*["\']([^"\']+)["\']', text):
        url = urllib.parse.urljoin(page, html.unescape(link).split("#")[0])
        if url.rsplit("/", 1)[-1] == PIP_WHEEL:
            return read(url)
    return None


def fetch_pip(folder: Path) -> Path:
    """Put the pinned wheel of pip into a folder and answer its path.

    Raises:
        CannotFetch: no source had it, or what came was something else.
    """
    tried: list[str] = []
    sources = [(wheel_from_folder, place) for place in pip_option("find-links").split()]
    sources += [(wheel_from_index, index) for index in indexes()]
    for get, place in sources:
        try:
            data = get(place)
        except (OSError, ValueError) as error:
            tried.append(f"{place}: {getattr(error, 'reason', error)}")
            continue
        if data is None:
            tried.append(f"{place}: has no {PIP_WHEEL}")
        elif hashlib.sha256(data).hexdigest() != PIP_SHA256:
            tried.append(f"{place}: its {PIP_WHEEL} has another digest than the pinned one")
        else:
            target = folder / PIP_WHEEL
            target.write_bytes(data)
            return target
    raise CannotFetch("\n".join(f"  {line}" for line in tried))


if __name__ == "__main__":
    print(fetch_pip(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
