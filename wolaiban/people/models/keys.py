"""What lets a program or a newcomer in: tokens and one-time links, kept as digests only. 「令牌与邀请」"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wolaiban.lib.canonical import digest

from .officer import Officer

INVITATION_VALID = timedelta(days=7)
TOKEN_VALID = timedelta(days=365)
SCOPES = ("read", "act", "import")
USUAL = ("read", "act")


def _digest(secret: str) -> str:
    # A secret of 256 random bits needs no salt and no slow hash: nobody can try them all.
    return digest(secret.encode())


class TokenManager(models.Manager):
    """How tokens are issued and found. 「令牌」"""

    def issue(
        self,
        officer: Officer,
        *,
        at: datetime,
        label: str = "",
        scopes: tuple[str, ...] = USUAL,
        valid: timedelta = TOKEN_VALID,
    ) -> tuple[Token, str]:
        """A new token and its secret, which is shown this once and kept nowhere."""
        secret = "wlb_" + secrets.token_urlsafe(32)
        token = self.create(
            officer=officer,
            digest=_digest(secret),
            label=label,
            scopes=list(scopes),
            created_at=at,
            expires_at=at + valid,
        )
        return token, secret

    def find(self, secret: str, at: datetime) -> Token | None:
        """The token in force at an instant, with its officer; None if unknown, expired, revoked, or its officer out."""
        in_force = self.filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), expires_at__gt=at, officer__is_active=True
        )
        return in_force.select_related("officer").filter(digest=_digest(secret)).first()


class Token(models.Model):
    """A key with which a program acts for an officer. 「令牌」"""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("用途"), max_length=100, blank=True)
    scopes = models.JSONField(_("权限"), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("有效期至"))
    last_used_on = models.DateField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenManager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("令牌")

    def allows(self, scope: str) -> bool:
        """Whether the token was issued for this: `read` cases, `act` on them, `import` what happened earlier."""
        return scope in self.scopes

    def used(self, day: date) -> None:
        """Note the day of use; a write once a day, not once a call."""
        if self.last_used_on != day:
            self.last_used_on = day
            self.save(update_fields=["last_used_on"])

    def revoke(self, at: datetime) -> None:
        """End the token now."""
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])


class InvitationQuerySet(models.QuerySet):
    """How invitations are made and found. 「邀请」"""

    def invite(self, officer: Officer, *, at: datetime, valid: timedelta = INVITATION_VALID) -> tuple[Invitation, str]:
        """A one-time link's secret for an officer; an older unused one of the same officer ends with it."""
        self.open(at).filter(officer=officer).update(expires_at=at)
        secret = secrets.token_urlsafe(24)
        return self.create(officer=officer, digest=_digest(secret), created_at=at, expires_at=at + valid), secret

    def open(self, at: datetime) -> Self:
        """Those that can still be used."""
        return self.filter(used_at__isnull=True, expires_at__gt=at, officer__is_active=True)

    def find(self, secret: str, at: datetime) -> Invitation | None:
        """The invitation that can still be used with this secret, with its officer; or None."""
        return self.open(at).select_related("officer").filter(digest=_digest(secret)).first()


class Invitation(models.Model):
    """A one-time link with which an officer sets their password. 「邀请」"""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("邀请")

    @property
    def until_on(self) -> date:
        """The last local day on which the link works for certain."""
        return timezone.localdate(self.expires_at)

    def take(self, at: datetime) -> bool:
        """Use the invitation up; False if somebody else did so first, or it has expired."""
        return Invitation.objects.open(at).filter(pk=self.pk).update(used_at=at) == 1
