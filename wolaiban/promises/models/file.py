"""A file: what somebody sent with a verb, in a row that can be erased. 「附件」"""

from __future__ import annotations

from typing import Any

from django.db import models

from wolaiban.lib.canonical import canonical, digest

from .case import Case


class FileManager(models.Manager["File"]):
    """Leaves the bytes in the database until somebody asks a file for them."""

    def get_queryset(self) -> models.QuerySet[File]:
        return super().get_queryset().defer("content")


class File(models.Model):
    """A file with a salt of its own; the words of its event hold its description and digest. 「附件」

    Without a case it was sent, but no verb has taken it yet; such files are swept away after two hours. Erased: name,
    bytes and salt are gone, `erased_at` says when. The bytes lie in the database, so that they are written, saved and
    erased together with the rest.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files", null=True)
    seq = models.PositiveIntegerField(null=True)
    field = models.CharField(max_length=60, default="")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = FileManager()

    class Meta:
        indexes = [models.Index(fields=["uploaded_at"], condition=models.Q(case=None), name="file_untaken")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.id}"

    def described(self) -> dict[str, Any]:
        """What the words of its event keep of it."""
        return {
            "file": str(self.id), "name": self.name, "type": self.media_type, "size": self.size, "digest": self.digest,
        }  # fmt: skip

    def sealed(self) -> str:
        """SHA-256 over salt, name, type and bytes, in hex: the digest that it has to have."""
        about = canonical([self.salt, self.name, self.media_type, self.size])
        return digest(about + b"\n" + bytes(self.content))
