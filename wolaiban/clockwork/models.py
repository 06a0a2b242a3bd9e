"""When the clock ticked last, and the cases that it could not settle: put off and shown, never in the way. 「搁置」"""

from __future__ import annotations

from django.db import models

from wolaiban.promises.models import Case


class PutOff(models.Model):
    """A case whose settling failed, when it is tried again, and why it failed last. 「搁置」"""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="put_off")
    tries = models.PositiveIntegerField(default=1)
    until = models.DateTimeField()
    error = models.TextField()

    class Meta:
        ordering = ["until"]

    def __str__(self) -> str:
        return f"{self.case} until {self.until:%Y-%m-%d %H:%M}: {self.error}"


class Beat(models.Model):
    """The last round that the clock brought to its end; one row, whichever process ran it. 「心跳」"""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
