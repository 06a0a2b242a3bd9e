"""What a page says: its text, and what of it is data; and the pages of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uff65]+")
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "circle", "progress/"}


class _Reader(HTMLParser):
    """Gathers texts and labels, but for what people typed, names, and the name of the other language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = dict(given)
        classes = (attributes.get("class") or "").split()
        data = tag in ("bdi", "textarea", "script", "style") or "said" in classes or attributes.get("lang") == "zh"
        if not self.hidden and not data:
            self.words += [attributes.get(name) or "" for name in ("aria-label", "alt", "title", "placeholder")]
        if tag not in VOID:
            self.open.append((tag, self.hidden or data))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                break

    @property
    def hidden(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def words_of(html: str) -> str:
    """The text of a page without data."""
    reader = _Reader()
    reader.feed(html)
    return re.sub(r"\s+", " ", " ".join(reader.words))


def han_in(html: str) -> list[str]:
    """Chinese that is no data: on an English page there is none."""
    return HAN.findall(words_of(html))


def paged(client: Client, address: str) -> Iterator[str]:
    """The pages of a list, each asked for when the one before was read."""
    while address:
        page = client.get(address).content.decode()
        yield page
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = urljoin(address, unescape(onward[1])) if onward else ""
