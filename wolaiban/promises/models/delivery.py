"""A delivery: one message to one recipient, from the verb that caused it until it is out. 「投递」"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from .case import Case

WAITING, CLAIMED, SPREAD, SENT, GIVEN_UP, DROPPED = "waiting", "claimed", "spread", "sent", "given_up", "dropped"
LIVE = (WAITING, CLAIMED)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about many deliveries; none of them writes."""

    def live(self) -> DeliveryQuerySet:
        """Not out yet, and not given up."""
        return self.filter(state__in=LIVE)

    def ready(self, at: datetime) -> DeliveryQuerySet:
        """Those to be tried by an instant, the longest waiting first; a claim that ran out is tried again."""
        return self.live().filter(next_try_at__lte=at).order_by("next_try_at", "id")

    def given_up(self) -> DeliveryQuerySet:
        """What could not be delivered, newest first: for a person to see to."""
        return self.filter(state=GIVEN_UP).order_by("-next_try_at", "id")


class Delivery(models.Model):
    """One message to one recipient, written in the transaction of the verb that causes it. 「投递」

    Neither address nor text is stored: both are read when it is sent, because posts change and a person may be erased.
    `to` is "asker", "officer:<key>", "unit:<code>" or "role:<role>"; the last two are `spread` over the officers who
    hold the posts then. `about` names the promise of a warning, "task:code:round". `key` keeps one thing from being
    written twice. `message` is the letter in which it goes out, set by the first claim and constant over all tries: the
    e-mail's Message-ID and the gateway's Idempotency-Key. `next_try_at` is also when a claim ends. `channel` is that
    last tried, or found away before it was.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="deliveries")
    seq = models.PositiveIntegerField(default=0)
    template = models.CharField(max_length=40)
    about = models.CharField(max_length=80, default="")
    to = models.CharField(max_length=80)
    key = models.CharField(max_length=300, unique=True)
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    message = models.UUIDField(null=True)
    claim = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, default="")
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=LIVE), name="delivery_live"),
            models.Index(fields=["to"], condition=Q(state__in=LIVE), name="delivery_live_to"),
            models.Index(fields=["message"], condition=Q(message__isnull=False), name="delivery_message"),
            models.Index(fields=["next_try_at"], condition=Q(state=GIVEN_UP), name="delivery_given_up"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.to} {self.state}"
