"""Finding one's way in the demo as a visitor does, by links and forms. What a method names is where it ends."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from typing import Any

from tests.browser.shots import NEWCOMER, OPERATOR

PASSWORD = "tall-Cedar-88-lake"


def one_time_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret)
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def key_of(page: Any) -> Any:
    """The cookie by which somebody who signed in is known."""
    return next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")


class Finding:
    """The ways to pages that no address alone leads to. 「寻路」"""

    address: str
    keys: dict[str, Any]

    def enter(self, page: Any, login: str) -> None:
        raise NotImplementedError

    def open(self, page: Any, what: str) -> None:
        raise NotImplementedError

    def visitor(self) -> Any:
        """The page of somebody new."""
        raise NotImplementedError

    def follow(self, page: Any, what: Any) -> None:
        """Click, and come back when the next page stands; a click alone does not wait for it."""
        with page.expect_navigation():
            what.click()

    def submit(self, page: Any) -> None:
        """Send what was filled in; where a page has several buttons, the last one sends it."""
        self.follow(page, page.locator("main form button[type=submit]").last)

    def form(self, page: Any) -> None:
        page.goto(f"{self.address}/ask/")
        self.follow(page, page.locator(".offers a[href*=pingfu365]").first)

    def wrong_form(self, page: Any) -> None:
        self.form(page)
        page.locator("[name=text]").fill("新厂房已通电，供水管道一直没有接进来。")
        page.locator("[name='requester.phone']").fill("8501")
        self.submit(page)

    def asked(self, page: Any) -> None:
        self.form(page)
        page.locator("[name=subject]").fill("厂区用水接入卡住了")
        page.locator("[name=text]").fill("新厂房已通电，供水管道一直没有接进来，影响下月投产。")
        page.locator("[name='requester.organisation']").fill("平湖晨光包装有限公司（示例）")
        page.locator("[name='requester.name']").fill("示例联系人")
        page.locator("[name='requester.phone']").fill("13800001234")
        self.submit(page)

    def track(self, page: Any) -> None:
        self.asked(page)
        self.follow(page, page.locator("main .row a.button").first)

    def withdraw(self, page: Any) -> None:
        """The second look before a case is withdrawn."""
        self.track(page)
        self.follow(page, page.locator("a[href*='/withdraw/']"))

    def first_case(self, page: Any) -> None:
        page.goto(f"{self.address}/desk/")
        self.follow(page, page.locator(".queue .subject a").first)

    def trouble(self, page: Any) -> None:
        """What a firm has trouble with, and nothing of a ledger: the picture of the main job."""
        page.goto(f"{self.address}/desk/?show=all")
        self.follow(page, page.locator(".queue .subject", has_text="PF20").locator("a").first)

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
        self.submit(page)

    def invited(self, page: Any) -> None:
        """The one-time link, on the only page that shows it."""
        page.goto(f"{self.address}/office/people/of/gui/invite/")
        self.submit(page)

    def token(self, page: Any) -> None:
        """A token, on the only page that shows it."""
        page.goto(f"{self.address}/office/people/of/gui/token/")
        page.locator("[name=label]").fill("Open data")
        self.submit(page)

    def checked(self, page: Any) -> None:
        """A table that was looked at and is not imported yet."""
        page.goto(f"{self.address}/office/people/import/")
        table = b"login,name,unit,role\nxiang,Example,water,unit\n"
        page.locator("[name=file]").set_input_files({"name": "officers.csv", "mimeType": "text/csv", "buffer": table})
        self.follow(page, page.locator("main form[enctype] button[type=submit]"))

    def draw(self, page: Any) -> None:
        """Draw cases for inspection."""
        page.goto(f"{self.address}/office/draws/")
        page.fill("[name='share']", "20")
        self.follow(page, page.locator("form.filter button[type='submit']"))

    def filed(self, page: Any) -> None:
        """What an officer is told who filed for somebody else."""
        self.file(page)
        for name, text in (
            ("subject", "走访时听到：停车难"),
            ("requester.organisation", "示例企业"),
            ("requester.phone", "13800001235"),
        ):
            page.fill(f"[name='{name}']", text)
        self.submit(page)

    def published(self, page: Any) -> None:
        """A case that anybody may read."""
        page.goto(f"{self.address}/published/proposal/")
        self.follow(page, page.locator("main article a").first)

    def welcome(self, page: Any) -> None:
        """The page behind a one-time link."""
        self.invited(page)
        page.goto(page.locator(".secret").inner_text())
        assert page.locator("[name=new_password1]").count() == 1

    def come(self, page: Any, keeper: Any, login: str, name: str) -> None:
        """An operator adds an officer of the water company, who opens the one-time link and chooses a password."""
        keeper.goto(f"{self.address}/office/people/add/")
        keeper.fill("[name=login]", login)
        keeper.fill("[name=name]", name)
        keeper.select_option("[name=unit]", "water")
        keeper.select_option("[name=role]", "unit")
        self.follow(keeper, keeper.locator("main form button[type=submit]"))
        page.goto(keeper.locator(".secret").inner_text())
        for field in ("new_password1", "new_password2"):
            page.fill(f"[name={field}]", PASSWORD)
        self.follow(page, page.locator("main form button[type=submit]"))

    def newcomer(self) -> None:
        """An officer who was added, chose a password and switched the second factor on; done once."""
        if NEWCOMER in self.keys:
            return
        keeper = self.visitor()
        self.enter(keeper, OPERATOR)
        page = self.visitor()
        self.come(page, keeper, NEWCOMER, "新来的")
        self.sign_in(page)
        self.open(page, "/account/2fa/totp/activate/")
        page.fill("[name=code]", one_time_code(page.input_value("#authenticator_secret")))
        self.submit(page)
        self.keys[NEWCOMER] = key_of(page)
        keeper.context.close()
        page.context.close()

    def sign_in(self, page: Any) -> None:
        """By name and password."""
        page.context.clear_cookies()
        page.goto(f"{self.address}/account/login/")
        page.fill("[name=login]", NEWCOMER)
        page.fill("[name=password]", PASSWORD)
        self.follow(page, page.locator("main form button[type=submit]"))

    def second_step(self, page: Any) -> None:
        """Name and password were right; the code is still to come."""
        self.newcomer()
        self.sign_in(page)
