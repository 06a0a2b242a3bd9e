"""Words: typed text, names and files of one event, in a row that can be erased. 「文字」"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from wolaiban.lib.canonical import canonical, digest

from .case import Case


class Words(models.Model):
    """What was typed at one event, with a salt of its own; the event holds only the digest. 「文字」

    Erased: content and salt are gone, `erased_at` says when. The chain stays whole.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="words")
    seq = models.PositiveIntegerField()
    salt = models.CharField(max_length=32, default="")
    content = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="words_key")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq}"

    def digest(self) -> str:
        """SHA-256 over salt and content, in hex."""
        return salted(self.salt, self.content)


def salted(salt: str, content: Mapping[str, Any]) -> str:
    """The digest that an event keeps of its words."""
    return digest(salt.encode() + canonical(content))
