"""A filing, an upload or a code asked for without a token, counted for an hour against floods. 「提交计数」"""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """That somebody filed: the keyed digest of their address or telephone and the instant, nothing else. 「提交计数」

    Rows are of no use after an hour and are swept away then; they belong to no case.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempt_key")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at}"
