"""A warning: one stage of one promise came before it was kept. 「预警」"""

from __future__ import annotations

from django.db import models

from .promise import Promise


class Warning(models.Model):
    """A stage that came: stored once, so that a missed tick is caught up and nothing is said twice. 「预警」

    `at` is when the stage came, `noted_at` when the clock saw it; `to` the roles or units it is for.
    """

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="warnings")
    stage = models.CharField(max_length=40)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    to = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "stage"], name="warning_once")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.stage}"
