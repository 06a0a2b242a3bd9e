"""What is sent twice with one key is done once, and answered twice the same. 「重复提交」"""

from __future__ import annotations

import hmac
import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from pydantic import BaseModel

from wolaiban.lib import clock
from wolaiban.promises.refused import Refused

from .models import Receipt
from .problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 200
KEPT = timedelta(days=7)
SWEPT_EVERY = 256


Reply = dict[str, Any]
Keep = Callable[[Reply], Sequence[Receipt]]
"""The rows by which an answer is remembered, to be written with what was done."""


def once(scope: str, key: str, asked: str, do: Callable[[Keep], Reply]) -> tuple[Reply, bool]:
    """What `do` answers, or answered to the same key before; and whether this is such a repetition.

    The receipt is written with the case, or the event, or not at all: of several at once one acts, the others write
    nothing and get its answer. `asked` is the digest of call and content: who sends the key with another one, perhaps a
    stranger who hit on it, gets Problem 422, which is the same whatever was answered to the first.
    """
    if len(key) > LONGEST or not key.isprintable():
        raise Problem.at_field(HEADER, "键最长 200 个可见字符。", "The key has at most 200 visible characters.")
    found = _find(scope, key)
    if found is None:
        try:
            now = clock.now()
            reply = do(lambda said: [Receipt(scope=scope, key=key, asked=asked, reply=said, made_at=now)])
            if random.randrange(SWEPT_EVERY) == 0:  # noqa: S311
                _sweep(now)
            return reply, False
        except IntegrityError:
            found = _find(scope, key)
            if found is None:
                raise
    if not hmac.compare_digest(found.asked, asked):
        raise Problem.at_field(
            HEADER,
            "此键已用于另一份内容。新的内容请换一个新键；重发请原样重发。",
            "This key came with other content before. Use a new key for something new; repeat the same unchanged.",
        )
    return found.reply, True


def claiming(keep: Keep, do: Callable[[], Reply]) -> Reply:
    """What `do` answers, its receipt being written first, in the same transaction.

    So whoever comes second with the key waits at the receipt and gets its answer, and is not refused because the case
    has gone on. Of what is Refused the attempt stays on record, and the receipt does not: the key may be sent again.
    """
    reply: Reply = {}
    refused: Refused | None = None
    with transaction.atomic():
        claims = keep({})
        Receipt.objects.bulk_create(claims)
        try:
            reply = do()
        except Refused as error:
            refused = error
            for claim in claims:
                claim.delete()
        else:
            for claim in claims:
                claim.reply = reply
                claim.save(update_fields=["reply"])
    if refused is not None:
        raise refused
    return reply


def _sweep(now: datetime) -> None:
    """Now and then remove the receipts that nobody will ask for any more."""
    Receipt.objects.filter(made_at__lt=now - KEPT).delete()


def _find(scope: str, key: str) -> Receipt | None:
    return Receipt.objects.filter(scope=scope, key=key).first()


def digest_of(method: str, path: str, sent: BaseModel) -> str:
    """Of method, path and content; keyed, so that nobody can try out from the table what somebody asked."""
    plain = json.dumps([method, path, sent.model_dump(mode="json", warnings=False)], sort_keys=True)
    return salted_hmac("wolaiban.receipt", plain, algorithm="sha256").hexdigest()
