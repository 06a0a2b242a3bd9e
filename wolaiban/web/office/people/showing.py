"""One officer as the page shows them: posts, who stands in, tokens, and what was done. 「人员展示」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from wolaiban.people.models import Area, Deputy, Officer, Organisation, Post, StaffRecord, Token
from wolaiban.people.posting import seat_of

from .acts import ACTS, Act
from .forms import scopes
from .keeper import Keeper
from .roles import role_word, seat_word


@dataclass(frozen=True)
class Offered:
    """An act with its form, as it stands on a page. 「可办操作」"""

    name: str
    act: Act
    officer: Officer
    which: str = ""

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.act.label()

    @property
    def note(self) -> str:
        """What follows from it."""
        return self.act.note()

    @property
    def form(self):
        """Its form, with ids of its own."""
        return self.act.form(self.officer).prefixed(f"{self.name}-{self.which or 0}-")


@dataclass(frozen=True)
class PostShown:
    """A post: where, from when to when, whether held today, who stands in, what can be done. 「岗位」"""

    title: str
    from_on: date
    to_on: date | None
    state: str
    deputies: tuple[tuple[Deputy, Offered | None], ...]
    acts: tuple[Offered, ...]


@dataclass(frozen=True)
class TokenShown:
    """A token, without its secret. 「令牌」"""

    token: Token
    scopes: str
    state: str
    revoke: Offered | None


@dataclass(frozen=True)
class RecordShown:
    """What was done, by whom, when, and the rest in words. 「人员记录」"""

    at: datetime
    what: str
    who: str
    said: tuple[tuple[str, str], ...]


def offered(keeper: Keeper, officer: Officer, *names: str, which: str = "") -> tuple[Offered, ...]:
    """Those of the acts that the keeper may do."""
    return tuple(Offered(name, ACTS[name], officer, which) for name in names if keeper.may(name))


def of_officer(keeper: Keeper, officer: Officer) -> tuple[Offered, ...]:
    """The acts about the officer as a whole."""
    if not officer.is_active:
        return offered(keeper, officer, "enable")
    return offered(keeper, officer, "begin", "leave", "invite", "token", "disable")


def posts_shown(keeper: Keeper, officer: Officer, day: date) -> list[PostShown]:
    """All posts, those held today first, then those to come, then the past."""
    rows = officer.posts.select_related("organisation", "area").prefetch_related("deputies__officer")
    shown = [_post(keeper, officer, post, day) for post in rows]
    order = {"now": 0, "coming": 1, "past": 2}
    return sorted(shown, key=lambda post: (order[post.state], -post.from_on.toordinal()))


def deputising(officer: Officer, day: date) -> list[Deputy]:
    """For whom they stand in, now and later."""
    rows = Deputy.objects.filter(officer=officer, until_on__gte=day)
    return list(rows.select_related("post__officer", "post__organisation", "post__area"))


def tokens_shown(keeper: Keeper, officer: Officer, at: datetime) -> list[TokenShown]:
    """All tokens, the latest first."""
    words, shown = dict(scopes()), []
    for token in officer.tokens.all():
        state = _token_state(token, at)
        revoke = offered(keeper, officer, "revoke", which=str(token.pk)) if state == "good" else ()
        text = gettext("、").join(words.get(scope, scope) for scope in token.scopes)
        shown.append(TokenShown(token, text, state, revoke[0] if revoke else None))
    return shown


def records_shown(officer: Officer, first: int = 50) -> list[RecordShown]:
    """What was done about an officer, the latest first."""
    rows = list(officer.records.all()[:first])
    keys = {row.by.partition(":")[2] for row in rows} | {row.said.get("other", "") for row in rows}
    people = {str(one.pk): one.name for one in Officer.objects.filter(pk__in=[k for k in keys if k.isdigit()])}
    units = {unit.code: unit.title for unit in Organisation.objects.filter(code__in=[r.said.get("unit") for r in rows])}
    areas = {area.code: area.title for area in Area.objects.filter(code__in=[r.said.get("area") for r in rows])}
    return [_record(row, people, units, areas) for row in rows]


def _post(keeper: Keeper, officer: Officer, post: Post, day: date) -> PostShown:
    over = post.to_on is not None and post.to_on <= day
    state = "past" if over else "coming" if post.from_on > day else "now"
    rows = [row for row in post.deputies.all() if row.until_on >= day]
    deputies = tuple((row, next(iter(offered(keeper, officer, "back", which=str(row.pk))), None)) for row in rows)
    acts = offered(keeper, officer, "end", "move", which=str(post.pk)) if not over else ()
    return PostShown(seat_word(seat_of(post)), post.from_on, post.to_on, state, deputies, acts)


def _token_state(token: Token, at: datetime) -> str:
    if token.revoked_at is not None and token.revoked_at <= at:
        return "revoked"
    return "expired" if token.expires_at <= at else "good"


def _record(row: StaffRecord, people: dict[str, str], units: dict[str, str], areas: dict[str, str]) -> RecordShown:
    said = row.said
    facts = [
        (gettext("单位"), units.get(said.get("unit", ""), said.get("unit", ""))),
        (gettext("角色"), role_word(said["role"]) if "role" in said else ""),
        (gettext("区域"), areas.get(said.get("area", ""), said.get("area", ""))),
        (gettext("另一人"), people.get(said.get("other", ""), "")),
        (gettext("自"), said.get("from", "")),
        (gettext("至"), said.get("to", "") or said.get("until", "")),
        (gettext("件数"), said.get("count", "")),
        (gettext("权限"), _scopes(said.get("scopes", ""))),
    ]
    kind, _, key = row.by.partition(":")
    who = people.get(key, key) if kind == "officer" else gettext("命令行")
    return RecordShown(timezone.localtime(row.at), labels()[row.what], who, tuple(f for f in facts if f[1]))


def _scopes(text: str) -> str:
    words = dict(scopes())
    return gettext("、").join(words.get(scope, scope) for scope in text.split())


def labels() -> dict[str, str]:
    """What was done, in the reader's language."""
    return {
        "added": gettext("登记入册"),
        "changed": gettext("修改资料"),
        "invited": gettext("发登录链接"),
        "welcomed": gettext("本人设置密码"),
        "post_begun": gettext("到任"),
        "post_ended": gettext("离任"),
        "deputy_named": gettext("安排代理"),
        "deputy_ended": gettext("结束代理"),
        "disabled": gettext("停用"),
        "enabled": gettext("恢复"),
        "token_issued": gettext("发接口令牌"),
        "token_revoked": gettext("收回令牌"),
        "handed_over": gettext("移交办件"),
    }
