"""Officers disabled and enabled, invitations and tokens, each on record. 「人员管理」"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import Deputy, Invitation, Officer, Post, StaffRecord, Token
from .models.keys import SCOPES
from .posting import DAY, StaffRefusal, end


@transaction.atomic
def disable(officer: Officer, *, by: str, at: datetime) -> None:
    """Sign an officer out at once and for good: posts end today, tokens and links with them. Raises StaffRefusal."""
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if by == f"officer:{officer.pk}":
        raise StaffRefusal(
            "", "不能停用自己，请由另一位管理人员办理。", "Nobody disables themselves: ask another operator."
        )
    if not officer.is_active:
        raise StaffRefusal("", "此人已经停用。", "This officer is disabled already.")
    today = timezone.localdate(at)
    _end_posts(officer, today, by=by, at=at)
    _end_deputising(officer, today)
    officer.tokens.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)).update(revoked_at=at)
    Invitation.objects.open(at).filter(officer=officer).update(expires_at=at)
    officer.is_active = False
    # Sessions hang on the password: none of them comes back when the officer does.
    officer.set_unusable_password()
    officer.save(update_fields=["is_active", "password"])
    StaffRecord.objects.note(officer, "disabled", by=by, at=at)


@transaction.atomic
def enable(officer: Officer, *, by: str, at: datetime) -> tuple[Invitation, str]:
    """Let an officer come back by a one-time link; posts are given anew. Raises StaffRefusal."""
    if officer.is_active:
        raise StaffRefusal("", "此人没有停用。", "This officer is not disabled.")
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    StaffRecord.objects.note(officer, "enabled", by=by, at=at)
    return invite(officer, by=by, at=at)


@transaction.atomic
def invite(officer: Officer, *, by: str, at: datetime) -> tuple[Invitation, str]:
    """A one-time link to set a password, and its secret; an older unused one ends with it. Raises StaffRefusal."""
    if not officer.is_active:
        raise StaffRefusal("", "此人已停用，请先恢复。", "This officer is disabled: enable them first.")
    invitation, secret = Invitation.objects.invite(officer, at=at)
    StaffRecord.objects.note(officer, "invited", by=by, at=at, until=invitation.until_on)
    return invitation, secret


@transaction.atomic
def issue(
    officer: Officer, *, label: str, scopes: tuple[str, ...], valid: timedelta, by: str, at: datetime
) -> tuple[Token, str]:
    """A token for a program that acts for an officer, and its secret, shown this once. Raises StaffRefusal."""
    if not officer.is_active:
        raise StaffRefusal("", "此人已停用，不能发令牌。", "This officer is disabled: there is no token for them.")
    chosen = tuple(scope for scope in SCOPES if scope in scopes)
    if not chosen:
        raise StaffRefusal("scopes", "请至少选一项权限。", "Choose at least one scope.")
    if not timedelta(0) < valid <= 10 * timedelta(days=365):
        raise StaffRefusal("days", "有效天数应为 1 至 3650。", "Give a number of days, at least 1 and at most 3650.")
    token, secret = Token.objects.issue(officer, at=at, label=label[:100], scopes=chosen, valid=valid)
    until = timezone.localdate(token.expires_at)
    StaffRecord.objects.note(officer, "token_issued", by=by, at=at, token=token.pk, scopes=" ".join(chosen), to=until)
    return token, secret


@transaction.atomic
def revoke(token: Token, *, by: str, at: datetime) -> None:
    """End a token at once; ending it twice is not on record twice."""
    if token.revoked_at is None or token.revoked_at > at:
        token.revoke(at)
        StaffRecord.objects.note(token.officer, "token_revoked", by=by, at=at, token=token.pk)


def _end_posts(officer: Officer, today: date, *, by: str, at: datetime) -> None:
    """Those held end today; those that would begin later never do; one begun today has today as its only day."""
    held = Post.objects.not_ended(today).filter(officer=officer)
    coming = held.filter(from_on__gt=today)
    Deputy.objects.filter(post__in=coming).delete()
    coming.delete()
    for post in held.filter(from_on__lte=today):
        last = max(today, post.from_on + DAY)
        if post.to_on is None or post.to_on > last:
            end(post, last, by=by, at=at)


def _end_deputising(officer: Officer, today: date) -> None:
    standing = Deputy.objects.filter(officer=officer, until_on__gte=today)
    standing.filter(from_on__gte=today).delete()
    standing.update(until_on=today - DAY)
