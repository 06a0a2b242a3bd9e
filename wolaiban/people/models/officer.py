"""Officers: the people who sign in. 「工作人员」"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .place import Area, Organisation
from .post import Held, Post

LOGIN = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{1,39}\Z",
    _("登录名应为 2 至 40 个小写字母、数字、点、下划线或连字符，并以字母或数字开头。"),
)


class OfficerManager(BaseUserManager):
    """Questions about officers, and how one is added. 「人员名册」"""

    def add(self, login: str, name: str, **fields: str) -> Officer:
        """Add an officer who cannot sign in until a one-time link was used. Raises ValidationError."""
        officer = self.model(login=login, name=name, **fields)
        officer.set_unusable_password()
        officer.full_clean()
        officer.save()
        return officer


class Officer(AbstractBaseUser):
    """Somebody who works for a unit and signs in; what they may do stands in their posts. 「工作人员」"""

    login = models.CharField(_("登录名"), max_length=40, unique=True, validators=[LOGIN])
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    # The sign-in library asks for exactly this flag.
    is_active = models.BooleanField(_("可以登录"), default=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    objects = OfficerManager()

    class Meta:
        ordering = ["login"]
        verbose_name = _("工作人员")

    def __str__(self) -> str:
        return self.name

    def posts_on(self, day: date) -> tuple[Held, ...]:
        """What this officer may act as on a local day: own posts first, then those they deputise for."""
        return Post.objects.held_by(self, day)

    def roles_in(self, organisation: Organisation, day: date) -> frozenset[str]:
        """The roles this officer may take for a unit on a local day."""
        return frozenset(held.post.role for held in self.posts_on(day) if held.post.organisation_id == organisation.pk)

    def may_act(self, role: str, organisation: Organisation, at: datetime, area: Area | None = None) -> Held | None:
        """The post, own or deputised for, that lets this officer act in a role for a unit at an instant; or None.

        With `area`, the post must be for the whole unit, for that area or for one that contains it.
        """
        for held in self.posts_on(timezone.localdate(at)):
            post = held.post
            if (post.role, post.organisation_id) == (role, organisation.pk) and post.covers(area):
                return held
        return None
