"""A promise: a clock that somebody holds for a case. 「时限承诺」"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from .case import Case


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Questions about many promises; none of them writes."""

    def running(self) -> PromiseQuerySet:
        """Neither settled nor broken."""
        return self.filter(settled_at=None, broken_at=None)

    def due_before(self, at: datetime) -> PromiseQuerySet:
        """Running ones whose due instant has passed: what the clock has to see to, oldest first."""
        return self.running().filter(due_at__lt=at).order_by("due_at", "id")

    def to_warn_of(self, at: datetime) -> PromiseQuerySet:
        """Open ones with a stage that came by an instant and was not stored yet, oldest first."""
        return self.filter(settled_at=None, next_stage_at__lte=at).order_by("next_stage_at", "id")


class Promise(models.Model):
    """Stored copy of one promise: (case, task, code, round). 「时限承诺」

    `due_at` is with everything, `first_due_at` without extensions and grade changes, `rate_due_at` the
    earlier of the two, by which figures judge. `counts` is false for waits of the clock. `next_stage_at` is
    when the next warning comes.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    task = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40)
    round = models.PositiveIntegerField(default=1)
    service = models.CharField(max_length=60)
    holder = models.CharField(max_length=60)
    counts = models.BooleanField(default=True)
    state = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    period = models.CharField(max_length=40, default="")
    calendar = models.CharField(max_length=80)
    due_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    rate_due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    regraded = models.BooleanField(default=False)
    extensions = models.PositiveIntegerField(default=0)
    lost_bells = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    next_stage_at = models.DateTimeField(null=True)
    moves = models.JSONField(default=list)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "task", "code", "round"], name="promise_key")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(settled_at=None, broken_at=None), name="promise_live"),
            models.Index(fields=["next_stage_at"], condition=Q(settled_at=None), name="promise_stage"),
            models.Index(fields=["holder"], condition=Q(settled_at=None), name="promise_holder"),
            models.Index(fields=["case", "due_at"], condition=Q(settled_at=None), name="promise_open"),
            models.Index(fields=["service", "code", "rate_due_at"], name="promise_figures"),
        ]
        ordering = ["case", "task", "given_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.task}/{self.code}/{self.round} {self.state}"
