"""The figures as the API tells them, and what of them is frozen. 「公示数据的形状」"""

from __future__ import annotations

from pydantic import Field

from .told import Moment, Told


class FigureTold(Told):
    """One published number; `by` names its cell, none: of everything; `withheld` says why there is no value."""

    code: str
    value: int | float | None
    unit: str
    numerator: int | float | None
    denominator: int | float | None
    definition: str
    withheld: str = ""
    by: dict[str, str] | None = None


class FrozenMonthTold(Told):
    """A month published for good: its cut-off, the service version, and the SHA-256 of its canonical text."""

    month: str
    version: str
    cut_off: Moment
    sha256: str


class NumberTold(Told):
    """A figure's numbers alone."""

    value: int | float | None
    numerator: int | float | None
    denominator: int | float | None


class SinceTold(Told):
    """A figure of the service's own work as it was frozen, and as counted now."""

    code: str
    frozen: NumberTold
    now: NumberTold
    by: dict[str, str] | None = None


class FreezeTold(Told):
    """Of a public account: the frozen months, those that should be frozen and are not, and what changed since."""

    months: list[FrozenMonthTold]
    missing: list[str]
    since: list[SinceTold]


class FiguresTold(Told):
    """The figures of a service as counted at `cut_off`."""

    service: str
    first: str | None = Field(alias="from")
    last: str | None = Field(alias="to")
    cut_off: Moment
    figures: list[FigureTold]
    frozen: FreezeTold | None = None
