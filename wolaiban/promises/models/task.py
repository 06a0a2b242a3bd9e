"""A task: what one unit answers for inside a case. 「分项」"""

from __future__ import annotations

from django.db import models

from .case import Case


class Task(models.Model):
    """Stored copy of one task of a case: lead, co-unit, supervision notice... 「分项」"""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    unit = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    opened_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="task_key")]
        indexes = [models.Index(fields=["unit", "state"], name="task_unit")]
        ordering = ["case", "number"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.kind} {self.unit}"
