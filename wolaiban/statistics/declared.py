"""Figures that a service's file declares: counts and sums over cases or their tasks, from events alone. 「自定指标」

Each case is lived up to the cut-off, so that an old total keeps its date. Sums are kept in millionths, the finest that
a number of a field can be, so that nothing is rounded on the way (docs/adr/0034).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from wolaiban.catalogue.service import Amount, FigureRule, Pattern, Service
from wolaiban.promises.life import Life, life
from wolaiban.promises.life.matching import value
from wolaiban.promises.life.tasks import DROPPED, all_done
from wolaiban.promises.models import Case, Event
from wolaiban.promises.recording import service_of

from .results import Count, Quotient, Result, Total
from .scope import Scope, limit_of
from .table import Figure
from .tally import LEFT, Tallies, Tally

PART = "declared"
MICRO = 1_000_000
CHUNK = 500
_UNITS = {False: "cases", True: "tasks"}


@dataclass(frozen=True)
class Measured:
    """What one figure makes of one case or one of its tasks: above the line, below it, in millionths. 「一件之数」"""

    top: int
    under: int | None

    def result(self, rule: FigureRule, called: Mapping[str, str]) -> Result:
        """What people read of it; `called` is the unit of a sum by language."""
        return _result(rule, self.top, self.under or 0, 1, called)


def measured(rule: FigureRule, lived: Life, task: int = 0) -> Measured | None:
    """A figure of one case, or of one task; None where it does not speak of it or the number below is not known yet."""
    top = _amount(rule.top, lived, task)
    if rule.over is None:
        return None if top is None else Measured(top, None)
    under = _amount(rule.over, lived, task)
    return None if under is None else Measured(top or 0, under)


def of_life(rule: FigureRule, lived: Life) -> list[tuple[int, Measured]]:
    """A figure of each part of a case that it speaks of: its tasks of the kind by number, or 0 for the case."""
    if lived.contract_state in LEFT:
        return []
    numbers = [0]
    if rule.of is not None:
        numbers = [one.number for one in lived.tasks.values() if one.kind == rule.of and one.state != DROPPED]
    found = ((number, measured(rule, lived, number)) for number in numbers)
    return [(number, one) for number, one in found if one is not None]


def case_figure(rule: FigureRule, lived: Life, called: Mapping[str, str]) -> Result | None:
    """A figure of one case, all its tasks together; None where it has none. `called`: the unit of a sum by language."""
    parts = [one for _, one in of_life(rule, lived)]
    if not parts:
        return None
    return _result(rule, sum(one.top for one in parts), sum(one.under or 0 for one in parts), len(parts), called)


def count_declared(scope: Scope, into: Tallies, only: Collection[str] = ()) -> None:
    """Put the declared figures of all cases of a scope, lived up to now, into their cells."""
    rules = {rule.code for version in scope.versions for rule in version.figures if not rule.each}
    if not rules or (only and not rules & set(only)):
        return
    columns = scope.columns()
    for case, lived in lives(scope, scope.within(Case.objects.annotate(**columns))):
        into[tuple(str(getattr(case, name)) for name in columns)].counts.update(counts(scope, case, lived))


def lives(scope: Scope, cases: QuerySet[Case]) -> Iterator[tuple[Case, Life]]:
    """Each case with its life up to the cut-off, but for those registered later; a few questions for all of them."""
    events = Event.objects.filter(at__lte=scope.cut_off).order_by("seq")
    rows = cases.order_by("pk").prefetch_related(Prefetch("events", events, to_attr="lived"))
    for case in rows.iterator(CHUNK):
        if case.lived:
            acts = [event.act() for event in case.lived]
            yield case, life(service_of(case), acts, scope.town, scope.cut_off)


def counts(scope: Scope, case: Case, lived: Life) -> Counter[str]:
    """What one case brings to the figures of its version, by names that a tally can add."""
    found: Counter[str] = Counter()
    for rule in service_of(case).figures:
        for _, one in () if rule.each else of_life(rule, lived):
            if rule.people and (one.under or 0) < limit_of(scope) * MICRO:
                continue
            found[f"{PART}:{rule.code}:top"] += one.top
            found[f"{PART}:{rule.code}:under"] += one.under or 0
            found[f"{PART}:{rule.code}:n"] += 1
    return found


def declared(scope: Scope) -> Iterator[Figure]:
    """The declared figures of the newest version, as entries of the table of figures; none of those of `each`."""
    for rule in scope.service.figures:
        if not rule.each:
            yield _figure(scope.service, rule)


def unit_called(service: Service, rule: FigureRule) -> Mapping[str, str]:
    """What the number of a sum is counted in, by language; empty where `words.toml` says nothing."""
    of = rule.top.of
    labels = service.words.get("units", {}).get(of or "", {})
    return labels if rule.over is None else {}


def _figure(service: Service, rule: FigureRule) -> Figure:
    called = unit_called(service, rule)

    def count(tally: Tally, _: str = "") -> Result:
        top, under, n = (tally[f"{PART}:{rule.code}:{name}"] for name in ("top", "under", "n"))
        return _result(rule, top, under, n, called)

    title, definition = (
        (_escaped(service.word(kind, rule.code, "zh")), _escaped(service.word(kind, rule.code, "en")))
        for kind in ("figures", "definitions")
    )
    unit = "percent" if rule.over else "number" if rule.top.of else _UNITS[rule.of is not None]
    of = "people" if rule.people else "tasks" if rule.of else "cases"
    return Figure(rule.code, unit, title, definition, count, excluded=_left_out(rule), of=of, part=PART)


def _left_out(rule: FigureRule) -> tuple[str, str]:
    """What no declared figure counts, and what this one leaves out besides."""
    zh, en = ["撤回、不予受理、并案的办件"], ["cases withdrawn, declined or merged"]
    if rule.of is not None:
        zh, en = [*zh, "退回的分项"], [*en, "tasks given back"]
    if rule.over is not None and rule.over.of:
        zh, en = [*zh, "分母尚未填报的"], [*en, "those whose number below the line is not known yet"]
    if rule.people:
        zh, en = [*zh, "参加人数太少的"], [*en, "those of which too few people were asked"]
    return "；".join(zh), "; ".join(en)


def _result(rule: FigureRule, top: int, under: int, n: int, called: Mapping[str, str]) -> Result:
    if rule.over is not None:
        return Quotient(_decimal(top), _decimal(under))
    return Total(_decimal(top), n, dict(called)) if rule.top.of else Count(top // MICRO)


def _amount(amount: Amount, lived: Life, task: int) -> int | None:
    """In millionths; None where a sum has no number yet."""
    fits = stands(lived, amount.when, task)
    if amount.of is None:
        return MICRO if fits else 0
    if not fits:
        return None
    text = _first(lived, amount.of, task) if amount.first else _own(lived, task).get(amount.of)
    return None if text is None else int(Decimal(text) * MICRO)


def _own(lived: Life, task: int) -> Mapping[str, str]:
    return lived.tasks[task].fields if task else lived.fields


def _first(lived: Life, name: str, task: int) -> str | None:
    """The value that a field was first set to, at the opening of its task or by a verb."""
    opened = 0
    for act in lived.acts:
        for opening in act.tasks:
            opened += 1
            if opened == task and name in opening.fields:
                return opening.fields[name]
        if name in act.fields and act.task == task:
            return act.fields[name]
    return None


def stands(lived: Life, pattern: Pattern, task: int = 0) -> bool:
    """Whether a case, or one of its tasks, is such as the pattern says, by all that has happened."""
    if pattern.to and lived.state not in pattern.to:
        return False
    if pattern.all is not None and not all_done(lived.tasks, pattern.all):
        return False
    if pattern.handling is not None and lived.handling < pattern.handling:
        return False
    if pattern.do:
        acts = [act for act in lived.acts if act.verb in pattern.do and (not task or act.task == task)]
        days = {act.at.astimezone(lived.zone).date() for act in acts}
        if len(acts) < (pattern.times or 1) or len(days) < (pattern.days or 1):
            return False
    return all(value(lived, name, None, task) in wanted for name, wanted in pattern.fields.items())


def _decimal(micros: int) -> Decimal:
    return Decimal(micros) / MICRO


def _escaped(text: str) -> str:
    """Words of a file, safe where blanks in braces are filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def codes(services: Iterable[Service]) -> frozenset[str]:
    """The codes of the figures that some versions declare."""
    return frozenset(rule.code for service in services for rule in service.figures)
