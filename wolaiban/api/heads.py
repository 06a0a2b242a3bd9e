"""The signed heads over all cases, for anybody who wants to hold the town to its record. 「每日链头」"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from wolaiban.promises.access import door
from wolaiban.promises.heads import public_key_text
from wolaiban.promises.models import Head

router = Router(tags=["heads"])
LAST = 400


class HeadTold(Schema):
    """One link of the chain over all cases."""

    number: int
    made_at: datetime
    cases: int
    previous: str
    hash: str
    signature: str


class HeadsTold(Schema):
    """The newest heads, newest first, and the Ed25519 key that signs them, in hexadecimal digits."""

    public_key: str
    heads: list[HeadTold]


@router.get("/heads", response=HeadsTold, summary="The signed heads over all cases")
@door("anybody")
def heads(request: HttpRequest) -> HeadsTold:
    """The newest heads. Keep one: a case or an event that is gone later no longer fits it."""
    return HeadsTold(
        public_key=public_key_text(),
        heads=[HeadTold.model_validate(head, from_attributes=True) for head in Head.objects.order_by("-number")[:LAST]],
    )
