"""What the API remembers of its own. 「接口记录」"""

from __future__ import annotations

from django.db import models


class Receipt(models.Model):
    """The answer once given to a filing or a verb with a key, so that sending it again does nothing twice. 「受理回执」

    `scope` says whose key it is, `asked` is a keyed digest of what was sent, `reply` what was answered. It holds
    nothing that a person typed.
    """

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    reply = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="receipt_key")]
        indexes = [models.Index(fields=["made_at"], name="receipt_made")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
