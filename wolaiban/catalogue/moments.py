"""Instants as a clerk writes them: "2024-06-07 16:50", "2024-05-31 24:00", "+25 minutes". 「时刻的写法」"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MOMENT_FORMS = '2024-06-07 16:50, "2024-05-31 24:00", "+25 minutes", "+1 day 2 hours"'

_UNITS = {
    "minute": timedelta(minutes=1), "分钟": timedelta(minutes=1),
    "second": timedelta(seconds=1), "秒": timedelta(seconds=1),
    "hour": timedelta(hours=1), "小时": timedelta(hours=1),
    "day": timedelta(days=1), "天": timedelta(days=1),
    "week": timedelta(weeks=1), "周": timedelta(weeks=1),
}  # fmt: skip
_STEP = re.compile(r"(\d+)\s*(minute|second|hour|day|week|分钟|秒|小时|天|周)s?")
_LATER = re.compile(r"\+\s*(?:\d+\s*(?:minute|second|hour|day|week|分钟|秒|小时|天|周)s?\s*)+")
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}(?::\d{2})?)")


def read_moment(raw: Any, zone: ZoneInfo, before: datetime | None = None) -> datetime | None:
    """An instant in the town's zone, or None where it cannot be read.

    An offset counts from `before`, the instant of the step before; its days are days of the wall clock.
    """
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=zone)
    if isinstance(raw, str) and _LATER.fullmatch(raw.strip()):
        if before is None:
            return None
        span = sum((int(number) * _UNITS[unit] for number, unit in _STEP.findall(raw)), timedelta())
        return before.astimezone(zone) + span
    if isinstance(raw, str) and (found := _LOCAL.fullmatch(raw.strip())):
        return _local(found[1], found[2], zone)
    return None


def _local(day: str, clock: str, zone: ZoneInfo) -> datetime | None:
    try:
        hour, minute, second = (int(part) for part in (clock + ":00").split(":")[:3])
        if (hour, minute, second) == (24, 0, 0):
            # 「5月31日24:00」 is how offices write the end of a day.
            midnight = datetime.combine(date.fromisoformat(day), datetime.min.time(), zone)
            return midnight + timedelta(days=1)
        return datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:{second:02}").replace(tzinfo=zone)
    except ValueError:
        return None
