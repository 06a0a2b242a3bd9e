"""A link: one case names another by its number. 「关联」"""

from __future__ import annotations

from django.db import models

from .case import Case


class Link(models.Model):
    """Stored copy of a field of kind `case`: which case names which, the whole of it or one of its tasks. 「关联」

    `to` is the number of the case named: it never changes, and an import may name one that the town does not have.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    task = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=60)
    to = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "task", "field"], name="link_key")]
        indexes = [models.Index(fields=["to"], name="link_to")]
        ordering = ["case", "task", "field"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.task} {self.field} {self.to}"
