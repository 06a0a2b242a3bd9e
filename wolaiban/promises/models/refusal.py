"""A refusal: an attempt that the file did not allow, on record. 「拒绝记录」"""

from __future__ import annotations

from django.db import models

from .case import Case


class Refusal(models.Model):
    """Who tried what and why it was refused; a handler rating in the asker's name stands here. 「拒绝记录」"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="refusals")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    by = models.CharField(max_length=80)
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.verb} {self.by} {self.code}"
