"""Somebody outside hears, once a minute, that the clock runs well; silence is the alarm. 「外部看门」"""

from __future__ import annotations

import logging
import time
import urllib.request
from datetime import datetime

from django.conf import settings

LOG = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
TIMEOUT_SECONDS = 5
_last: list[float] = []


def ping(now: datetime) -> int:
    """Fetch WOLAIBAN_PING_URL, at most once a minute of real time; 1 where it answered."""
    if not settings.PING_URL or (_last and time.monotonic() - _last[0] < EVERY_SECONDS):
        return 0
    _last[:] = [time.monotonic()]
    try:
        with urllib.request.urlopen(settings.PING_URL, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            answer.read(1)
    except OSError as error:
        LOG.warning("clockwork: the ping was not heard: %s", error)
        return 0
    return 1
