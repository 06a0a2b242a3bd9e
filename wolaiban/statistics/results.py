"""What a figure can be: a count, a share, a satisfaction, a quantile; none of them stands without its n. 「数值」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray


def percent(numerator: int, denominator: int) -> float | None:
    """Percent to one decimal, half-up, counted in whole numbers; None of nothing.

    >>> percent(1038, 1045), percent(1, 16), percent(1, 2000), percent(0, 0)
    (99.3, 6.3, 0.1, None)
    """
    return (2000 * numerator + denominator) // (2 * denominator) / 10 if denominator else None


def quantile(values: NDArray[Any], share: float) -> float | None:
    """The smallest value that at least this share of the values does not exceed (inverse of the empirical
    distribution, Hyndman and Fan 1, SQL `percentile_disc`): always a value that occurred. None of nothing.

    >>> quantile(np.array([1, 2, 3, 10]), 0.5), quantile(np.array([1, 2, 3, 10]), 0.9)
    (2.0, 10.0)
    """
    return float(np.quantile(values, share, method="inverted_cdf")) if len(values) else None


@dataclass(frozen=True, slots=True)
class Count:
    """So many. 「计数」"""

    count: int

    @property
    def value(self) -> int:
        return self.count

    @property
    def numerator(self) -> int:
        return self.count

    @property
    def denominator(self) -> None:
        return None

    def text(self, lang: str = "zh") -> str:
        """The figure as people read it."""
        return f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share in percent, which cannot be made without both counts. 「比率」"""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is no share")

    @property
    def value(self) -> float | None:
        return percent(self.numerator, self.denominator)

    def text(self, lang: str = "zh") -> str:
        """The percentage with its counts, never alone."""
        share = "—" if self.value is None else f"{self.value:.1f}%"
        if lang == "zh":
            return f"{share}（{self.numerator:,}/{self.denominator:,}）"
        return f"{share} ({self.numerator:,} of {self.denominator:,})"


@dataclass(frozen=True, slots=True)
class Satisfaction(Ratio):
    """Satisfied of rated; says as well how many of the finished were rated at all. 「满意率」

    `of_all` has rated and finished of the whole span, where the share is told of a part of it.
    """

    finished: int
    of_all: tuple[int, int] | None = None

    def text(self, lang: str = "zh") -> str:
        """The percentage, the counts, and how many of the finished gave them."""
        return Ratio.text(self, lang) + self.rated_text(lang)

    def rated_text(self, lang: str = "zh") -> str:
        """How many of the finished were rated: a count, which may stand where the share may not."""
        rated, finished = self.of_all or (self.denominator, self.finished)
        if lang == "zh":
            return f"，办结 {finished:,} 件中 {rated:,} 件已评价"
        return f"; {rated:,} of {finished:,} rated"


@dataclass(frozen=True, slots=True)
class Quantile:
    """A median or a percentile of `denominator` durations. 「分位数」"""

    value: float | None
    denominator: int

    @property
    def numerator(self) -> None:
        return None

    @classmethod
    def of(cls, values: NDArray[Any], share: float) -> Quantile:
        found = quantile(values, share)
        return cls(None if found is None else round(found, 1), len(values))

    def text(self, lang: str = "zh") -> str:
        """The value with the number of cases behind it."""
        value = "—" if self.value is None else f"{self.value:,.10g}"
        return f"{value}（n={self.denominator:,}）" if lang == "zh" else f"{value} (n={self.denominator:,})"


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a number that `denominator` cases or tasks carry, in a unit with a name in both languages. 「合计」"""

    total: Decimal
    denominator: int
    unit: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> int | float:
        return plain(self.total)

    @property
    def numerator(self) -> None:
        return None

    def text(self, lang: str = "zh") -> str:
        """The sum with its unit and how many stand behind it."""
        unit = self.unit.get(lang, "")
        said = f"{plain(self.total):,}" + (f" {unit}" if unit else "")
        return f"{said}（n={self.denominator:,}）" if lang == "zh" else f"{said} (n={self.denominator:,})"


@dataclass(frozen=True, slots=True)
class Quotient:
    """One sum over another in percent, to one decimal, half-up; more than the whole is shown as it is. 「完成率」"""

    above: Decimal
    below: Decimal

    @property
    def value(self) -> float | None:
        """
        >>> Quotient(Decimal(240), Decimal("143.7")).value, Quotient(Decimal(1), Decimal(0)).value
        (167.0, None)
        """
        if not self.below:
            return None
        return float((self.above * 100 / self.below).quantize(Decimal("0.1"), ROUND_HALF_UP))

    @property
    def numerator(self) -> int | float:
        return plain(self.above)

    @property
    def denominator(self) -> int | float:
        return plain(self.below)

    def text(self, lang: str = "zh") -> str:
        """The percentage with its two sums, never alone."""
        share = "—" if self.value is None else f"{self.value:.1f}%"
        if lang == "zh":
            return f"{share}（{self.numerator:,}/{self.denominator:,}）"
        return f"{share} ({self.numerator:,} of {self.denominator:,})"


def plain(number: Decimal) -> int | float:
    """A number as JSON and people take it: whole where it is.

    >>> plain(Decimal("25000.000000")), plain(Decimal("143.70"))
    (25000, 143.7)
    """
    return int(number) if number == int(number) else float(number)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that is not public because it, or what is left of its neighbours, is of fewer than `limit`; n stays.
    「不公布」

    `waits`: its month is not frozen yet.
    """

    result: Count | Ratio | Quantile | Total | Quotient
    limit: int
    waits: bool = False

    @property
    def value(self) -> None:
        return None

    @property
    def numerator(self) -> None:
        return None

    @property
    def denominator(self) -> int | float | None:
        return self.result.denominator

    def text(self, lang: str = "zh") -> str:
        """That it is not shown and why, and its n: how many there are of a whole service is nobody's secret."""
        n = self.denominator or 0
        place = 0 if lang == "zh" else 1
        why = (f"相邻月份不足 {self.limit} 件，相减可得", f"a month beside it has fewer than {self.limit}")[place]
        if self.waits:
            why = ("所在月份尚未冻结", "its month is not frozen yet")[place]
        elif n < self.limit:
            why = (f"不足 {self.limit} 件", f"fewer than {self.limit}")[place]
        text = (f"不公布（{why}）", f"not shown ({why})")[place]
        if isinstance(self.result, Satisfaction):
            return text + self.result.rated_text(lang)
        return text


Result: TypeAlias = Count | Ratio | Quantile | Total | Quotient | Withheld


def says_something(result: Result) -> bool:
    """Whether a figure has a value, or a reason not to be told; a share of nothing has neither."""
    return result.value is not None or isinstance(result, Withheld)
