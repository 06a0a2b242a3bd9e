"""The public account: what was promised and how it went, no figure without its counts. 「承诺公开」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from wolaiban.catalogue.service import Service
from wolaiban.promises.town import in_force, today
from wolaiban.statistics.figures import Account
from wolaiban.statistics.public import public_figures, whole_months
from wolaiban.statistics.results import says_something
from wolaiban.web.shared.offers import offer
from wolaiban.web.shared.telling import reader_lang

from .parts import parts_of

SMALL = ("received", "completion_rate", "satisfied_rate")


@dataclass(frozen=True)
class FigureShown:
    """One figure in words: what people read never lacks its counts. 「指标」"""

    code: str
    title: str
    text: str
    definition: str


@dataclass(frozen=True)
class FreezeShown:
    """What of an account is published for good, what is late, and what changed since. 「冻结说明」"""

    frozen: str
    missing: str
    since: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AccountShown:
    """What one service owes the public an account of. 「一项服务的公开数据」"""

    code: str
    name: str
    promise: str
    since: date
    until: date
    cut_off: datetime
    figures: tuple[FigureShown, ...]
    freeze: FreezeShown
    parts: tuple[tuple[str, str], ...]
    lists_cases: bool = False

    @property
    def query(self) -> str:
        """The period, for links."""
        return f"?from={self.since}&to={self.until}"


def period(sent: Mapping[str, str]) -> tuple[date, date, str]:
    """First day, last day, and what was changed in those that were asked for; by default this year and the last."""
    now, wrong = today(), ""
    since, until = date(now.year - 1, 1, 1), now
    try:
        since = date.fromisoformat(sent["from"]) if sent.get("from") else since
        until = date.fromisoformat(sent["to"]) if sent.get("to") else until
    except ValueError:
        wrong = gettext("日期请写成 2024-09-13 这样；现在显示的是默认时段。")
    if since > until:
        wrong = gettext("开始日期晚于结束日期，已对调。")
        since, until = until, since
    months = whole_months(since, until)
    if months != (since, until):
        wrong = wrong or gettext("公开数据按整月统计：单日相减会露出某一件，时段已扩为整月。")
    return *months, wrong


def small_account() -> list[AccountShown]:
    """The few figures of the first page, of services that anybody may ask under and that have received anything."""
    since, until, _ = period({})
    told = (account(service, since, until, SMALL) for service in in_force() if service.is_open)
    return [one for one in told if one.figures]


def published(service: Service, since: date, until: date, only: tuple[str, ...] = ()) -> Account:
    """The published figures of a service, for pages and for files; `only` spares counting the others."""
    wanted = tuple(code for code in service.publish.figures if not only or code in only)
    return public_figures(service.code, first=since, last=until, only=wanted or ("",)).published()


def account(service: Service, since: date, until: date, only: tuple[str, ...] = ()) -> AccountShown:
    """The account of a service in the reader's language; no figure where nothing was received.

    `only` names the figures wanted, as far as they say something; else all that are published.
    """
    found, lang, told = published(service, since, until, only), reader_lang(), offer(service)
    received = next((one.value for one in found.shown if one.code == "received"), 0)
    shown = tuple(
        FigureShown(one.code, one.title(lang), one.text(lang), one.definition(lang))
        for one in found.shown
        if received and not one.by and (not only or says_something(one.result))
    )
    freeze, parts = _freeze(found, lang), tuple(parts_of(service))
    lists = bool(service.publish.words)
    return AccountShown(service.code, told.name, told.promise, since, until, found.cut_off, shown, freeze, parts, lists)


def _freeze(found: Account, lang: str) -> FreezeShown:
    """In sentences; empty where there is nothing to say."""
    freeze = found.freeze
    if freeze is None:
        return FreezeShown("", "", ())
    months = sorted(row.month for row in freeze.months)
    frozen = ngettext(
        "%(first)s 已冻结，此后不再改动。", "%(first)s 至 %(last)s 共 %(count)s 个月已冻结，此后不再改动。", len(months)
    )
    said = {"count": len(months), "first": months[0], "last": months[-1]} if months else {}
    late = gettext("%(months)s 应已冻结而尚未冻结，现按当前数据统计，仍可能变动。")
    return FreezeShown(
        frozen % said if months else "",
        late % {"months": gettext("、").join(freeze.missing)} if freeze.missing else "",
        tuple((one.told.title(lang), one.text(lang)) for one in freeze.since if not one.told.by),
    )
