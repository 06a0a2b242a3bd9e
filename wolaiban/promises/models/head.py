"""The daily head: one signed hash over all cases, so that a deleted case or a cut tail shows. 「每日链头」"""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """One link of the chain over all cases. 「每日链头」

    `hash` covers the hash before it and every leaf sealed with it; `signature` is Ed25519 over the hash, in hex.
    """

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.made_at:%Y-%m-%d} {self.hash[:12]}"


class Leaf(models.Model):
    """How far one case had come when a head was made. 「链叶」"""

    head = models.ForeignKey(Head, on_delete=models.PROTECT, related_name="leaves")
    case_number = models.CharField(max_length=40)
    case_uuid = models.UUIDField()
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_uuid", "head"], name="leaf_key")]

    def __str__(self) -> str:
        return f"{self.case_number}@{self.seq}"
