"""By which rules the stored figures of a service's cases were made. 「归集口径」"""

from __future__ import annotations

from django.db import models


class Gathered(models.Model):
    """The digest of the figures that a version declared when its cases were last gone through. 「归集口径」"""

    service = models.CharField(max_length=60)
    version = models.DateField()
    rules = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "version"], name="gathered_key")]
        ordering = ["service", "version"]

    def __str__(self) -> str:
        return f"{self.service} {self.version} {self.rules[:12]}"
