"""Instants and spans told to people: as the clock shows them, and as what is left. 「时刻表述」"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from wolaiban.promises.telling import reader_lang
from wolaiban.promises.town import today

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONTH_DAYS = 30


def when(at: datetime, *, year: bool = True, begins: bool = False) -> str:
    """A local instant: 2024年9月19日 周四 17:00; Thu 19 Sept 2024, 17:00.

    Midnight is 24:00 of the day that it ends; where it `begins` something, 00:00 of the new one. Without `year` it is
    told only where it is another than this one.
    """
    local = timezone.localtime(at)
    clock = f"{local:%H:%M}"
    if (local.hour, local.minute, local.second) == (0, 0, 0) and not begins:
        local, clock = local - DAY, "24:00"
    year = year or local.year != today().year
    if reader_lang() == "en":
        return f"{day(local)} {local.year}, {clock}" if year else f"{day(local)}, {clock}"
    return f"{local.year}年{day(local)} {clock}" if year else f"{day(local)} {clock}"


def day(on: date) -> str:
    """A local date without its year: 9月19日 周四; Thu 19 Sept."""
    if reader_lang() == "en":
        return f"{WEEKDAYS['en'][on.weekday()]} {on.day} {MONTHS[on.month - 1]}"
    return f"{on.month}月{on.day}日 周{WEEKDAYS['zh'][on.weekday()]}"


def span(length: timedelta) -> str:
    """A length in its two largest units: 2 天 3 小时, 2 days 3 hours; from 30 days on in days; never negative."""
    length = max(length, timedelta(0))
    days, hours, minutes = length // DAY, length % DAY // HOUR, length % HOUR // MINUTE
    words = [
        ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days} if days else "",
        ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours} if hours and days < MONTH_DAYS else "",
        ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes} if minutes and not days else "",
    ]
    return " ".join(word for word in words if word) or gettext("不到一分")


def left(due_at: datetime, now: datetime) -> str:
    """What is left until a due instant, or by how much it has passed."""
    if now > due_at:
        return gettext("已超 %(span)s") % {"span": span(now - due_at)}
    return gettext("还剩 %(span)s") % {"span": span(due_at - now)}
