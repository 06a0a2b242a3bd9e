"""How often the public may file, and ask for lost codes, from one address: floods wait, people do not. 「提交限次」

Officers, and programs with a token, are not limited: they are known by name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wolaiban.lib.addresses import address_of
from wolaiban.lib.words import Refusal
from wolaiban.people.checks import phone_digits

from .files import MB, UNTAKEN
from .models import Attempt, File

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
    "megabytes": (
        "这个网络地址一小时内上传的附件已满 {most} MB。请 {minutes} 分钟后再试；可先不带附件提交，以后再补充。",
        "The files sent from this network address within an hour have reached {most} MB. Try again in {minutes} "
        "minutes, or go on without the file and add it later.",
    ),
    "town": (
        "本站暂存的附件已满 {most} MB。请 {minutes} 分钟后再试；可先不带附件提交，以后再补充；"
        "急事请拨打服务电话或到窗口办理。",
        "The files that wait here to be used have reached {most} MB. Try again in {minutes} minutes, or go on without "
        "the file and add it later; if it is urgent, telephone or come to the counter.",
    ),
}


class TooOften(Refusal):
    """So many were sent within an hour that the next has to wait: HTTP 429 with Retry-After. 「提交过于频繁」"""

    def __init__(self, by: str, most: int, wait: timedelta) -> None:
        self.seconds = max(1, -int(-wait.total_seconds() // 1))
        zh, en = SENTENCES[by]
        minutes = -(-self.seconds // 60)
        super().__init__(zh.format(most=most, minutes=minutes), en.format(most=most, minutes=minutes))


def address_of_caller(request: HttpRequest) -> str:
    """The network address by which a caller is counted, as far as trusted proxies tell it; "" if unknown."""
    return address_of(request.META, settings.TRUSTED_PROXIES)


def may_file(address: str, phone: str, at: datetime) -> None:
    """Raise TooOften where the next filing from this address, or for this telephone, has to wait. Writes nothing.

    `address` as `address_of_caller` gives it; `phone` as typed.
    """
    _wait("filing", address, phone, at)


def filed(address: str, phone: str, at: datetime) -> list[Attempt]:
    """The rows that count a filing, written with its case: a refused one is not counted, so forms may be mended.

    Now and then it also removes what is too old to count.
    """
    if random.randrange(SWEPT_EVERY) == 0:  # noqa: S311
        _sweep(at)
    return _attempts("filing", address, phone, at)


def may_upload(address: str, size: int, at: datetime) -> None:
    """Raise TooOften where the next file from this address, of `size` bytes, has to wait. Writes nothing.

    Files and begun MB are counted by address; all files that no verb has taken yet are counted together.
    """
    _wait("upload", address, "", at, size)
    _has_room(size, at)


def uploaded(address: str, size: int, at: datetime) -> None:
    """Count a file of `size` bytes that was taken in."""
    _count("upload", address, at, size)


def may_ask_code(address: str, at: datetime) -> None:
    """Raise TooOften where the next one who lost a tracking code has to wait, at this address. Writes nothing."""
    _wait("resend", address, "", at)


def asked_code(address: str, at: datetime) -> None:
    """Count that a lost code was asked for, whether number and contact fit or not: contacts are not to be guessed."""
    _count("resend", address, at)


def _has_room(size: int, at: datetime) -> None:
    """Raise TooOften where the files that wait for a verb fill what they may, until the oldest of them goes."""
    most = settings.FILES_MB_WAITING
    if not most:
        return
    waiting = File.objects.filter(case=None, uploaded_at__gte=at - UNTAKEN)
    found = waiting.aggregate(bytes=Sum("size"), oldest=Min("uploaded_at"))
    if found["oldest"] is not None and found["bytes"] + size > most * MB:
        raise TooOften("town", most, found["oldest"] + UNTAKEN - at)


def _count(what: str, address: str, at: datetime, size: int = 0) -> None:
    Attempt.objects.bulk_create(_attempts(what, address, "", at, size))
    _sweep(at)


def _wait(what: str, address: str, phone: str, at: datetime, size: int = 0) -> None:
    keys = list(_keys(what, address, phone, size))
    if not keys:
        return
    found: dict[str, list[datetime]] = {key: [] for _, key, _, _ in keys}
    recent = Attempt.objects.filter(key__in=found, at__gt=at - SPAN).order_by("at")
    for key, instant in recent.values_list("key", "at"):
        found[key].append(instant)
    for by, key, most, counts in keys:
        too_many = min(len(found[key]) + counts - most, len(found[key]))  # nothing is refused to whom nothing counts
        if too_many > 0:
            raise TooOften(by, most, found[key][too_many - 1] + SPAN - at)


def _attempts(what: str, address: str, phone: str, at: datetime, size: int = 0) -> list[Attempt]:
    return [Attempt(key=key, at=at) for _, key, _, counts in _keys(what, address, phone, size) for _ in range(counts)]


def _sweep(at: datetime) -> None:
    """Remove what is too old to count."""
    Attempt.objects.filter(at__lte=at - SPAN).delete()


def _keys(what: str, address: str, phone: str, size: int) -> Iterator[tuple[str, str, int, int]]:
    """By what is counted, under which key, how many an hour, and as how many this one counts.

    0 in the settings is no limit; of a file each begun MB is one.
    """
    ways = (("address", address, 1), ("phone", phone_digits(phone), 1), ("megabytes", address, -(-size // MB)))
    for by, text, counts in ways:
        most = settings.LIMITS_AN_HOUR[what].get(by, 0)
        if text and most:
            plain = f"{what}:{by}:{text}"
            yield by, salted_hmac("wolaiban.attempt", plain, algorithm="sha256").hexdigest(), most, counts
