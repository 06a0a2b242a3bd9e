"""Every page of the product as the demo shows it: what the tests look at and the pictures are of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tests.pages import name_of

DESK, WATER, CENTRE, CALLER, PLANNING = "lin", "shui", "gao", "he", "gui"
OPERATOR, SUPERVISOR, LEADER = "yun", "du", "ling"
# Comes when they are first asked for: added by the operator, with a password and a second factor of their own.
NEWCOMER = "newcomer"
WORDS = {
    "form": "ask",
    "wrong form": "ask",
    "asked": "asked",
    "track": "track",
    "withdraw": "track-act",
    "first case": "desk-case",
    "trouble": "desk-case",
    "file": "desk-file-under",
    "filed": "desk-filed",
    "dispatch": "desk-act",
    "draw": "office-draw",
    "published": "published-case",
    "wrong post": "office-officer-act",
    "invited": "office-officer",
    "token": "office-officer",
    "checked": "office-import",
    "welcome": "welcome",
    "second step": "mfa_authenticate",
}
"""Pages that no address alone leads to: a word for each, and the name of the address where it is found."""
LED_ON = {"/account/password/change/": "account_set_password"}
"""Who came in by a click has no password yet."""


@dataclass(frozen=True)
class Shot:
    """One page, as one visitor sees it. `page` is an address, or one of `WORDS`; `who` an officer's login."""

    name: str
    page: str
    who: str = ""
    narrow: bool = False
    dark: bool = False
    english: bool = False
    whole: bool = True

    @property
    def at(self) -> str:
        """The name, in the URL map, of the address where the page is found; empty for one that does not exist."""
        if not self.page.startswith("/"):
            return WORDS[self.page]
        return (self.who != NEWCOMER and LED_ON.get(self.page)) or name_of(urlsplit(self.page).path)


PAGES = [
    Shot("front", "/"),
    Shot("choose", "/ask/"),
    Shot("ask", "form"),
    Shot("ask-resident", "/ask/mailbox/"),
    Shot("ask-wrong", "wrong form"),
    Shot("asked", "asked"),
    Shot("track", "track"),
    Shot("find", "/track/?number=PF2024-AAAAAA&code=WRONG"),
    Shot("lost", "/track/lost/"),
    Shot("withdraw", "withdraw"),
    Shot("figures", "/figures/"),
    Shot("figures-by", "/figures/pingfu365/by/month/"),
    Shot("figures-board", "/figures/pledge/board/"),
    Shot("figures-board-empty", "/figures/key_project/board/?on=2024-01-31"),
    Shot("service", "/services/pingfu365/"),
    Shot("published-list", "/published/proposal/"),
    Shot("published", "published"),
    Shot("watched", "/figures/watched/"),
    Shot("rules", "/rules/"),
    Shot("rule", "/rules/first_offence/"),
    Shot("demo", "/demo/"),
    Shot("pieces", "/demo/pieces/"),
    Shot("api", "/api/v1/docs"),
    Shot("login", "/account/login/"),
    Shot("queue", "/desk/?show=all", DESK),
    Shot("queue-empty", "/desk/?show=filed", DESK),
    Shot("case", "first case", DESK),
    Shot("case-unit", "first case", WATER),
    Shot("file-choose", "/desk/file/", DESK),
    Shot("file", "file", DESK),
    Shot("filed", "filed", DESK),
    Shot("verb", "dispatch", DESK),
    Shot("unit", "/desk/unit/cityinvest/", SUPERVISOR),
    Shot("office", "/office/", LEADER),
    Shot("promises", "/office/promises/?show=open", SUPERVISOR),
    Shot("boards", "/office/services/", SUPERVISOR),
    Shot("board", "/office/services/key_project/", SUPERVISOR),
    Shot("notices", "/office/notices/", SUPERVISOR),
    Shot("charge", "/office/charge/", LEADER),
    Shot("ratings", "/office/ratings/?show=all", SUPERVISOR),
    Shot("signals", "/office/signals/", SUPERVISOR),
    Shot("draws", "/office/draws/", SUPERVISOR),
    Shot("draw", "draw", SUPERVISOR),
    Shot("sending", "/office/sending/", OPERATOR),
    Shot("officers", "/office/people/", OPERATOR),
    Shot("officers-none", "/office/people/?q=nobody", OPERATOR),
    Shot("officer-add", "/office/people/add/", OPERATOR),
    Shot("officer", "/office/people/of/gao/", OPERATOR),
    Shot("officer-wrong", "wrong post", OPERATOR),
    Shot("officer-invited", "invited", OPERATOR),
    Shot("officer-token", "token", OPERATOR),
    Shot("hand-over", "/office/people/of/lin/hand-over/", OPERATOR),
    Shot("posts-empty", "/office/people/empty/", OPERATOR),
    Shot("officers-import", "/office/people/import/", OPERATOR),
    Shot("officers-checked", "checked", OPERATOR),
    Shot("rights", "/office/rights/", WATER),
    Shot("missing", "/nothing"),
    Shot("welcome", "welcome", OPERATOR),
    Shot("welcome-gone", "/welcome/gone"),
    Shot("sign-up-closed", "/account/signup/"),
    Shot("inactive", "/account/inactive/"),
    Shot("password-lost", "/account/password/reset/"),
    Shot("password-sent", "/account/password/reset/done/"),
    Shot("password-link-gone", "/account/password/reset/key/1-gone/"),
    Shot("password-new", "/account/password/reset/key/done/"),
    Shot("second-step", "second step"),
    Shot("password-first", "/account/password/change/", DESK),
    Shot("password", "/account/password/change/", NEWCOMER),
    Shot("second-factor", "/account/2fa/", DESK),
    Shot("second-factor-on", "/account/2fa/totp/activate/", DESK),
    Shot("second-factor-there", "/account/2fa/", NEWCOMER),
    Shot("second-factor-off", "/account/2fa/totp/deactivate/", NEWCOMER),
    Shot("recovery-codes", "/account/2fa/recovery-codes/", NEWCOMER),
    Shot("recovery-codes-new", "/account/2fa/recovery-codes/generate/", NEWCOMER),
    Shot("again", "/account/reauthenticate/", NEWCOMER),
    Shot("again-by-code", "/account/2fa/reauthenticate/", NEWCOMER),
    Shot("sign-out", "/account/logout/", DESK),
]
EVERY = [
    replace(shot, name=f"{shot.name}-{tail}", narrow=narrow, dark=dark, english=english)
    for shot in PAGES
    for tail, narrow, dark, english in (
        ("wide", False, False, False),
        ("phone", True, False, False),
        ("dark", False, True, False),
        ("english", False, False, True),
    )
]
DOCS = [
    Shot("front", "/", whole=False),
    Shot("front-english", "/", english=True, whole=False),
    Shot("track-phone", "track", narrow=True, whole=False),
    Shot("queue", "/desk/?show=all", DESK, whole=False),
    Shot("case", "trouble", WATER, whole=False),
    Shot("office", "/office/", LEADER, whole=False),
    Shot("figures-dark", "/figures/", dark=True, whole=False),
]
