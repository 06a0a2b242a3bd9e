"""The list of officers, found by words, a page at a time. 「人员名册」"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from wolaiban.people.models import Deputy, Officer, Post
from wolaiban.people.posting import seat_of
from wolaiban.web.shared.paging import page_after

from .keeper import Keeper
from .roles import seat_word

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One officer of the list. 「名册一行」"""

    officer: Officer
    posts: tuple[str, ...]
    on_leave: bool
    invited: bool


@dataclass(frozen=True)
class Found:
    """One page of the list. 「名册一页」"""

    lines: tuple[Line, ...]
    onward: str
    count: int


def shows() -> dict[str, str]:
    """Which officers are shown."""
    return {
        "in": gettext("在岗"),
        "none": gettext("没有岗位"),
        "out": gettext("已停用"),
        "all": gettext("全部"),
    }


def found(keeper: Keeper, day: date, *, words: str, show: str, role: str, after: str) -> Found:
    """The officers with these words in name, login or unit: three questions a page."""
    rows = _shown(keeper.officers(), day, show)
    for word in words.split()[:5]:
        unit = Q(organisation__name__icontains=word) | Q(organisation__name_en__icontains=word)
        posts = Post.objects.filter(unit, officer__isnull=False).values("officer")
        rows = rows.filter(Q(name__icontains=word) | Q(login__icontains=word.lower()) | Q(pk__in=posts))
    if role:
        rows = rows.filter(pk__in=Post.objects.on(day).filter(role=role).values("officer"))
    page, onward = page_after(rows, ("login",), after, PAGE)
    return Found(_lines(page, day), onward, rows.count())


def _shown(rows: QuerySet[Officer], day: date, show: str) -> QuerySet[Officer]:
    held = Post.objects.on(day).values("officer")
    if show == "out":
        return rows.filter(is_active=False)
    if show == "none":
        return rows.filter(is_active=True).exclude(pk__in=held)
    return rows.filter(is_active=True, pk__in=held) if show == "in" else rows


def _lines(officers: list[Officer], day: date) -> tuple[Line, ...]:
    held: dict[int, list[str]] = defaultdict(list)
    posts = Post.objects.on(day).filter(officer__in=officers).select_related("organisation", "area")
    for post in posts:
        held[post.officer_id].append(seat_word(seat_of(post)))
    away = set(Deputy.objects.on(day).filter(post__officer__in=officers).values_list("post__officer", flat=True))
    return tuple(
        Line(one, tuple(held[one.pk]), one.pk in away, not one.has_usable_password() and one.is_active)
        for one in officers
    )
