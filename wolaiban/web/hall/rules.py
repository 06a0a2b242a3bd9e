"""The rules of the town, what held on a day, and who approved each version. 「规则库」"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wolaiban.catalogue.rules import LEVELS, Item, Rule, in_force
from wolaiban.promises.access import door
from wolaiban.promises.town import today, town
from wolaiban.web.shared.telling import reader_lang


@dataclass(frozen=True)
class VersionShown:
    """One version: from when to when it holds, who approved it, and since when. 「版本」"""

    rule: Rule
    title: str
    text: str
    since: date
    until: date | None
    approvals: tuple[tuple[str, date | None], ...]
    items: tuple[tuple[str, str, str], ...]
    conditions: tuple[str, ...]
    within: str

    @property
    def pending(self) -> bool:
        """Whether a side has yet to approve it, so that it is not in force."""
        return not self.rule.approved


@door("anybody")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All public rules by level, each as it held on a day; officers are shown what one side has yet to approve."""
    on, wrong = _day(request)
    staff = request.user.is_authenticated
    groups = []
    for level in LEVELS:
        rows = [
            _row(versions, on) for versions in town().rules.values() if _told(versions) and versions[0].level == level
        ]
        if rows:
            groups.append((_levels()[level], rows))
    pending = [_shown(one, None) for all_ in town().rules.values() for one in all_ if staff and not one.approved]
    return render(request, "hall/rules.html", {"groups": groups, "on": on, "wrong": wrong, "pending": pending})


@door("anybody")
@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: the version that held on a day in full, and all its versions."""
    versions = town().rules.get(code, ())
    if not versions or not _told(versions):
        raise Http404(code)
    on, wrong = _day(request)
    told = [one for one in versions if one.approved or request.user.is_authenticated]
    held = in_force(versions, on)
    given = {
        "held": _shown(held, _until(held, versions)) if held else None,
        "versions": [_shown(one, _until(one, versions)) for one in reversed(told)],
        "title": versions[-1].told(versions[-1].title, reader_lang()),
        "level": _levels()[versions[-1].level],
    }
    return render(request, "hall/rule.html", given | {"on": on, "wrong": wrong})


def _told(versions: Sequence[Rule]) -> bool:
    return all(one.public for one in versions)


def _row(versions: Sequence[Rule], on: date) -> tuple[str, str, VersionShown | None]:
    """Code, title, and the version that held on the day; None before the first."""
    held, lang = in_force(versions, on), reader_lang()
    named = held or versions[0]
    return named.code, named.told(named.title, lang), _shown(held, _until(held, versions)) if held else None


def _until(rule: Rule | None, versions: Sequence[Rule]) -> date | None:
    """The last day on which a version holds; None while no later one is in force."""
    later = (one.valid_from for one in versions if rule and one.approved and one.valid_from > rule.valid_from)
    first = min(later, default=None)
    return first - timedelta(days=1) if first else None


def _shown(rule: Rule, until: date | None) -> VersionShown:
    lang = reader_lang()
    return VersionShown(
        rule=rule,
        title=rule.told(rule.title, lang),
        text=rule.told(rule.text, lang),
        since=rule.valid_from,
        until=until,
        approvals=tuple((rule.told(one.by, lang), one.on) for one in rule.approvals),
        items=tuple((rule.told(item.words, lang), item.basis, _within(item, lang)) for item in rule.items),
        conditions=tuple(rule.told(one.words, lang) for one in rule.conditions.values()),
        within=rule.look_back.within.words(lang) if rule.look_back else "",
    )


def _within(item: Item, lang: str) -> str:
    """How far back one looks for this matter, where that is its own."""
    return gettext("追溯 %(period)s") % {"period": item.within.words(lang)} if item.within else ""


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, else today."""
    text = request.GET.get("on", "")
    try:
        return date.fromisoformat(text) if text else today(), ""
    except ValueError:
        return today(), gettext("日期请写成 2024-09-13 这样；现在显示的是今天的规则。")


def _levels() -> dict[str, str]:
    return {
        "law": gettext("法律法规"),
        "framework": gettext("框架性机制"),
        "operational": gettext("操作性机制"),
        "norm": gettext("统一执行规范"),
        "list": gettext("清单"),
        "notice": gettext("告知书"),
        "local": gettext("本地规定"),
        "example": gettext("各地清单（参考）"),
    }
