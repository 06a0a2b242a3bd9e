"""A form that was sent, so that sending it again files nothing twice. 「已交表单」"""

from __future__ import annotations

from django.db import models

from .case import Case


class Sent(models.Model):
    """Which case a form on a page filed: a keyed digest of the form and of what it said, nothing else. 「已交表单」

    Written with the case or not at all; of no use after a week, and swept away then.
    """

    key = models.CharField(max_length=64, primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="sent_at")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at}"
