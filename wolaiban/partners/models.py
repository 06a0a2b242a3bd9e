"""What is kept of the exchange: which cases belong together, what was taken once, what was turned away. 「邻城往来」"""

from __future__ import annotations

from typing import Any

from django.db import models

from wolaiban.promises.models import Case


class Counterpart(models.Model):
    """The number that a case of ours has in a neighbour's record, for one task of the case first asked. 「对方编号」

    Of a case that was asked here `task` is its task at the neighbour's; of one that came from there, their task.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="counterparts")
    partner = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    task = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "partner", "task"], name="counterpart_task"),
            models.UniqueConstraint(fields=["partner", "number", "task"], name="counterpart_number"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.partner} {self.number}/{self.task}"


class Received(models.Model):
    """A message of a neighbour that was taken: the same key again gets the same answer. 「已收消息」

    `done_at` is when it was done over there, as they say; it decides nothing, since nobody dates a verb back.
    """

    partner = models.CharField(max_length=40)
    key = models.UUIDField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="+")
    answer: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="received_key")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.partner} {self.key}"


class TurnedAway(models.Model):
    """Messages in a neighbour's name, refused on a day for one reason: counted, so that nobody fills the disk. 「拒收」

    `about` says what stood in the way of the last one.
    """

    partner = models.CharField(max_length=40)
    on = models.DateField()
    why = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    about = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "on", "why"], name="turned_away_day")]
        ordering = ["-last_at"]

    def __str__(self) -> str:
        return f"{self.partner} {self.on} {self.why} {self.count}"
