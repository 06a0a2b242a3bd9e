"""An event: one verb done to one case by one actor at one instant. 「事件」"""

from __future__ import annotations

from django.db import models

from wolaiban.lib.canonical import canonical, digest
from wolaiban.promises.life import Act, Opening

from .case import Case


class Event(models.Model):
    """The truth: appended inside the verb's transaction, never edited, chained by hash within its case. 「事件」

    `fields` holds codes only; typed text lies in `Words`, of which `words` keeps the names and the digest.
    `calendar` is the version known then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=40)
    behalf = models.CharField(max_length=80, default="")
    post = models.BigIntegerField(null=True)
    task = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    tasks = models.JSONField(default=list)
    words = models.JSONField(null=True)
    calendar = models.CharField(max_length=80)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_key")]
        indexes = [models.Index(fields=["recorded_at"], name="event_recorded")]
        ordering = ["case", "seq"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.verb}"

    def sealed(self) -> str:
        """SHA-256 over everything that the event says and the hash of the one before it, in hex."""
        content = {
            name: getattr(self, name)
            for name in (
                "seq", "at", "recorded_at", "verb", "by", "role", "behalf", "post", "task", "fields", "tasks", "words",
                "calendar", "previous",
            )
        }  # fmt: skip
        return digest(canonical({"case": str(self.case_id), **content}))

    def act(self) -> Act:
        """The event as life reads it."""
        return Act(
            seq=self.seq, at=self.at, verb=self.verb, by=self.by, role=self.role, behalf=self.behalf, task=self.task,
            fields=self.fields, words=frozenset((self.words or {}).get("names", ())),
            tasks=tuple(map(Opening.read, self.tasks)), calendar=self.calendar, recorded_at=self.recorded_at,
        )  # fmt: skip


def genesis(case: Case) -> str:
    """What the first event of a case is chained to: who the case is. Tampering with its number shows."""
    return digest(
        canonical(
            {
                "case": str(case.id),
                "number": case.number,
                "service": case.service,
                "version": case.version.isoformat(),
                "external": case.external_number,
                "written_at": case.written_at,
                "area": case.area,
                "channel": case.channel,
                "collector": case.collector,
                "tracking_code": digest(case.tracking_code.encode()),
            }
        )
    )
