"""Posts: who may act for which unit, in which role and area, from when to when. 「岗位」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .place import Area, Organisation

if TYPE_CHECKING:
    from .officer import Officer


@dataclass(frozen=True)
class Held:
    """A post that an officer may use on a day, and the officer they stand in for, if any. 「所任岗位」"""

    post: Post
    on_behalf_of: Officer | None = None


class PostQuerySet(models.QuerySet):
    """Questions about posts. 「岗位之问」"""

    def on(self, day: date) -> Self:
        """Posts held on a local day; on the day of a hand-over that is the successor's."""
        return self.not_ended(day).filter(from_on__lte=day)

    def not_ended(self, day: date) -> Self:
        """Posts held on a local day or later, those that have yet to begin included."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day))

    def of(self, organisation: Organisation, role: str) -> Self:
        """Posts of one unit in one role."""
        return self.filter(organisation=organisation, role=role)

    def held_by(self, officer: Officer, day: date) -> tuple[Held, ...]:
        """The posts of an officer on a local day, own ones first, then those they deputise for."""
        deputised = Deputy.objects.on(day).filter(officer=officer).values("post")
        found = self.on(day).filter(Q(officer=officer) | Q(pk__in=deputised)).order_by("pk")
        held = [
            Held(post, None if post.officer_id == officer.pk else post.officer)
            for post in found.select_related("organisation", "area__parent", "officer")
        ]
        return tuple(sorted(held, key=lambda one: one.on_behalf_of is not None))


class Post(models.Model):
    """An officer in a role for a unit; responsibility belongs to the post and passes with it. 「岗位」

    `from_on` is the first day. `to_on` is the day of the hand-over: from that day on the successor holds it, and the
    predecessor stays in the history (field book 3.7). `role` is a word of the services' files. No `area`: everywhere.
    """

    officer = models.ForeignKey(
        "people.Officer", verbose_name=_("人员"), on_delete=models.PROTECT, related_name="posts"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="posts"
    )
    role = models.CharField(_("角色"), max_length=40)
    area = models.ForeignKey(Area, verbose_name=_("区域"), null=True, blank=True, on_delete=models.PROTECT)
    from_on = models.DateField(_("到任日期"))
    to_on = models.DateField(_("离任日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__code", "role", "from_on"]
        verbose_name = _("岗位")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")), name="post_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["officer", "organisation", "role", "area", "from_on"], name="post_once"),
            # To the databases two empty areas are different ones.
            models.UniqueConstraint(
                fields=["officer", "organisation", "role", "from_on"],
                condition=Q(area__isnull=True),
                name="post_once_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} · {self.organisation} · {self.role}"

    def covers(self, area: Area | None) -> bool:
        """Whether the post is for the whole unit or for an area that contains this one."""
        return self.area is None or (area is not None and area.lies_in(self.area))


class DeputyQuerySet(models.QuerySet):
    """Questions about deputies. 「代理之问」"""

    def on(self, day: date) -> Self:
        """Those in force on a local day, the last day included."""
        return self.filter(from_on__lte=day, until_on__gte=day)


class Deputy(models.Model):
    """An officer who stands in for the holder of a post from one day to another, both included. 「代理」

    Nobody stands in for somebody who stands in: a deputy's deputy may not act.
    """

    post = models.ForeignKey(Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="deputies")
    officer = models.ForeignKey(
        "people.Officer", verbose_name=_("代理人"), on_delete=models.PROTECT, related_name="deputising"
    )
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("最后一日"))

    objects = DeputyQuerySet.as_manager()

    class Meta:
        ordering = ["from_on"]
        verbose_name = _("代理")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="deputy_ends_not_before_it_begins"),
            models.UniqueConstraint(fields=["post", "officer", "from_on"], name="deputy_once"),
        ]
