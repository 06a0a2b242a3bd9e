"""The whole record of a service by month, and what may be told of any span of it. 「公开数据总表」

Months that are frozen are counted as they were frozen. While a service has none, everything is live and the rules of
`withholding.py` hold; from the first one on, what askers said, durations and names are told of frozen months only, by
the rules of `over_time.py` (docs/adr/0015, 0026).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from wolaiban.promises.town import today

from .cells import OTHERS
from .declared import PART, untold
from .figures import Account, Shown, behind, listed
from .frozen import Freeze, Since, month_of, newest_due, told_of, with_frozen
from .models import FrozenMonth
from .over_time import closed_blocks
from .results import Satisfaction, Withheld
from .scope import Cell, Scope, limit_of, of_askers
from .table import Figure
from .tally import Tallies, Tally
from .withholding import blocks, is_told, pooled

OWN_WORK = frozenset({"volumes", "kept"})
"""Parts of the account that tell of the service's own work: of a whole month they are nobody's secret."""
CROSSED = frozenset({"channel_share"})
"""Figures that are a breakdown themselves: the public asks for them with `by`."""
Label = Mapping[str, str]


@dataclass
class PublicTable:
    """Counts by month and one further part; `live` as they stand, `frozen` in the order of freezing. 「总表」"""

    scope: Scope
    by: str
    live: Tallies
    only: Collection[str] = ()
    frozen: Sequence[FrozenMonth] = ()
    tallies: Tallies = field(init=False)
    months: dict[str, Tally] = field(init=False)

    def __post_init__(self) -> None:
        self.tallies = with_frozen(self.live, self.frozen, self.by)
        self.months = _by_month(self.tallies)

    @property
    def limit(self) -> int:
        return limit_of(self.scope)

    def account(self, first: date | None = None, last: date | None = None, *, by_month: bool = False) -> Account:
        """The figures of a span of whole months, then those of its months or of the further part."""
        since, until = month_of(first or date.min), month_of(last or date.max)
        inside = {month for month in self.months if since <= month <= until}
        parts = ("month",) if by_month else (self.by,) if self.by else ()
        scope = Scope(self.scope.town, self.scope.code, self.scope.cut_off, first, last, parts)
        shown: list[Shown] = []
        for figure, key, label in self.figures(inside):
            one = self.of(figure, key, label, inside)
            shown.append(one)
            if by_month:
                shown += [self.of(figure, key, label, {month}, {"month": month}) for month in sorted(inside)]
            elif self.by and figure.part != PART and not isinstance(one.result, Withheld):
                row = self._as_frozen if self.frozen else self._broken_down
                shown += row(figure, key, label, inside, since == until)
        found = Account(scope, tuple(sorted(shown, key=lambda one: bool(one.by)))).without_staff()
        return replace(found, freeze=self._freeze(found, inside))

    def figures(self, inside: Collection[str]) -> Iterator[tuple[Figure, str, Label]]:
        """The figures that the public gets of these months, those wanted; none of a service that publishes none."""
        published = self.scope.service.publish.figures
        if not published:
            return
        for figure, key, label in listed(self.scope, self._sum(inside)):
            if figure.part == PART and figure.code not in published:
                continue
            if figure.code not in CROSSED and (not self.only or code_of(figure, key) in self.only):
                yield figure, key, label

    def sizes(self, figure: Figure, key: str) -> dict[str, int]:
        """How many stand behind a figure in each month."""
        return {month: behind(figure, tally, key) for month, tally in self.months.items()}

    def of(
        self, figure: Figure, key: str, label: Label, months: Collection[str], by: Label | None = None
    ) -> Shown:  # fmt: skip
        """One figure of some months: of all, of those that may be told, or that it is withheld.

        One that the file declares tells how its cases stand now: a month is the month of registration, not frozen.
        """
        if figure.part == PART:
            tally = sum_of(self.live, months)
            told = not of_askers(self.scope.service, figure.code) or is_told(months, self._behind(figure), self.limit)
            counted = figure.count(tally, key) if told else untold(self.scope, figure, tally)
            return Shown(figure, key, counted, by or {}, label)
        counted = set(months)
        withheld = waits = False
        if figure.part not in OWN_WORK and not self.frozen:
            withheld = not is_told(months, self.sizes(figure, key), self.limit)
        elif figure.part not in OWN_WORK:
            counted, withheld, waits = self._closed(figure, key, months)
        tally = self._sum(months if withheld else counted)
        result = figure.count(tally, key)
        left = () if withheld else tuple(sorted(set(months) - counted))
        if left and isinstance(result, Satisfaction):
            # So many rated is always told; what they said only of frozen months.
            whole = self._sum(months)
            result = replace(result, of_all=(whole["rated"], whole["answered"]))
        return Shown(
            figure, key, Withheld(result, self.limit, waits) if withheld else result, by or {}, label,
            tally["replies"], left,
        )  # fmt: skip

    def _behind(self, figure: Figure) -> dict[str, int]:
        """How many cases bring something to a declared figure in each month."""
        return {month: tally[f"{PART}:{figure.code}:cases"] for month, tally in _by_month(self.live).items()}

    def _closed(self, figure: Figure, key: str, months: Collection[str]) -> tuple[set[str], bool, bool]:
        """The months counted, whether the figure is withheld, and whether for months that are not frozen yet."""
        sizes = self.sizes(figure, key)
        closed = closed_blocks([(row.month, sizes.get(row.month, 0)) for row in self.frozen], self.limit)
        touched = {month for block in closed if set(block) & set(months) for month in block}
        there = {month for month in months if sizes.get(month)}
        counted = touched | (set(months) - there)
        if not there or (touched and touched <= set(months)):
            return counted, False, False
        return counted, True, bool(there - {row.month for row in self.frozen})

    def _sum(self, months: Collection[str], names: Collection[str] | None = None) -> Tally:
        return sum_of(self.tallies, months, names)

    def _as_frozen(
        self, figure: Figure, key: str, label: Label, inside: set[str], is_month: bool
    ) -> Iterator[Shown]:  # fmt: skip
        """One figure by name as the row of the month told it, or the year's last row of the year so far."""
        rows = [row for row in self.frozen if row.month in inside]
        told = told_of(rows[-1], self.by, code_of(figure, key)) if rows else {}
        counted = set(inside if is_month else told.get("of", ()))
        named = told.get("month" if is_month else "year")
        if named is not None and counted <= inside:
            left = tuple(sorted(inside - counted))
            yield from self._rows(figure, key, label, counted, lambda name: name in named, left)

    def _broken_down(
        self, figure: Figure, key: str, label: Label, inside: set[str], is_month: bool
    ) -> Iterator[Shown]:  # fmt: skip
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
        yield from self._rows(figure, key, label, inside, lambda name: name not in out)

    def _rows(  # type: ignore[no-untyped-def]
        self, figure: Figure, key: str, label: Label, months: Collection[str], is_named, left: tuple[str, ...] = ()
    ) -> Iterator[Shown]:
        groups: dict[str, set[str]] = defaultdict(set)
        for (month, name), tally in self.tallies.items():
            if month in months and behind(figure, tally, key):
                groups[name if is_named(name) else OTHERS].add(name)
        for name in sorted(groups):
            tally = self._sum(months, groups[name])
            yield Shown(figure, key, figure.count(tally, key), {self.by: name}, label, tally["replies"], left)

    def _alone(self, figure: Figure, key: str) -> set[str]:
        """The months of which this figure is told one by one."""
        if figure.part in OWN_WORK:
            return set(self.months)
        sizes = self.sizes(figure, key)
        return {block[0] for block in blocks(sizes, self.limit) if len(block) == 1 and sizes[block[0]] >= self.limit}

    def _freeze(self, found: Account, inside: Collection[str]) -> Freeze:
        """Which of the months are frozen, which should be and are not, and how the own work has changed since."""
        rows = [row for row in self.frozen if row.month in inside]
        there, due = {row.month for row in self.frozen}, newest_due(self.scope, today())
        missing = tuple(sorted(month for month in inside if month <= due and month not in there))
        if not rows:
            return Freeze((), missing, ())
        live = PublicTable(self.scope, self.by, self.live, self.only)
        since = []
        for told in found.shown:
            if told.figure.part in OWN_WORK and set(told.by) <= {"month"}:
                months = {told.by["month"]} if told.by else inside
                now = live.of(told.figure, told.key, told.label, months, told.by)
                since += [Since(told, now)] if now.result != told.result else []
        return Freeze(rows, missing, tuple(since))


def sum_of(tallies: Mapping[Cell, Tally], months: Collection[str], names: Collection[str] | None = None) -> Tally:
    """What some months, and some names of them, counted together."""
    found = Tally()
    for (month, *name), tally in tallies.items():
        if month in months and (names is None or name[0] in names):
            found.add(tally)
    return found


def code_of(figure: Figure, key: str) -> str:
    """The code under which a figure is published."""
    return f"{figure.code}:{key}" if key else figure.code


def _by_month(tallies: Tallies) -> dict[str, Tally]:
    found: dict[str, Tally] = defaultdict(Tally)
    for (month, *_), tally in tallies.items():
        found[month].add(tally)
    return found
