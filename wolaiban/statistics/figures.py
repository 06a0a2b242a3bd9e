"""The public account of a service: every figure with its counts, its definition and its cut-off. 「公示数据」"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from wolaiban.lib import clock
from wolaiban.promises.town import town

from . import durations, kept, rates, volumes
from .cells import merged
from .declared import PART, count_declared, declared
from .frozen import Freeze
from .measures import measure_cases, measure_tasks
from .results import Count, Result, Withheld
from .scope import Cell, Scope, limit_of
from .table import FIGURES, Figure
from .tally import Tallies, Tally, count_cases, count_promises

_ORDER = [part.__name__.rpartition(".")[2] for part in (volumes, kept, rates, durations)]


@dataclass(frozen=True)
class Shown:
    """One published number, of everything or of one cell; its text never lacks the counts. 「公示指标」"""

    figure: Figure
    key: str
    result: Result
    by: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    replies: int = 0
    left_out: tuple[str, ...] = ()
    """Months of the span that it does not count yet."""

    @property
    def code(self) -> str:
        return f"{self.figure.code}:{self.key}" if self.key else self.figure.code

    @property
    def value(self) -> float | int | None:
        return self.result.value

    @property
    def unit(self) -> str:
        return self.figure.unit

    @property
    def numerator(self) -> int | float | None:
        return self.result.numerator

    @property
    def denominator(self) -> int | float | None:
        return self.result.denominator

    def title(self, lang: str = "zh") -> str:
        return self.figure.name(lang, self.label.get(lang, self.key))

    def definition(self, lang: str = "zh") -> str:
        said = self.figure.words(lang, self.label.get(lang, self.key), self.replies)
        if not self.left_out:
            return said
        if lang == "zh":
            return f"{said}未计入 {'、'.join(self.left_out)}：该月冻结且满足最少件数后计入。"
        return f"{said} Without {', '.join(self.left_out)}: to be counted once frozen and with enough behind it."

    def text(self, lang: str = "zh") -> str:
        """The figure as people read it, with its counts."""
        return self.result.text(lang)

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """One entry of the contract's `figures`."""
        names = ("code", "value", "unit", "numerator", "denominator")
        table = {name: getattr(self, name) for name in names} | {"definition": self.definition(lang)}
        if isinstance(self.result, Withheld):
            table["withheld"] = self.text(lang)
        return table | ({"by": dict(self.by)} if self.by else {})


