"""Pages of the demo, and pictures of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.browser.chromium import context, launch

DESK, WATER, OPERATOR, SUPERVISOR, LEADER = "lin", "shui", "yun", "du", "ling"


@dataclass(frozen=True)
class Shot:
    """One page, as one visitor sees it. `page` is an address, or one of the words below; `who` an officer's login."""

    name: str
    page: str
    who: str = ""
    narrow: bool = False
    dark: bool = False
    english: bool = False
    whole: bool = True


PAGES = [
    Shot("front", "/"),
    Shot("choose", "/ask/"),
    Shot("ask", "form"),
    Shot("ask-wrong", "wrong form"),
    Shot("asked", "asked"),
    Shot("track", "track"),
    Shot("find", "/track/?number=PF2024-AAAAAA&code=WRONG"),
    Shot("lost", "/track/lost/"),
    Shot("withdraw", "withdraw"),
    Shot("figures", "/figures/"),
    Shot("figures-by", "/figures/pingfu365/by/month/"),
    Shot("watched", "/figures/watched/"),
    Shot("demo", "/demo/"),
    Shot("pieces", "/demo/pieces/"),
    Shot("login", "/account/login/"),
    Shot("queue", "/desk/?show=all", DESK),
    Shot("queue-empty", "/desk/?show=filed", DESK),
    Shot("case", "first case", DESK),
    Shot("case-unit", "first case", WATER),
    Shot("file", "file", DESK),
    Shot("verb", "dispatch", DESK),
    Shot("office", "/office/", LEADER),
    Shot("promises", "/office/promises/?show=open", SUPERVISOR),
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
    Shot("password", "/account/password/change/", DESK),
    Shot("second-factor", "/account/2fa/", DESK),
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
    Shot("case", "first case", WATER, whole=False),
    Shot("office", "/office/", LEADER, whole=False),
    Shot("figures-dark", "/figures/", dark=True, whole=False),
]


class Album:
    """A browser that finds its way through the demo."""

    def __init__(self, engine: Any, address: str) -> None:
        self.address, self.browser = address, launch(engine)

    def close(self) -> None:
        self.browser.close()

    def take(self, shot: Shot, out: Path) -> Path:
        """Open a page and write its picture."""
        visit = context(self.browser, narrow=shot.narrow, dark=shot.dark, english=shot.english)
        page = visit.new_page()
        if shot.who:
            self.enter(page, shot.who)
        self.open(page, shot.page)
        path = out / f"{shot.name}.png"
        page.screenshot(path=path, full_page=shot.whole)
        visit.close()
        return path

    def draw(self, page: Any) -> None:
        """Draw cases for inspection."""
        page.goto(f"{self.address}/office/draws/")
        page.fill("[name='share']", "20")
        self.follow(page, page.locator("form.filter button[type='submit']"))

    def enter(self, page: Any, login: str) -> None:
        """Come in as an officer of the demo."""
        page.goto(f"{self.address}/demo/")
        self.follow(page, page.locator(f"form[action='/demo/{login}/'] button"))

    def open(self, page: Any, what: str) -> None:
        """Go to an address, or find the way to what a word names."""
        ways = {
            "form": self.form,
            "wrong form": self.wrong_form,
            "asked": self.ask,
            "track": self.track,
            "withdraw": self.withdraw,
            "first case": self.first_case,
            "file": self.file,
            "dispatch": self.dispatch,
            "draw": self.draw,
            "wrong post": self.wrong_post,
            "invited": self.invited,
            "token": self.token,
            "checked": self.checked,
        }
        if what in ways:
            ways[what](page)
        else:
            page.goto(self.address + what)

    def follow(self, page: Any, what: Any) -> None:
        """Click, and come back when the next page stands; a click alone does not wait for it."""
        with page.expect_navigation():
            what.click()

    def form(self, page: Any) -> None:
        page.goto(f"{self.address}/ask/")
        self.follow(page, page.locator(".offers a[href*=pingfu365]").first)

    def wrong_form(self, page: Any) -> None:
        self.form(page)
        page.locator("[name=text]").fill("新厂房已通电，供水管道一直没有接进来。")
        page.locator("[name='requester.phone']").fill("8501")
        self.follow(page, page.locator("main form button[type=submit]").last)

    def ask(self, page: Any) -> None:
        self.form(page)
        page.locator("[name=subject]").fill("厂区用水接入卡住了")
        page.locator("[name=text]").fill("新厂房已通电，供水管道一直没有接进来，影响下月投产。")
        page.locator("[name='requester.organisation']").fill("平湖晨光包装有限公司（示例）")
        page.locator("[name='requester.name']").fill("示例联系人")
        page.locator("[name='requester.phone']").fill("13800001234")
        self.follow(page, page.locator("main form button[type=submit]").last)

    def track(self, page: Any) -> None:
        self.ask(page)
        self.follow(page, page.locator("main .row a.button").first)

    def withdraw(self, page: Any) -> None:
        """The second look before a case is withdrawn."""
        self.track(page)
        self.follow(page, page.locator("a[href*='/withdraw/']"))

    def first_case(self, page: Any) -> None:
        page.goto(f"{self.address}/desk/")
        self.follow(page, page.locator(".queue .subject a").first)

    def file(self, page: Any) -> None:
        page.goto(f"{self.address}/desk/file/")
        self.follow(page, page.locator(".offers a[href*=pingfu365]").first)

    def dispatch(self, page: Any) -> None:
        """The verb page of a dispatch that was refused for want of a unit."""
        page.goto(f"{self.address}/desk/?show=all")
        addresses = [a.get_attribute("href") for a in page.locator(".queue .subject a").all()]
        for address in addresses:
            page.goto(self.address + address)
            form = page.locator("form[action$='/dispatch/']")
            if form.count():
                page.goto(f"{self.address}{address}dispatch/")
                self.follow(page, page.locator("main form button[type=submit]:not([name=look])").last)
                return

    def wrong_post(self, page: Any) -> None:
        """A post that was to begin without a unit."""
        page.goto(f"{self.address}/office/people/of/gui/begin/")
        self.follow(page, page.locator("main form button[type=submit]").last)

    def invited(self, page: Any) -> None:
        """The one-time link, on the only page that shows it."""
        page.goto(f"{self.address}/office/people/of/gui/invite/")
        self.follow(page, page.locator("main form button[type=submit]").last)

    def token(self, page: Any) -> None:
        """A token, on the only page that shows it."""
        page.goto(f"{self.address}/office/people/of/gui/token/")
        page.locator("[name=label]").fill("Open data")
        self.follow(page, page.locator("main form button[type=submit]").last)

    def checked(self, page: Any) -> None:
        """A table that was looked at and is not imported yet."""
        page.goto(f"{self.address}/office/people/import/")
        table = b"login,name,unit,role\nxiang,Example,water,unit\n"
        page.locator("[name=file]").set_input_files({"name": "officers.csv", "mimeType": "text/csv", "buffer": table})
        self.follow(page, page.locator("main form[enctype] button[type=submit]"))
