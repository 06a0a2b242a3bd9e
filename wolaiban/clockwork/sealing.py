"""The daily head. 「每日链头」"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from wolaiban.promises.heads import seal
from wolaiban.promises.models import Head
from wolaiban.promises.town import town


def seal_daily(now: datetime) -> int:
    """Seal what moved, once a local day; returns how many heads were made."""
    last = Head.objects.order_by("number").last()
    zone = town().zone
    if last and last.made_at.astimezone(zone).date() >= now.astimezone(zone).date():
        return 0
    try:
        return 1 if seal(now) else 0
    except IntegrityError:
        return 0  # another clock was first