@dataclass(frozen=True)
class Account:
    """All figures of one scope: first those of everything, then those of each cell. 「公开账」"""

    scope: Scope
    shown: tuple[Shown, ...]
    freeze: Freeze | None = None
    """Of a public account: what is frozen of it."""

    @property
    def cut_off(self) -> datetime:
        """The instant up to which everything was counted, in the town's zone."""
        return self.scope.cut_off.astimezone(self.scope.town.zone)

    def figure(self, code: str, **by: str) -> Shown:
        """One figure by its code, of everything or of the cell named; KeyError where it is not in the account."""
        for shown in self.shown:
            if shown.code == code and shown.by == by:
                return shown
        raise KeyError(f"{code} {by or ''}".strip())

    def cells(self) -> list[dict[str, str]]:
        """The cells that are shown, each once, in order."""
        found = {tuple(shown.by.items()): dict(shown.by) for shown in self.shown if shown.by}
        return [found[key] for key in sorted(found)]

    def published(self) -> Account:
        """Only the figures that the service's file publishes, in the file's order."""
        order = {code: place for place, code in enumerate(self.scope.service.publish.figures)}
        listed = [shown for shown in self.shown if shown.code in order]
        return self._of(sorted(listed, key=lambda shown: (bool(shown.by), order[shown.code])))

    def without_staff(self) -> Account:
        """All but the figures of promises that the service's file shows to staff alone."""
        inside = {rule.code for rule in self.scope.service.promises if rule.shown == "staff"}
        kept = [shown for shown in self.shown if shown.code.partition(":")[2] not in inside]
        return self._of(kept)

    def _of(self, listed: Sequence[Shown]) -> Account:
        codes = {shown.code for shown in listed}
        return replace(self, shown=tuple(listed), freeze=self.freeze and self.freeze.of(codes))

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The contract: {service, from, to, cut_off, figures}; dates are None where nothing bounds them."""
        first, last = self.scope.first, self.scope.last
        freeze = {"frozen": self.freeze.as_json(self.scope.town.zone)} if self.freeze else {}
        return {
            "service": self.scope.code,
            "from": first.isoformat() if first else None,
            "to": last.isoformat() if last else None,
            "cut_off": self.cut_off.isoformat(timespec="seconds"),
            "figures": [shown.as_json(lang) for shown in self.shown],
            **freeze,
        }


def figures(
    service: str,
    *,
    first: date | None = None,
    last: date | None = None,
    by: Sequence[str] = (),
    limit: int | None = None,
) -> Account:
    """The figures of a service as they stand now, counted in the database.

    `first` and `last` are local dates of registration, both included; `by` any of month, unit, channel, area and the
    service's fields with choices, such as board or grade. `limit` is the size below which cells are merged (default:
    the town's). Raises Refusal for a service or a breakdown that does not exist.
    """
    scope = Scope(town(), service, clock.now(), first, last, tuple(by))
    tallies: Tallies = defaultdict(Tally)
    for question in (count_cases, count_promises, measure_cases, measure_tasks, count_declared):
        question(scope, tallies)
    return account(scope, tallies, limit)


def account(scope: Scope, tallies: Mapping[Cell, Tally], limit: int | None = None) -> Account:
    """The account of what was counted, wherever it was counted; small cells are merged here and nowhere else."""
    least = limit if limit is not None else limit_of(scope)
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    shown = []
    for figure, key, label in listed(scope, whole):
        shown.append(Shown(figure, key, figure.count(whole, key), {}, label, whole["replies"]))
        if scope.by:
            shown += _broken_down(scope, tallies, figure, key, label, least)
    return Account(scope, tuple(sorted(shown, key=lambda one: bool(one.by))))


def ordered() -> list[Figure]:
    """Every figure in the order of the account: volumes, promises, what askers say, durations."""
    return sorted(FIGURES.values(), key=lambda figure: _ORDER.index(figure.part))


def listed(scope: Scope, whole: Tally) -> Iterator[tuple[Figure, str, Mapping[str, str]]]:
    """Every figure with each of its keys and what people call the key; last those that the file declares."""
    service = scope.service
    channels = sorted(name.partition(":")[2] for name in whole.counts if name.startswith("channel:"))
    keys: Mapping[str, Iterable[str]] = {
        "": [""], "promise": scope.promises, "window": kept.WINDOW_KEYS, "channel": filter(None, channels)
    }  # fmt: skip
    keys = {name: list(found) for name, found in keys.items()}
    for figure in ordered():
        for key in keys[figure.per]:
            yield figure, key, {lang: _called(service, figure.per, key, lang) for lang in ("zh", "en")}
    for figure in declared(scope):
        yield figure, "", {}


def _called(service: Any, per: str, key: str, lang: str) -> str:
    if per == "promise":
        return service.word("promises", key, lang)
    return key.removesuffix("wd") if per == "window" else key


def _broken_down(
    scope: Scope, tallies: Mapping[Cell, Tally], figure: Figure, key: str, label: Mapping[str, str], least: int
) -> Iterator[Shown]:
    """One figure by cell; each is merged by its own n, so that no rate of fewer than the limit is shown."""
    sizes = {cell: behind(figure, tally, key) for cell, tally in tallies.items()}
    groups: dict[Cell, Tally] = defaultdict(Tally)
    for cell, name in merged(sizes, least).items():
        groups[name].add(tallies[cell])
    for name in sorted(groups):
        by = dict(zip(scope.by, name, strict=True))
        yield Shown(figure, key, figure.count(groups[name], key), by, label, groups[name]["replies"])


def behind(figure: Figure, tally: Tally, key: str) -> int:
    """How many cases (or tasks) stand behind a figure of a cell."""
    result = figure.count(tally, key)
    if isinstance(result, Count) or (figure.part == PART and figure.of != "people"):
        return tally["received"]
    n = int(result.denominator or 0)
    return n if figure.of in ("tasks", "people") else min(n, tally["received"])
