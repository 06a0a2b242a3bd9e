"""What a case brings to the figures that its file declares. 「一件之数」"""

from __future__ import annotations

from django.db import models

from .case import Case


class Brought(models.Model):
    """Stored copy of what a case, or a task of it, brings to a declared figure: above and below its line. 「一件之数」

    Each number is in millionths, cut in two at a million (`…_millions` and what is left), so that the sums of any
    ledger fit the integers of both databases. `people`: the number below is of people asked.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="brought")
    task = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=60)
    people = models.BooleanField(default=False)
    top_millions = models.BigIntegerField(default=0)
    top = models.BigIntegerField(default=0)
    under_millions = models.BigIntegerField(default=0)
    under = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "task", "code"], name="brought_key")]
        ordering = ["case", "task", "code"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.task} {self.code}"
