"""Frozen months: which should be there, what they hold, and how counts are kept in them. 「冻结数据」"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from wolaiban.workdays import working_days_between

from .models import FrozenMonth
from .scope import Cell, Scope
from .tally import Tallies, Tally

AFTER_WORKING_DAYS = 12
"""A case of the month's last day, complex (7 working days) and called back (5 more), is through by then."""
WHOLE = "unit"
"""The breakdown that is kept of every month; each case stands under one name of it, so its sum is the whole."""
_PER_MINUTE = 60

Packed = dict[str, dict[str, Any]]


def frozen_months(service: str) -> list[FrozenMonth]:
    """The frozen months of a service in the order in which they were frozen."""
    return list(FrozenMonth.objects.filter(service=service).order_by("id"))


def month_of(day: date) -> str:
    """Such as 2024-06."""
    return f"{day:%Y-%m}".zfill(7)


def newest_due(scope: Scope, today: date) -> str:
    """The last month that should be frozen by a day: its working days after the month's end are over."""
    end = today.replace(day=1) - timedelta(days=1)
    while int(working_days_between([end], [today - timedelta(days=1)], scope.calendar)[0]) < AFTER_WORKING_DAYS:
        end = end.replace(day=1) - timedelta(days=1)
    return month_of(end)


def pack(tallies: Mapping[Cell, Tally], month: str) -> Packed:
    """The counts of a month by name, durations as [value, how often], minutes in seconds: whole numbers only."""
    return {
        name: {
            "counts": {key: count for key, count in sorted(tally.counts.items()) if count},
            "durations": {key: _runs(key, tally) for key in sorted(tally.durations)},
        }
        for (there, name), tally in sorted(tallies.items())
        if there == month
    }


def _runs(key: str, tally: Tally) -> list[list[int]]:
    values = tally.durations_of(key) * (_PER_MINUTE if key.endswith("minutes") else 1)
    found, times = np.unique(np.rint(values).astype(np.int64), return_counts=True)
    return [[int(value), int(count)] for value, count in zip(found, times, strict=True)]


def unpack(packed: Mapping[str, Any]) -> Tally:
    """The counts of one name as they were packed."""
    tally = Tally()
    tally.counts.update(packed["counts"])
    for key, runs in packed["durations"].items():
        values, times = np.array(runs, np.int64).reshape(-1, 2).T
        long = np.repeat(values, times)
        tally.durations[key].append(long / _PER_MINUTE if key.endswith("minutes") else long)
    return tally


def with_frozen(live: Mapping[Cell, Tally], rows: Iterable[FrozenMonth], by: str) -> Tallies:
    """The live counts with those of frozen months in the place of theirs; a breakdown not kept stands as one sum."""
    frozen = {row.month: row for row in rows}
    found: Tallies = defaultdict(Tally)
    for cell, tally in live.items():
        if cell[0] not in frozen:
            found[cell].add(tally)
    for month, row in frozen.items():
        kept = by if by in row.basis else WHOLE
        for name, packed in row.basis[kept].items():
            found[(month, name if kept == by else "") if by else (month,)].add(unpack(packed))
    return found


def told_of(row: FrozenMonth, by: str, code: str) -> dict[str, list[str]]:
    """Which names a row told of a figure: `month`, and `year` with the months counted in `of`; empty if none."""
    return dict(row.named.get(by, {}).get(code, {}))


@dataclass(frozen=True)
class Since:
    """A figure of the service's own work as it was frozen, and as counted now. 「冻结后更正」"""

    told: Any
    now: Any

    def text(self, lang: str = "zh") -> str:
        """What it was and what it is; of a count, by how much it grew or shrank."""
        more = ""
        if self.told.denominator is None:
            more = f"（{self.now.numerator - self.told.numerator:+,}）"
            more = more if lang == "zh" else f" ({more[1:-1]})"
        return f"{self.told.text(lang)} → {self.now.text(lang)}{more}"

    def as_json(self) -> dict[str, Any]:
        names = ("value", "numerator", "denominator")
        sides = {"frozen": self.told, "now": self.now}
        return {
            "code": self.told.code,
            **{side: {name: getattr(one, name) for name in names} for side, one in sides.items()},
            **({"by": dict(self.told.by)} if self.told.by else {}),
        }


@dataclass(frozen=True)
class Freeze:
    """What an account says of its frozen months: which they are, which are late, what changed since. 「冻结说明」"""

    months: Sequence[FrozenMonth]
    missing: tuple[str, ...]
    since: tuple[Since, ...]

    def of(self, codes: Collection[str]) -> Freeze:
        """The same with the changes of these figures only."""
        return replace(self, since=tuple(one for one in self.since if one.told.code in codes))

    def as_json(self, zone: Any) -> dict[str, Any]:
        return {
            "months": [
                {
                    "month": row.month, "version": row.version.isoformat(), "sha256": row.digest,
                    "cut_off": row.cut_off.astimezone(zone).isoformat(timespec="seconds"),
                }
                for row in sorted(self.months, key=lambda row: row.month)
            ],
            "missing": list(self.missing),
            "since": [one.as_json() for one in self.since],
        }  # fmt: skip
