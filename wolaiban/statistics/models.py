"""A draw on record: which cases a seed chose for inspection. 「抽查记录」"""

from __future__ import annotations

from django.db import models


class Draw(models.Model):
    """Who drew which cases, by which rule, seed and share; anybody can draw them again. 「抽查」

    `rule` says in codes what was drawn from; `pool` is the SHA-256 of the numbers drawn from, `size` how many those
    were; `numbers` are the cases that came out, in the order of the draw (field book 2.3).
    """

    service = models.CharField(max_length=60)
    rule = models.JSONField(default=dict)
    seed = models.CharField(max_length=100)
    share = models.DecimalField(max_digits=5, decimal_places=2)
    size = models.PositiveIntegerField()
    pool = models.CharField(max_length=64)
    numbers = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "抽查"

    def __str__(self) -> str:
        return f"{self.service} {self.seed} {len(self.numbers)}/{self.size}"
