"""Due promises and warnings, case by case, oldest first; a case that fails is put off. 「到期处理」"""

from __future__ import annotations

import logging
from datetime import datetime

from wolaiban.promises.models import Case
from wolaiban.promises.settling import due_cases, settle

from .models import PutOff
from .waiting import wait_after

LOG = logging.getLogger(__name__)
BATCH = 200


def settle_due(now: datetime) -> int:
    """Settle what fell due by an instant, one batch; returns how many cases were settled."""
    waiting = set(PutOff.objects.filter(until__gt=now).values_list("case_id", flat=True))
    return sum(_settle(case, now) for case in due_cases(now, BATCH, without=waiting))


def _settle(case: Case, now: datetime) -> bool:
    try:
        settle(case, now)
    except Exception as error:
        _put_off(case, now, error)
        return False
    PutOff.objects.filter(case=case).delete()
    return True


def _put_off(case: Case, now: datetime, error: Exception) -> None:
    """Try again later and later: one broken case must not stop the clock of all others."""
    LOG.exception("clockwork: %s is put off", case.number)
    found = PutOff.objects.filter(case=case).first()
    tries = found.tries + 1 if found else 1
    about = {"tries": tries, "until": now + wait_after(tries), "error": repr(error)[:2000]}
    PutOff.objects.update_or_create(case=case, defaults=about)
