"""A case: what was asked. 「办件」"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about many cases; none of them writes."""

    def open(self) -> CaseQuerySet:
        """Not finished, withdrawn, declined or merged."""
        return self.filter(is_over=False, finished_at=None)

    def least_time_first(self) -> CaseQuerySet:
        """The order of a queue: least time left first, then the oldest."""
        return self.order_by(F("next_due_at").asc(nulls_last=True), "registered_at", "id")

    def of_unit(self, unit: str) -> CaseQuerySet:
        """Cases in which a unit has, or had, a task."""
        return self.filter(Q(tasks__unit=unit)).distinct()

    def overdue(self, at: datetime) -> CaseQuerySet:
        """Cases with a promise that fell due before an instant and is still owed: asked of the data, not the clock."""
        return self.filter(promises__settled_at=None, promises__due_at__lt=at, promises__counts=True).distinct()


class Case(models.Model):
    """What somebody asked, with the stored copy of what its events make of it. 「办件」

    `registered_at` is the instant from which promises run (the conversation, if filed on behalf);
    `written_at` the device's time of writing, shown only; `seen_at` the instant up to which rows are settled.
    `hidden` names the roles that alone see it while its state is theirs, each between blanks; empty for all others.
    `collector` is who wrote it down for somebody, `follower` who follows it now: they, or whom they handed it over to.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=40, unique=True)
    tracking_code = models.CharField(max_length=24)
    external_number = models.CharField(max_length=120, null=True)
    service = models.CharField(max_length=60)
    version = models.DateField()

    state = models.CharField(max_length=40)
    contract_state = models.CharField(max_length=20)
    is_over = models.BooleanField(default=False)
    handling = models.PositiveIntegerField(default=1)
    fields = models.JSONField(default=dict)
    lead_unit = models.CharField(max_length=60, default="")
    area = models.CharField(max_length=20, default="")
    channel = models.CharField(max_length=30, default="")
    collector = models.CharField(max_length=60, default="")
    follower = models.CharField(max_length=60, default="")
    asker_key = models.CharField(max_length=64, null=True)

    registered_at = models.DateTimeField()
    registered_on = models.DateField()
    recorded_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    on_the_spot = models.BooleanField(default=False)
    dispatches = models.PositiveIntegerField(default=0)
    returns = models.PositiveIntegerField(default=0)
    reached = models.CharField(max_length=10, default="")
    resolved = models.CharField(max_length=20, default="")
    rating = models.CharField(max_length=30, default="")
    next_due_at = models.DateTimeField(null=True)
    hidden = models.CharField(max_length=200, default="")

    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "external_number"], condition=Q(external_number__isnull=False), name="case_external"
            ),
        ]
        indexes = [
            models.Index(fields=["next_due_at", "registered_at"], condition=Q(is_over=False), name="case_queue"),
            models.Index(fields=["service", "registered_on"], name="case_service_day"),
            models.Index(fields=["asker_key", "registered_at"], name="case_asker"),
            models.Index(fields=["collector"], condition=~Q(collector=""), name="case_collector"),
        ]

    def __str__(self) -> str:
        return self.number
