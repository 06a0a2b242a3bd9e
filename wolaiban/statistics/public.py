"""What anybody may see of a service: whole months, one breakdown at a time, nothing of a few. 「对外公布」

Free spans and free breakdowns are for officers (`figures.figures`): the difference of two spans that differ by one
day is a single case (field book 11.6; docs/adr/0015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.promises.access import visible_to
from wolaiban.promises.town import today, town

from .cells import OTHERS
from .figures import Account, Shown, behind, limit_of, listed
from .measures import measure_cases, measure_tasks
from .results import Withheld
from .scope import Scope, published_fields
from .table import FIGURES, Figure
from .tally import Tallies, Tally, count_cases, count_promises
from .withholding import blocks, is_told, pooled

OWN_WORK = frozenset({"volumes", "kept"})
"""Parts of the account that tell of the service's own work: of a whole month they are nobody's secret."""
CROSSED = frozenset({"channel_share"})
"""Figures that are a breakdown themselves: the public asks for them with `by`."""
NEVER = frozenset({"area"})
"""Breakdowns that are never public: an area may be a few houses."""
NEXT_MONTH = timedelta(days=31)


class WrongSpan(Refusal):
    """The public does not get figures of this span; the nearest that it gets is named. 「非公布时段」"""


def may_count_freely(actor: Actor) -> bool:
    """Whether somebody may see every case, and so may count them over any days and by anything."""
    return actor.kind == "officer" and not visible_to(actor)


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
    fields = published_fields(scope.service)
    return tuple(
        name for name in scope.dimensions if name not in NEVER and (name in fields or name not in _fields(scope))
    )


def _fields(scope: Scope) -> set[str]:
    return {name for version in scope.versions for name in version.fields}


def whole_months(first: date, last: date) -> tuple[date, date]:
    """The whole months that a span touches; a last day of today or later stays: nothing lies after it."""
    return first.replace(day=1), last if last >= today() else _month_end(last)


def _month_end(day: date) -> date:
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


@dataclass
class PublicTable:
    """The whole record of a service by month and one further part: what may be told of any span is decided here.
    「公开数据总表」
    """

    scope: Scope
    by: str
    tallies: Tallies
    only: Collection[str] = ()
    months: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def __post_init__(self) -> None:
        for (month, *_), tally in self.tallies.items():
            self.months[month].add(tally)

    @property
    def limit(self) -> int:
        return limit_of(self.scope)

    def account(self, first: date | None = None, last: date | None = None, *, by_month: bool = False) -> Account:
        """The figures of a span of whole months, then those of its months or of the further part."""
        since, until = f"{first or date.min:%Y-%m}".zfill(7), f"{last or date.max:%Y-%m}"
        inside = {month for month in self.months if since <= month <= until}
        whole = self._sum(inside)
        parts = ("month",) if by_month else (self.by,) if self.by else ()
        scope = Scope(self.scope.town, self.scope.code, self.scope.cut_off, first, last, parts)
        shown: list[Shown] = []
        for figure, key, label in listed(scope, whole):
            if figure.code in CROSSED or not self._is_wanted(figure, key):
                continue
            one = self._of(figure, key, label, inside)
            shown.append(one)
            if by_month:
                shown += [self._of(figure, key, label, {month}, {"month": month}) for month in sorted(inside)]
            elif self.by and not isinstance(one.result, Withheld):
                shown += self._broken_down(figure, key, label, inside)
        return Account(scope, tuple(sorted(shown, key=lambda one: bool(one.by)))).without_staff()

    def _is_wanted(self, figure: Figure, key: str) -> bool:
        return not self.only or (f"{figure.code}:{key}" if key else figure.code) in self.only

    def _sum(self, months: Collection[str], names: Collection[str] | None = None) -> Tally:
        found = Tally()
        for (month, *name), tally in self.tallies.items():
            if month in months and (names is None or name[0] in names):
                found.add(tally)
        return found

    def _sizes(self, figure: Figure, key: str) -> dict[str, int]:
        return {month: behind(figure, tally, key) for month, tally in self.months.items()}

    def _of(
        self, figure: Figure, key: str, label: Mapping[str, str], months: set[str], by: Mapping[str, str] | None = None
    ) -> Shown:
        """One figure of some months, or that it is withheld."""
        tally = self._sum(months)
        result = figure.count(tally, key)
        if figure.part not in OWN_WORK and not is_told(months, self._sizes(figure, key), self.limit):
            result = Withheld(result, self.limit)
        return Shown(figure, key, result, by or {}, label, tally["replies"])

    def _broken_down(self, figure: Figure, key: str, label: Mapping[str, str], inside: set[str]) -> Iterator[Shown]:
        """One figure by name, of a year or of a month of it; the names that are pooled are "others"."""
        year = {month for month in self.months if month[:4] == min(inside)[:4]} if inside else set()
        alone = self._alone(figure, key)
        rows: dict[tuple[str, str], int] = defaultdict(int)
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for (month, name), tally in self.tallies.items():
            if month in year:
                # Months that are not told one by one are what the year leaves: one row together.
                rows[month if month in alone else "", name] += behind(figure, tally, key)
                sums["", name] += behind(figure, tally, key)
        out = pooled(sums, self.limit)
        if inside != year:
            out = pooled(rows, self.limit, out)
        groups: dict[str, set[str]] = defaultdict(set)
        for (month, name), tally in self.tallies.items():
            if month in inside and behind(figure, tally, key):
                groups[OTHERS if name in out else name].add(name)
        for name in sorted(groups):
            tally = self._sum(inside, groups[name])
            yield Shown(figure, key, figure.count(tally, key), {self.by: name}, label, tally["replies"])

    def _alone(self, figure: Figure, key: str) -> set[str]:
        """The months of which this figure is told one by one."""
        if figure.part in OWN_WORK:
            return set(self.months)
        sizes = self._sizes(figure, key)
        return {block[0] for block in blocks(sizes, self.limit) if len(block) == 1 and sizes[block[0]] >= self.limit}


def count(service: str, by: str = "", only: Collection[str] = ()) -> PublicTable:
    """Count the whole record of a service by month; durations only where a wanted figure is made of them."""
    scope = Scope(town(), service, clock.now(), by=("month", by) if by else ("month",))
    tallies: Tallies = defaultdict(Tally)
    for question in (count_cases, count_promises):
        question(scope, tallies)
    wanted = [FIGURES[code.partition(":")[0]] for code in only if code.partition(":")[0] in FIGURES]
    if not only or any(figure.part == "durations" or figure.per == "window" for figure in wanted):
        measure_cases(scope, tallies)
        measure_tasks(scope, tallies)
    return PublicTable(scope, by, tallies, only)
