"""What statistics keeps of its own: draws on record, and months as they were published. 「抽查与冻结」"""

from __future__ import annotations

from typing import Any

from django.db import models

from wolaiban.lib.canonical import digest


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


class FrozenMonth(models.Model):
    """The public account of one month of one service as it was published; written once. 「冻结月」

    `text` is what was published, as canonical JSON, and `digest` its SHA-256. `basis` keeps the counts under it by
    breakdown and name, small ones too, for the sums of several months: it never leaves. `named` says by breakdown and
    figure which names were told of the month and of its year so far (field book 11.6).
    """

    service = models.CharField(max_length=60)
    month = models.CharField(max_length=7)
    version = models.DateField()
    cut_off = models.DateTimeField()
    basis = models.JSONField(default=dict)
    named = models.JSONField(default=dict)
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "month"], name="frozen_month_once")]
        ordering = ["id"]
        verbose_name = "冻结月"

    def __str__(self) -> str:
        return f"{self.service} {self.month} {self.digest[:12]}"

    def save(self, *args: Any, **more: Any) -> None:
        """Only new rows are written: what was published stays as it was."""
        if not self._state.adding:
            raise TypeError(f"{self} is published and cannot be changed; what came later stands beside it.")
        self.digest = digest(self.text.encode())
        super().save(*args, **more)

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self} is published and cannot be taken back.")

    @property
    def untouched(self) -> bool:
        """Whether the text is the one that was published."""
        return digest(self.text.encode()) == self.digest
