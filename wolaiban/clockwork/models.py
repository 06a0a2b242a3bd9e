"""What the clock keeps for itself: its last tick, what it put off, days summed up, where it may send. 「时钟」"""

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


class Digest(models.Model):
    """A day whose digests are written: several clocks write them once. 「每日摘要」"""

    on = models.DateField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}"


class Instance(models.Model):
    """A machine, town folder and database that may send; a copy of the town is another, and sends nothing. 「实例」"""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    place = models.CharField(max_length=300)
    confirmed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.place
