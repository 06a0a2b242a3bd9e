"""A form that is sent twice, even at the same instant, files one case. 「一表一件」"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import IntegrityError

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal

from .models import Case, Sent
from .refused import Refused

KEPT = timedelta(days=7)
SWEPT_EVERY = 64

Remember = Callable[[Case], Sequence[Sent]]
"""The rows by which a form is remembered, to be written with its case: for `register(beside=...)`."""


def once(key: str, file: Callable[[Remember], Case]) -> Case:
    """The case that `file` registers, or that was registered before under this key; "" is never remembered.

    Of several at once one files. The others write nothing, whatever stopped them: that the key was taken meanwhile,
    that the first has the files that came with the form, or that it was the last one allowed within the hour.
    """
    if not key:
        return file(lambda case: ())
    case = _find(key)
    if case is not None:
        return case
    now = clock.now()
    try:
        case = file(lambda case: [Sent(key=key, case=case, at=now)])
    except (IntegrityError, Refused, Refusal):
        case = _find(key)
        if case is None:
            raise
        return case
    if random.randrange(SWEPT_EVERY) == 0:  # noqa: S311
        Sent.objects.filter(at__lt=now - KEPT).delete()
    return case


def _find(key: str) -> Case | None:
    sent = Sent.objects.filter(key=key).select_related("case").first()
    return sent.case if sent else None
