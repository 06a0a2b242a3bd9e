"""How the parts of a case stand against their plan, and what is to be expected of the whole. 「整体进展」"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from wolaiban.promises.life.forecast import Forecast, Outlook, Package
from wolaiban.promises.life.tasks import DONE, WAITING
from wolaiban.promises.telling import promise_told

from .showing import CaseShown
from .telling import day, reader_lang


@dataclass(frozen=True)
class PartShown:
    """One part: its unit, what it is, until when it was promised, how it stands. 「分项」

    `css` is done, late, risk, waiting or "": told by the words of `state` as well, never by colour alone.
    """

    number: int
    unit: str
    about: str
    promise: str
    planned: str
    state: str
    css: str


@dataclass(frozen=True)
class WholeShown:
    """A package: until when it was promised, and when it is to be expected. 「整体」"""

    promise: str
    due_at: datetime | None
    first_due_at: datetime | None
    expected_at: datetime
    is_pushed: bool
    is_over: bool
    saved: str


@dataclass(frozen=True)
class OutlookShown:
    """The panel of a case whose parts have an order, a day, or a whole to come out at. 「进展面板」"""

    parts: tuple[PartShown, ...]
    wholes: tuple[WholeShown, ...]


def outlook_shown(shown: CaseShown, at: datetime, *, staff: bool) -> OutlookShown | None:
    """What the panel says, or None where parts neither wait for each other, nor have a day, nor make a package."""
    forecast = Forecast(shown.life, at)
    packages = [one for one in forecast.packages() if promise_told(one.given, staff=staff)]
    found = [one for one in forecast.outlooks() if staff or one.rule.shown != "staff"]
    if not found or not (packages or any(one.task.after or one.rule.due is not None for one in found)):
        return None
    today = at.astimezone(shown.life.zone).date()
    return OutlookShown(tuple(_part(shown, one, today) for one in found), tuple(_whole(shown, one) for one in packages))


def told_apart(shown: CaseShown, outlook: OutlookShown | None) -> CaseShown:
    """The case, each promise of a part saying what that part is about, as the panel does."""
    about = {part.number: part.about for part in outlook.parts} if outlook else {}
    return replace(shown, promises=tuple(replace(one, about=about.get(one.task, "")) for one in shown.promises))


def _whole(shown: CaseShown, package: Package) -> WholeShown:
    given, days = package.given, package.saved_days
    saved = (
        ngettext("比逐个办理少 %(n)d 个工作日", "比逐个办理少 %(n)d 个工作日", days) % {"n": days} if days > 0 else ""
    )
    return WholeShown(
        promise=shown.service.word("promises", given.code, reader_lang()),
        due_at=given.due_at,
        first_due_at=given.first_due_at,
        expected_at=package.expected_at,
        is_pushed=package.is_pushed,
        is_over=not given.is_open,
        saved=saved,
    )


def _part(shown: CaseShown, one: Outlook, today: date) -> PartShown:
    service, lang = shown.service, reader_lang()
    state, css = how(one, today)
    return PartShown(
        number=one.task.number,
        unit=shown.names.holder(service, one.task.unit),
        about=shown.about.get(one.task.number, ""),
        promise=service.word("promises", one.rule.code, lang),
        planned=_day(one.planned_on, today),
        state=state,
        css=css,
    )


def how(one: Outlook, today: date) -> tuple[str, str]:
    """How it stands, in words, and how the component calls it."""
    about = {"day": _day(one.expected_on, today), "n": abs(one.slip)}
    if one.task.state == DONE:
        if one.slip > 0:
            return ngettext("%(day)s 完成，晚 %(n)d 天", "%(day)s 完成，晚 %(n)d 天", one.slip) % about, "done late"
        if one.slip < 0:
            return ngettext("%(day)s 完成，早 %(n)d 天", "%(day)s 完成，早 %(n)d 天", -one.slip) % about, "done"
        return gettext("%(day)s 完成") % about, "done"
    if one.given is not None and one.given.state == "kept":
        return gettext("已有结论，未了结"), "waiting"
    if one.slip > 0 or (one.given is not None and one.given.state == "broken"):
        return ngettext("逾期，已超 %(n)d 天", "逾期，已超 %(n)d 天", one.slip) % about, "late"
    if one.at_risk:
        about["n"] = one.pushed
        told = ngettext("受前项影响，预计 %(day)s，晚 %(n)d 天", "受前项影响，预计 %(day)s，晚 %(n)d 天", one.pushed)
        return told % about, "risk"
    if one.task.state == WAITING:
        return gettext("等前项办完"), "waiting"
    if one.given is not None and one.given.state == "paused":
        return gettext("暂停计时"), "waiting"
    return gettext("办理中"), ""


def _day(on: date, today: date) -> str:
    """A day, with its year where it is another one."""
    if on.year == today.year:
        return day(on)
    return f"{day(on)} {on.year}" if reader_lang() == "en" else f"{on.year}年{day(on)}"
