"""Everybody walks through the whole town for demonstration in English: no Chinese that is no data, no dead link."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import Resolver404, resolve

from tests.opened import opened
from tests.pages import pages
from tests.web.seeing import han_in
from wolaiban.people.models import Officer
from wolaiban.people.welcome import BACKEND
from wolaiban.promises.models import Case

LINK = re.compile(r'href="([^"#][^"]*)"')
FORM = re.compile(r'<form([^>]*method="post"[^>]*)>(.*?)</form>', re.S)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
SAME_KIND = 2
"""Of pages that differ in a number or a name only, so many are read."""
OFFICERS = {
    "desk": "lin", "centre": "gao", "caller": "he", "unit": "shui", "supervisor": "du", "leader": "ling",
    "operator": "yun",
}  # fmt: skip
ENTRANCES = ["/desk/", "/account/2fa/", "/account/email/", "/account/logout/"]
# Sent empty these do what the page says: change who one is, one's language or the town's clock.
NOT_SENT = {"account_logout", "set_language", "demo-enter", "demo-asker", "demo-clock"}
VERBS = ("desk-act", "office-officer-act")
# Reached by a letter, a receipt or a password only; the pictures' album opens them.
ELSEWHERE = {
    "account_change_password", "account_inactive",
    "account_reauthenticate", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_signup", "demo-pieces", "desk-filed",
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate",
    "mfa_view_recovery_codes", "office-draw", "welcome",
}  # fmt: skip


def kind(address: str) -> str:
    """What pages have in common that differ only in whom or what they show."""
    parts = urlsplit(address)
    found = resolve(parts.path)
    chosen = [str(found.kwargs[name]) for name in ("code", "verb", "name", "part") if name in found.kwargs]
    asked = [f"show={text[0]}" if name == "show" else name for name, text in parse_qs(parts.query).items()]
    return " ".join([found.view_name, *chosen, *asked])


class Walker:
    """Somebody who follows every link and sends every form empty; what they read, and what was wrong with it."""

    def __init__(self, login: str = "", language: str = "en-GB") -> None:
        self.client = Client(headers={"accept-language": language})
        if login:
            self.client.force_login(Officer.objects.get(login=login), backend=BACKEND)
        self.read: set[str] = set()
        self.chinese: dict[str, list[str]] = {}
        self.wrong: dict[str, str] = {}
        self._kinds: Counter[str] = Counter()

    def walk(self, starts: list[str]) -> None:
        """Read the pages that can be reached from these addresses."""
        seen, waiting = set(starts), deque(starts)
        while waiting:
            address = waiting.popleft()
            if not self._is_new(address):
                continue
            fresh = [one for one in self._look(address) if one not in seen]
            seen.update(fresh)
            waiting.extend(dict.fromkeys(fresh))

    def _is_new(self, address: str, before: str = "") -> bool:
        try:
            one = before + kind(address)
        except Resolver404:
            if not address.startswith("/static/"):
                self.wrong[address] = "leads to no address of the town"
            return False
        self._kinds[one] += 1
        return self._kinds[one] <= SAME_KIND

    def _look(self, address: str) -> list[str]:
        """Read one page; returns where it leads."""
        answer = self.client.get(address)
        if answer.status_code in (301, 302):
            return [urljoin(address, answer["Location"])]
        if answer.status_code != 200:
            self.wrong[address] = str(answer.status_code)
        page = self._note(address, answer)
        if page:
            self.read.add(str(resolve(urlsplit(address).path).view_name))
        verbs = []
        for attributes, inside in FORM.findall(page):
            found = re.search(r'action="([^"]*)"', attributes)
            form = urljoin(address, html.unescape(found[1])) if found else address
            hidden = {name: text for name, text in HIDDEN.findall(inside) if name != "csrfmiddlewaretoken"}
            self._send_empty(form, hidden)
            # Where the form of a verb is sent to, the same form stands on a page of its own.
            verbs += [f"{form}?{urlencode(hidden)}"] if resolve(urlsplit(form).path).view_name in VERBS else []
        return [*self._links(page, address), *verbs]

    def _send_empty(self, form: str, hidden: dict[str, str]) -> None:
        """What a form says that was sent without a word; nothing that it does remains."""
        if resolve(urlsplit(form).path).view_name in NOT_SENT or not self._is_new(form, "sent "):
            return
        with transaction.atomic():
            answer = self.client.post(form, hidden)
            transaction.set_rollback(True)
        if answer.status_code == 404 or answer.status_code >= 500:
            self.wrong[f"sent {form}"] = str(answer.status_code)
        self._note(f"sent {form}", answer)

    def _note(self, address: str, answer: HttpResponse) -> str:
        if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
            return ""
        page = answer.content.decode()
        if found := han_in(page):
            self.chinese[address] = found
        return page

    @staticmethod
    def _links(page: str, address: str) -> Iterator[str]:
        """Where a page leads to inside the town; another place on the same page is no other page."""
        for found in LINK.findall(page):
            there = urlsplit(urljoin(address, html.unescape(found)))
            if there.scheme in ("", "http", "https") and there.netloc in ("", "testserver"):
                yield there.path + (f"?{there.query}" if there.query else "")


@pytest.mark.full
@pytest.mark.long(50)
class TestEnglish(TestCase):
    """The past of the demo is played once for all."""

    @classmethod
    def setUpTestData(cls) -> None:
        opened(cls)

    def test_no_page_in_english_shows_chinese_that_is_no_data_and_no_link_is_dead(self) -> None:
        anybody = Walker()
        cases = Case.objects.order_by("number")
        anybody.walk(
            ["/", *(f"/{at}/{one.number}/?code={one.tracking_code}" for one in cases for at in ("asked", "track"))]
        )
        walkers = {"anybody": anybody} | {role: Walker(login) for role, login in OFFICERS.items()}
        for role, walker in walkers.items():
            if role != "anybody":
                walker.walk(ENTRANCES)
        assert not {role: walker.chinese for role, walker in walkers.items() if walker.chinese}
        assert not {role: walker.wrong for role, walker in walkers.items() if walker.wrong}
        read = set().union(*(walker.read for walker in walkers.values()))
        assert pages() - ELSEWHERE <= read, "no link leads to these"
        assert not ELSEWHERE & read, "links lead to these after all"

    def test_the_same_walk_in_chinese_is_full_of_it(self) -> None:
        walker = Walker(language="zh-CN")
        walker.walk(["/"])
        assert len(walker.chinese) >= 10, "or the walk above would see nothing either"
