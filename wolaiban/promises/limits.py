"""How often the public may file, and ask for lost codes, from one address: floods wait, people do not. 「提交限次」

Officers, and programs with a token, are not limited: they are known by name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from wolaiban.lib.words import Refusal

from .models import Attempt

SPAN = timedelta(hours=1)
SWEPT_EVERY = 64
SENTENCES = {
    "address": (
        "这个网络地址一小时内已提交 {most} 次。请 {minutes} 分钟后再试；急事请拨打服务电话或到窗口办理。",
        "{most} were sent from this network address within an hour. Try again in {minutes} minutes; if it is "
        "urgent, telephone or come to the counter.",
    ),
    "phone": (
        "这个电话一小时内已登记 {most} 件。请 {minutes} 分钟后再试，或在已有的办件里补充说明。",
        "{most} cases were filed for this telephone within an hour. Try again in {minutes} minutes, or add to a case "
        "that you have.",
    ),
}


class TooOften(Refusal):
    """So many were sent within an hour that the next has to wait: HTTP 429 with Retry-After. 「提交过于频繁」"""

    def __init__(self, by: str, most: int, wait: timedelta) -> None:
        self.seconds = max(1, -int(-wait.total_seconds() // 1))
        zh, en = SENTENCES[by]
        minutes = -(-self.seconds // 60)
        super().__init__(zh.format(most=most, minutes=minutes), en.format(most=most, minutes=minutes))


def may_file(address: str, phone: str, at: datetime) -> None:
    """Raise TooOften where the next filing from this address, or for this telephone, has to wait. Writes nothing.

    `address` as `lib.addresses.address_of` gives it, "" if unknown; `phone` as typed.
    """
    _wait("filing", address, phone, at)


def filed(address: str, phone: str, at: datetime) -> list[Attempt]:
    """The rows that count a filing, written with its case: a refused one is not counted, so forms may be mended.

    Now and then it also removes what is too old to count.
    """
    if random.randrange(SWEPT_EVERY) == 0:  # noqa: S311
        _sweep(at)
    return _attempts("filing", address, phone, at)


def may_upload(address: str, at: datetime) -> None:
    """Raise TooOften where the next file from this address has to wait. Writes nothing."""
    _wait("upload", address, "", at)


def uploaded(address: str, at: datetime) -> None:
    """Count a file that was taken in."""
    _count("upload", address, at)


def may_ask_code(address: str, at: datetime) -> None:
    """Raise TooOften where the next one who lost a tracking code has to wait, at this address. Writes nothing."""
    _wait("resend", address, "", at)


def asked_code(address: str, at: datetime) -> None:
    """Count that a lost code was asked for, whether number and contact fit or not: contacts are not to be guessed."""
    _count("resend", address, at)


def _count(what: str, address: str, at: datetime) -> None:
    Attempt.objects.bulk_create(_attempts(what, address, "", at))
    _sweep(at)


def _wait(what: str, address: str, phone: str, at: datetime) -> None:
    keys = list(_keys(what, address, phone))
    if not keys:
        return
    found: dict[str, list[datetime]] = {key: [] for _, key, _ in keys}
    recent = Attempt.objects.filter(key__in=found, at__gt=at - SPAN).order_by("at")
    for key, instant in recent.values_list("key", "at"):
        found[key].append(instant)
    for by, key, most in keys:
        if len(found[key]) >= most:
            raise TooOften(by, most, found[key][-most] + SPAN - at)


def _attempts(what: str, address: str, phone: str, at: datetime) -> list[Attempt]:
    return [Attempt(key=key, at=at) for _, key, _ in _keys(what, address, phone)]


def _sweep(at: datetime) -> None:
    """Remove what is too old to count."""
    Attempt.objects.filter(at__lte=at - SPAN).delete()


def _keys(what: str, address: str, phone: str) -> Iterator[tuple[str, str, int]]:
    """By what is counted, under which key, and how many an hour; 0 in the settings is no limit."""
    digits = re.sub(r"^(00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", phone))
    for by, text in (("address", address), ("phone", digits)):
        most = settings.LIMITS_AN_HOUR[what].get(by, 0)
        if text and most:
            plain = f"{what}:{by}:{text}"
            yield by, salted_hmac("wolaiban.attempt", plain, algorithm="sha256").hexdigest(), most
