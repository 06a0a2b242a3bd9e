"""What is counted: one service, days of registration, a cut-off, and by what it is broken down. 「统计范围」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Substr

from wolaiban.catalogue import Service, Town
from wolaiban.lib.words import Refusal
from wolaiban.workdays import Calendar

SMALL = 10
"""Below so many people or firms a cell is merged, unless `town.toml` says otherwise (field book 11.6)."""
PLAIN = {"unit": "lead_unit", "channel": "channel", "area": "area"}
DIMENSIONS = ("month", *PLAIN)
Cell = tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """Cases of one service registered from `first` to `last` (local dates, both included), as known at `cut_off`."""

    town: Town
    code: str
    cut_off: datetime
    first: date | None = None
    last: date | None = None
    by: Cell = ()

    def __post_init__(self) -> None:
        if not self.town.services.get(self.code):
            raise _unknown("服务", "service", self.code, self.town.services)
        for name in self.by:
            if name not in self.dimensions:
                raise _unknown("分组", "breakdown", name, self.dimensions)
        if len(set(self.by)) != len(self.by):
            raise Refusal("分组不可重复，每项只写一次。", "A breakdown is named twice; name each once.")

    @property
    def versions(self) -> tuple[Service, ...]:
        return self.town.services[self.code]

    @property
    def service(self) -> Service:
        """The newest version: its words are those of the page."""
        return self.versions[-1]

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """By what the service may be broken down: never by anything typed."""
        fields = {rule.name: None for version in self.versions for rule in version.fields.values() if rule.choices}
        return (*DIMENSIONS, *fields)

    @cached_property
    def promises(self) -> tuple[str, ...]:
        """Codes of the promises that count, of every version, in the order of the files."""
        rules = (rule for version in reversed(self.versions) for rule in version.promises)
        return tuple(dict.fromkeys(rule.code for rule in rules if rule.counts))

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of the service's hours as finally amended: figures of working days are counted on it."""
        return self.town.shelf.latest(self.town.hours[self.service.hours].calendar)

    def within(self, rows: QuerySet, path: str = "") -> QuerySet:
        """The rows that belong to cases of this scope; `path` leads from the row to its case. Hidden ones never do."""
        rows = rows.filter(**{f"{path}service": self.code, f"{path}hidden": ""})
        if self.first:
            rows = rows.filter(**{f"{path}registered_on__gte": self.first})
        if self.last:
            rows = rows.filter(**{f"{path}registered_on__lte": self.last})
        return rows

    def columns(self, path: str = "", **instead: Combinable) -> Mapping[str, Combinable]:
        """The expressions of the breakdown, named by_0, by_1... in its order."""
        found = (instead.get(name) or expression(name, path) for name in self.by)
        return {f"by_{place}": column for place, column in enumerate(found)}

    def cell_of(self, row: Mapping[str, object]) -> Cell:
        """The cell of a row that has these columns."""
        return tuple(str(row[f"by_{place}"]) for place in range(len(self.by)))


def of_askers(service: Service, code: str) -> bool:
    """Whether a declared figure adds up numbers of whoever asks; those of an office's own ledger are its own work."""
    rules = (rule for rule in service.figures if rule.code == code)
    return not service.is_own and any(rule.top.of or (rule.over and rule.over.of) for rule in rules)


def limit_of(scope: Scope) -> int:
    """Below how many the town merges and withholds."""
    return small_cells(scope.town)


def small_cells(town: Town) -> int:
    """Below how many a town merges, whatever is counted."""
    return int(str(town.settings.get("small_cells", SMALL)))


def published_promises(town: Town) -> Q:
    """The stored promises that a town's services publish, each service its own."""
    found = Q(pk__in=[])
    for code, versions in town.services.items():
        found |= Q(service=code, code__in={name for one in versions for name in one.publish.promises})
    return found


def published_fields(service: Service) -> tuple[str, ...]:
    """The fields that may leave with cases and figures: published by the file, with choices, not personal, for all."""
    rules = (service.fields.get(name) for name in service.publish.fields)
    return tuple(rule.name for rule in rules if rule and rule.choices and not rule.personal and rule.seen_by is None)


def expression(name: str, path: str = "") -> Combinable:
    """One part of a breakdown, in SQL that both databases share; empty text where nothing is known."""
    if name == "month":
        return Substr(Cast(F(f"{path}registered_on"), CharField(max_length=10)), 1, 7)
    if name in PLAIN:
        return F(path + PLAIN[name])
    return Coalesce(KeyTextTransform(name, f"{path}fields"), Value(""), output_field=CharField())


def _unknown(zh: str, en: str, word: str, known: Mapping[str, object] | tuple[str, ...]) -> Refusal:
    near = (get_close_matches(word, list(known), n=1, cutoff=0.0) or [""])[0]
    return Refusal(
        f"没有{zh}“{word}”，最接近的是“{near}”。可用的有：{'、'.join(known)}。",
        f"There is no {en} {word}; nearest is {near}. Known: {', '.join(known)}.",
    )
