"""Each finished month is frozen once, service by service: from then on the public sees it as it was. 「按月冻结」

A month is frozen when 12 working days have passed since its end, so that what was promised of its last day is through;
and not while cases are being entered into it, so that an existing record comes in whole (docs/adr/0026).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import TruncMonth

from wolaiban.lib.canonical import canonical
from wolaiban.promises.models import Case
from wolaiban.promises.town import town

from .declared import PART
from .figures import Shown, behind
from .frozen import WHOLE, frozen_months, month_of, newest_due, pack, told_of
from .models import FrozenMonth
from .over_time import Told, names_to_tell
from .public import count_live, month_end, public_dimensions
from .public_table import PublicTable, code_of
from .results import Withheld
from .scope import Scope, limit_of
from .table import Figure
from .tally import Tallies, Tally

QUIET = timedelta(days=1)
"""So long nobody may have entered a case into a month that is to be frozen."""
MONTHS_AT_ONCE = 6
"""A town that brings many years along freezes them a few a tick."""
_looked: dict[str, date] = {}


def freeze_daily(now: datetime) -> int:
    """Freeze what is due, looking once a local day and process; returns how many months were frozen."""
    day, served = now.astimezone(town().zone).date(), str(town().folder)
    if _looked.get(served) == day:
        return 0
    done = freeze(now)
    if not done:
        _looked[served] = day
    return done


def freeze(now: datetime) -> int:
    """Freeze the oldest due months of every service, `MONTHS_AT_ONCE` of each; returns how many were frozen."""
    return sum(_freeze_service(service, now) for service in town().services)


def due_months(scope: Scope, there: Sequence[FrozenMonth], today: date) -> list[tuple[str, datetime]]:
    """The months with cases that are due and not frozen, oldest first, and when a case was last entered into each."""
    due = newest_due(scope, today)
    rows = Case.objects.filter(service=scope.code, hidden="").annotate(month=TruncMonth("registered_on"))
    known = {row.month for row in there}
    found = rows.order_by("month").values_list("month").annotate(entered=Max("recorded_at"))
    return [
        (month_of(month), entered)
        for month, entered in found
        if month_of(month) <= due and month_of(month) not in known
    ]


def _freeze_service(service: str, now: datetime) -> int:
    """All or nothing: where another process freezes the same months, one of the two does it."""
    rows = frozen_months(service)
    scope = Scope(town(), service, now)
    months = due_months(scope, rows, now.astimezone(town().zone).date())
    if not months or max(entered for _, entered in months) > now - QUIET:
        return 0
    some = [month for month, _ in months[:MONTHS_AT_ONCE]]
    live = {by: count_live(_by(scope, by)) for by in public_dimensions(scope) if by != "month"}
    try:
        with transaction.atomic():
            for month in some:
                row = frozen_row(scope, month, rows, live)
                row.save()
                rows.append(row)
    except IntegrityError:
        return 0
    return len(some)


def frozen_row(scope: Scope, month: str, rows: Sequence[FrozenMonth], live: Mapping[str, Tallies]) -> FrozenMonth:
    """The row of a month beside those frozen before it; nothing is written."""
    first = date.fromisoformat(f"{month}-01")
    last = month_end(first)
    row = FrozenMonth(
        service=scope.code, month=month, version=(town().service(scope.code, last) or scope.service).valid_from,
        cut_off=scope.cut_off, basis={by: pack(tallies, month) for by, tallies in live.items()},
    )  # fmt: skip
    tables = {by: PublicTable(_by(scope, by), by, defaultdict(Tally), (), [*rows, row]) for by in live}
    row.named = {by: _named(table, row) for by, table in tables.items()}
    accounts = {by: table.account(first, last) for by, table in tables.items()}
    whole = [shown for shown in accounts[WHOLE].shown if not shown.by]
    names = [shown for account in accounts.values() for shown in account.shown if shown.by]
    kept = [shown for shown in [*whole, *names] if shown.figure.part != PART]
    told = {
        "service": scope.code, "month": month, "version": row.version, "cut_off": row.cut_off,
        "small_cells": limit_of(scope), "figures": [_published(shown) for shown in kept],
    }  # fmt: skip
    row.text = canonical(told).decode()
    return row


def _by(scope: Scope, by: str) -> Scope:
    return Scope(scope.town, scope.code, scope.cut_off, by=("month", by))


def _named(table: PublicTable, row: FrozenMonth) -> dict[str, dict[str, list[str]]]:
    """Which names are told of each figure: of the month, and of its year so far."""
    year = {one.month for one in table.frozen if one.month[:4] == row.month[:4]}
    chosen: dict[Any, list[str]] = {}
    found: dict[str, dict[str, list[str]]] = {}
    for figure, key, label in table.figures(year):
        code = code_of(figure, key)
        sizes = _sizes(table, figure, key, year)
        told = _told_before(table, code, year - {row.month})
        found[code] = {}
        for kind, months in (("month", {row.month}), ("year", year)):
            one = table.of(figure, key, label, months)
            if isinstance(one.result, Withheld):
                continue
            counted = months - set(one.left_out)
            asked = (frozenset(counted), frozenset(sizes.items()), tuple(sorted(told, key=str)))
            if asked not in chosen:
                chosen[asked] = names_to_tell(counted, sizes, told, table.limit)
            found[code][kind] = sorted(chosen[asked])
            if kind == "year":
                found[code]["of"] = sorted(counted)
            told += [(name, frozenset(counted)) for name in chosen[asked]]
    return {code: told_now for code, told_now in found.items() if told_now}


def _sizes(table: PublicTable, figure: Figure, key: str, year: set[str]) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for (month, name), tally in table.tallies.items():
        if month in year:
            found[month, name] += behind(figure, tally, key)
    return dict(found)


def _told_before(table: PublicTable, code: str, months: set[str]) -> list[Told]:
    """What earlier rows of the year told of a figure by name."""
    told: list[Told] = []
    for row in table.frozen:
        if row.month in months:
            names = told_of(row, table.by, code)
            told += [(name, frozenset([row.month])) for name in names.get("month", ())]
            told += [(name, frozenset(names["of"])) for name in names.get("year", ())]
    return told


def _published(shown: Shown) -> dict[str, Any]:
    """One figure as it is published, in both languages; shares as text, whose digits stay."""
    value = shown.value if isinstance(shown.value, int) or shown.value is None else Decimal(str(shown.value))
    return {
        "code": shown.code, "value": value, "unit": shown.unit, "numerator": shown.numerator,
        "denominator": shown.denominator, "definition": {lang: shown.definition(lang) for lang in ("zh", "en")},
        **({"withheld": shown.text("en")} if isinstance(shown.result, Withheld) else {}),
        **({"by": dict(shown.by)} if shown.by else {}),
    }  # fmt: skip
