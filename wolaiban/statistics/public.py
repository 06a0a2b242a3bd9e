"""What anybody may see of a service: whole months, one breakdown at a time, nothing of a few. 「对外公布」

Free spans and free breakdowns are for officers (`figures.figures`): the difference of two spans that differ by one
day is a single case (field book 11.6; docs/adr/0015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.promises.town import today, town
from wolaiban.promises.visibility import sees_whole_town

from .declared import count_declared
from .figures import Account
from .frozen import frozen_months
from .held import held
from .measures import measure_cases, measure_tasks
from .public_table import PublicTable
from .scope import DIMENSIONS, Scope, published_fields
from .table import FIGURES
from .tally import Tallies, Tally, count_cases, count_promises

NEVER = frozenset({"area"})
"""Breakdowns that are never public: an area may be a few houses."""
NEXT_MONTH = timedelta(days=31)


class WrongSpan(Refusal):
    """The public does not get figures of this span; the nearest that it gets is named. 「非公布时段」"""


def may_count_freely(actor: Actor) -> bool:
    """Whether somebody may see every case, and so may count them over any days and by anything."""
    return actor.kind == "officer" and sees_whole_town(actor)


def public_figures(
    service: str,
    *,
    first: date | None = None,
    last: date | None = None,
    by: str = "",
    only: Collection[str] = (),
) -> Account:
    """The public figures of a service as they stand now.

    `first` and `last` bound whole months (`last` may be today or later); `by` is one of `public_dimensions`, other
    than by month for one calendar year or one month of it, by default this year. `only` names the codes wanted.
    Raises Refusal for a service, a span or a breakdown that is not offered, with what is.
    """
    scope = Scope(town(), service, clock.now())
    _check_breakdown(scope, by)
    if by and by != "month" and not first and not last:
        first, last = date(today().year, 1, 1), date(today().year, 12, 31)
    _check_span(first, last, by)
    table = count(service, by if by != "month" else "", only)
    return table.account(first, last, by_month=by == "month")


def public_dimensions(scope: Scope) -> tuple[str, ...]:
    """What the public may break figures down by: month, unit, channel, and published fields with choices."""
    open_to_all = {*DIMENSIONS, *published_fields(scope.service)} - NEVER
    return tuple(name for name in scope.dimensions if name in open_to_all)


def whole_months(first: date, last: date) -> tuple[date, date]:
    """The whole months that a span touches; a last day of today or later stays: nothing lies after it."""
    return first.replace(day=1), last if last >= today() else month_end(last)


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return (day.replace(day=1) + NEXT_MONTH).replace(day=1) - timedelta(days=1)


def _check_breakdown(scope: Scope, by: str) -> None:
    known = public_dimensions(scope)
    if by and by not in known:
        raise Refusal(
            f"对外公布的分组每次一项，可用的有：{'、'.join(known)}。",
            f"Public figures are broken down by one of these at a time: {', '.join(known)}.",
        )


def _check_span(first: date | None, last: date | None, by: str) -> None:
    since, until = whole_months(first or date.min, last or date.max)
    if (first and first != since) or (last and last != until):
        raise WrongSpan(
            f"公开数据按整月统计。最接近的时段是 {since if first else '（不限）'} 至 {until if last else '（不限）'}。",
            f"Public figures are of whole months. The nearest span is {since if first else 'open'} to "
            f"{until if last else 'open'}.",
        )
    if by in ("", "month"):
        return
    if not first or not last or not (_is_month(first, last) or _is_year(first, last)):
        raise WrongSpan(
            "分组数据每次统计一个自然年或其中一个月，例如 2024-01-01 至 2024-12-31。",
            "Broken down, public figures are of one calendar year or one month, such as 2024-01-01 to 2024-12-31.",
        )


def _is_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month)


def _is_year(first: date, last: date) -> bool:
    return first.year == last.year and first.month == 1 and last >= min(today(), date(last.year, 12, 31))


def count(service: str, by: str = "", only: Collection[str] = ()) -> PublicTable:
    """Count the whole record of a service by month; durations only where a wanted figure is made of them.

    Counted once for all who ask (`held`): the cut-off is that of the count.
    """
    durations = _needs_durations(only)
    scope, live = held(("public", service, by, durations), lambda: _counted(service, by, durations))
    return PublicTable(scope, by, live, only, frozen_months(service))


def _counted(service: str, by: str, durations: bool) -> tuple[Scope, Tallies]:
    scope = Scope(town(), service, clock.now(), by=("month", by) if by else ("month",))
    live = count_live(scope, durations=durations)
    count_declared(scope, live, scope.service.publish.figures or ("",))
    return scope, live


def _needs_durations(only: Collection[str]) -> bool:
    wanted = [FIGURES[code.partition(":")[0]] for code in only if code.partition(":")[0] in FIGURES]
    return not only or any(figure.part == "durations" or figure.per == "window" for figure in wanted)


def count_live(scope: Scope, *, durations: bool = True) -> Tallies:
    """The counts as they stand now; those of time only where they are wanted."""
    tallies: Tallies = defaultdict(Tally)
    for question in (count_cases, count_promises):
        question(scope, tallies)
    if durations:
        measure_cases(scope, tallies)
        measure_tasks(scope, tallies)
    return tallies
