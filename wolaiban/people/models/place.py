"""Areas of a town and the units that answer for something in them. 「区域与单位」"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Something with a code, a Chinese name and an English one. 「有代码有名称」"""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language; the Chinese one where there is no English one."""
        english = (get_language() or "").startswith("en")
        return (english and self.name_en) or self.name


class AreaKind(models.TextChoices):
    """The levels of a town. 「区域级别」"""

    TOWN = "town", _("镇")
    SUB_DISTRICT = "sub_district", _("街道")
    COMMUNITY = "community", _("社区（村）")


class Area(Named):
    """A town, a sub-district or a community; a town or sub-district may have a service centre. 「区域」"""

    kind = models.CharField(_("级别"), max_length=20, choices=AreaKind)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    has_centre = models.BooleanField(_("设有企服中心"), default=False)

    class Meta:
        ordering = ["code"]
        verbose_name = _("区域")

    def lies_in(self, other: Area) -> bool:
        """Whether this area is the other one or a part of it."""
        area: Area | None = self
        while area is not None:
            if area.pk == other.pk:
                return True
            area = area.parent
        return False


class OrganisationKind(models.TextChoices):
    """What kind of unit answers. 「单位类别」"""

    TOWN = "town", _("镇、街道")
    DEPARTMENT = "department", _("部门")
    CENTRE = "centre", _("企服中心")
    UTILITY = "utility", _("公用事业单位")


class OrganisationQuerySet(models.QuerySet):
    """Questions about units. 「单位之问」"""

    def centres(self) -> Self:
        """The service centres and windows."""
        return self.filter(kind=OrganisationKind.CENTRE)


class Organisation(Named):
    """A unit that can be responsible for a case. 「单位」

    `hours` names the service hours that it keeps, where they are not those of the services: what it promises is counted
    on them, and on their calendar. `partner` is the code of the neighbouring town that it belongs to.
    """

    kind = models.CharField(_("类别"), max_length=20, choices=OrganisationKind)
    area = models.ForeignKey(Area, verbose_name=_("区域"), null=True, blank=True, on_delete=models.PROTECT)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )

    hours = models.CharField(_("服务时间"), max_length=40, blank=True)
    partner = models.CharField(_("所属邻城"), max_length=40, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("单位")
