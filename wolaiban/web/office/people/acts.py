"""What can be done about an officer, each with its form and its effect. 「人员操作」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from wolaiban.people import posting, staffing
from wolaiban.people.models import Area, Deputy, Officer, Organisation, Post, Token
from wolaiban.people.posting import OPERATOR, Seat, StaffRefusal
from wolaiban.web.shared.forms import Form

from . import forms
from .once import keep


@dataclass
class Doing:
    """One act that was sent: about whom, by whom, when, with what. 「一次操作」"""

    request: HttpRequest
    officer: Officer
    by: str
    at: datetime
    form: Form
    which: str
    within: frozenset[str] | None = None

    @property
    def who(self) -> dict[str, object]:
        """Who acts and when, as every act takes it."""
        return {"by": self.by, "at": self.at}

    def said(self, name: str) -> str:
        """The text of an entry."""
        return self.form.said().get(name, "")

    def post(self) -> Post:
        """The post that the act is about."""
        return _one(Post.objects.filter(officer=self.officer), self.which)

    def other(self, name: str) -> Officer:
        """Another officer, chosen in an entry."""
        found = Officer.objects.filter(login=self.said(name)).first()
        if found is None:
            raise StaffRefusal(name, "请选择人员。", "Choose an officer.")
        return found

    def seat(self) -> Seat:
        """The seat chosen in the form."""
        unit = Organisation.objects.filter(code=self.said("unit")).first()
        if unit is None:
            raise StaffRefusal("unit", "请选择单位。", "Choose a unit.")
        if self.said("role") not in dict(forms.role_options()):
            raise StaffRefusal("role", "请选择角色。", "Choose a role.")
        return Seat(unit, self.said("role"), Area.objects.filter(code=self.said("area")).first())


@dataclass(frozen=True)
class Act:
    """An act about an officer: its name, its form, what it does, and what follows from it. 「操作」"""

    label: Callable[[], str]
    do: Callable[[Doing], None]
    form: Callable[[Officer], Form] = field(default=lambda officer: Form())
    note: Callable[[], str] = field(default=lambda: "")
    danger: bool = False


def _begin(doing: Doing) -> None:
    days = forms.needed_day(doing.form, "from"), forms.day_of(doing.form, "to")
    posting.begin(doing.officer, doing.seat(), days[0], to_on=days[1], by=doing.by, at=doing.at)


def _end(doing: Doing) -> None:
    post, on = doing.post(), forms.needed_day(doing.form, "on")
    if doing.said("successor"):
        posting.pass_on(post, doing.other("successor"), on, by=doing.by, at=doing.at)
    else:
        posting.end(post, on, by=doing.by, at=doing.at)


def _move(doing: Doing) -> None:
    posting.move(doing.post(), doing.seat(), forms.needed_day(doing.form, "on"), by=doing.by, at=doing.at)


def _leave(doing: Doing) -> None:
    days = forms.needed_day(doing.form, "from"), forms.needed_day(doing.form, "until")
    posting.stand_in(doing.officer, doing.other("deputy"), *days, by=doing.by, at=doing.at, within=doing.within)


def _back(doing: Doing) -> None:
    rows = Deputy.objects.filter(post__officer=doing.officer).select_related("post__officer")
    if doing.within is not None:
        rows = rows.filter(post__organisation__code__in=doing.within).exclude(post__role=OPERATOR)
    row = _one(rows, doing.which)
    posting.back(row, by=doing.by, at=doing.at)


def _invite(doing: Doing) -> None:
    _, secret = staffing.invite(doing.officer, by=doing.by, at=doing.at)
    keep(doing.request, doing.officer, "link", secret)


def _enable(doing: Doing) -> None:
    _, secret = staffing.enable(doing.officer, by=doing.by, at=doing.at)
    keep(doing.request, doing.officer, "link", secret)


def _issue(doing: Doing) -> None:
    days = doing.said("days")
    if not days.isdigit() or len(days) > 4:
        raise StaffRefusal("days", "有效天数应为 1 至 3650。", "Give a number of days, at least 1 and at most 3650.")
    chosen = next(entry.values for entry in doing.form.entries if entry.name == "scopes")
    valid = timedelta(days=int(days))
    _, secret = staffing.issue(
        doing.officer, label=doing.said("label"), scopes=chosen, valid=valid, by=doing.by, at=doing.at
    )
    keep(doing.request, doing.officer, "token", secret)


def _revoke(doing: Doing) -> None:
    staffing.revoke(_one(Token.objects.filter(officer=doing.officer), doing.which), by=doing.by, at=doing.at)


def _disable(doing: Doing) -> None:
    staffing.disable(doing.officer, by=doing.by, at=doing.at)


def _one(rows, key: str):
    found = rows.filter(pk=int(key)).first() if key.isdigit() and len(key) < 18 else None
    if found is None:
        raise Http404(key)
    return found


ACTS: dict[str, Act] = {
    "begin": Act(lambda: gettext("增加岗位"), _begin, lambda officer: forms.beginning()),
    "end": Act(lambda: gettext("离任、移交岗位"), _end, forms.ending,
               lambda: gettext("办件随岗位走：继任者从当日起负责，前任留在历史里。")),
    "move": Act(lambda: gettext("调任"), _move, lambda officer: forms.moving(),
                lambda: gettext("原岗位当日结束，新岗位当日开始。")),
    "leave": Act(lambda: gettext("请假、安排代理"), _leave, forms.leaving,
                 lambda: gettext("代理人在这些日子里代行其全部岗位；每一步都记明代谁办理。")),
    "back": Act(lambda: gettext("提前结束代理"), _back),
    "invite": Act(lambda: gettext("发一次性登录链接"), _invite,
                  note=lambda: gettext("凭链接设置新密码；以前没用过的链接随即失效。")),
    "token": Act(lambda: gettext("发接口令牌"), _issue, lambda officer: forms.issuing(),
                 lambda: gettext("程序凭令牌以此人的岗位办事；令牌只显示一次。")),
    "revoke": Act(lambda: gettext("收回令牌"), _revoke),
    "disable": Act(lambda: gettext("停用"), _disable, danger=True, note=lambda:
                   gettext("立即退出登录；岗位今天结束，令牌和链接当即失效。绑定在此人名下的办件另行移交。")),
    "enable": Act(lambda: gettext("恢复"), _enable, note=lambda: gettext("凭新的一次性链接登录；岗位要重新任命。")),
}  # fmt: skip
