"""Posts begun, ended, passed on and stood in for, each on record. 「任免与代理」"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from wolaiban.lib.words import Refusal

from .models import Area, Deputy, Officer, Organisation, Post, StaffRecord

OPERATOR = "operator"
DAY = timedelta(days=1)


class StaffRefusal(Refusal):
    """Why an act about officers cannot be done, and at which field of a form that stands. 「人事不允」"""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.field = field


class Seat(NamedTuple):
    """What a post is for: a unit, a role, an area or everywhere. 「席位」"""

    organisation: Organisation
    role: str
    area: Area | None = None

    @property
    def codes(self) -> dict[str, str]:
        """The seat as a record keeps it."""
        return {"unit": self.organisation.code, "role": self.role, "area": self.area.code if self.area else ""}


def seat_of(post: Post) -> Seat:
    """What a post is for."""
    return Seat(post.organisation, post.role, post.area)


@transaction.atomic
def begin(officer: Officer, seat: Seat, from_on: date, *, by: str, at: datetime, to_on: date | None = None) -> Post:
    """Give an officer a post from a day on. Raises StaffRefusal if they hold it then already."""
    if not officer.is_active:
        raise StaffRefusal("", "此人已停用，请先恢复。", "This officer is disabled: enable them first.")
    if to_on is not None and to_on <= from_on:
        raise StaffRefusal("to", "离任日期须晚于到任日期。", "The day of leaving must be later than the first day.")
    held = Post.objects.filter(officer=officer, organisation=seat.organisation, role=seat.role, area=seat.area)
    if held.not_ended(from_on).filter(**({"from_on__lt": to_on} if to_on else {})).exists():
        raise StaffRefusal("from", "这些日子里已担任该岗位。", "They hold this very post on those days already.")
    post = Post.objects.create(
        officer=officer, organisation=seat.organisation, role=seat.role, area=seat.area, from_on=from_on, to_on=to_on
    )
    until = {"to": to_on} if to_on else {}
    StaffRecord.objects.note(officer, "post_begun", by=by, at=at, **seat.codes, **{"from": from_on}, **until)
    return post


@transaction.atomic
def end(post: Post, on: date, *, by: str, at: datetime) -> None:
    """End a post on the day of its hand-over, from which a successor holds it. Raises StaffRefusal."""
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("officer", "organisation", "area").get(pk=post.pk)
    )
    if on <= post.from_on:
        zh = f"离任日期须晚于到任日期 {post.from_on}。"
        raise StaffRefusal("on", zh, f"The day of leaving must be later than the first day, {post.from_on}.")
    if post.to_on is not None and post.to_on <= on:
        zh = f"该岗位已于 {post.to_on} 结束。"
        raise StaffRefusal("on", zh, f"This post ends on {post.to_on} already.")
    _keep_an_operator(post, on)
    post.to_on = on
    post.save(update_fields=["to_on"])
    StaffRecord.objects.note(post.officer, "post_ended", by=by, at=at, **seat_of(post).codes, to=on)


@transaction.atomic
def pass_on(post: Post, successor: Officer, on: date, *, by: str, at: datetime) -> Post:
    """The post goes to a successor on a day: what belongs to it goes with it (field book 3.7). Raises StaffRefusal."""
    if successor.pk == post.officer_id:
        raise StaffRefusal("successor", "继任者不能是本人。", "Nobody succeeds themselves.")
    to_on = post.to_on if post.to_on and post.to_on > on else None
    new = begin(successor, seat_of(post), on, by=by, at=at, to_on=to_on)
    end(post, on, by=by, at=at)
    return new


@transaction.atomic
def move(post: Post, seat: Seat, on: date, *, by: str, at: datetime) -> Post:
    """An officer leaves one post for another on a day. Raises StaffRefusal."""
    if seat == seat_of(post):
        raise StaffRefusal("role", "新岗位与原岗位相同。", "The new post is the old one.")
    new = begin(post.officer, seat, on, by=by, at=at)
    end(post, on, by=by, at=at)
    return new


@transaction.atomic
def stand_in(
    officer: Officer, deputy: Officer, from_on: date, until_on: date, *, by: str, at: datetime,
    within: Collection[str] | None = None,
) -> list[Deputy]:  # fmt: skip
    """Somebody stands in for an officer on leave, in every post held then, the last day included. Raises StaffRefusal.

    With `within`, codes of units, only in their posts there, and never as an operator.
    """
    if until_on < from_on:
        raise StaffRefusal("until", "最后一日不能早于第一日。", "The last day lies before the first.")
    if until_on < timezone.localdate(at):
        raise StaffRefusal("until", "最后一日已经过去。", "The last day has passed.")
    if deputy.pk == officer.pk or not deputy.is_active:
        raise StaffRefusal("deputy", "请选择另一位在职人员。", "Choose another officer who is active.")
    posts = Post.objects.not_ended(from_on).filter(officer=officer, from_on__lte=until_on)
    if within is not None:
        posts = posts.filter(organisation__code__in=within).exclude(role=OPERATOR)
    if not posts:
        raise StaffRefusal("from", "那些日子没有任职的岗位，无需代理。", "They hold no post on those days.")
    clash = Deputy.objects.filter(post__in=posts, officer=deputy, from_on__lte=until_on, until_on__gte=from_on)
    if clash.exists():
        raise StaffRefusal("from", "那些日子已由此人代理。", "This officer stands in on those days already.")
    rows = [Deputy.objects.create(post=post, officer=deputy, from_on=from_on, until_on=until_on) for post in posts]
    days = {"from": from_on, "until": until_on}
    StaffRecord.objects.note(officer, "deputy_named", by=by, at=at, other=deputy.pk, **days)
    return rows


@transaction.atomic
def back(row: Deputy, *, by: str, at: datetime) -> None:
    """The holder is back: from today on nobody stands in; what was done meanwhile stays."""
    yesterday = timezone.localdate(at) - DAY
    if row.from_on > yesterday:
        row.delete()
    elif row.until_on > yesterday:
        row.until_on = yesterday
        row.save(update_fields=["until_on"])
    StaffRecord.objects.note(row.post.officer, "deputy_ended", by=by, at=at, other=row.officer_id)


def _keep_an_operator(post: Post, on: date) -> None:
    if post.role != OPERATOR:
        return
    staying = Post.objects.on(on).filter(role=OPERATOR, officer__is_active=True).exclude(pk=post.pk)
    if not staying.exists():
        raise StaffRefusal(
            "", "这是最后一个运维岗位，请先安排接任者。", "This is the last operator's post: name a successor first."
        )
