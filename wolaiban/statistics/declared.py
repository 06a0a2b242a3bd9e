"""Figures that a service's file declares: counts and sums over cases or their tasks. 「自定指标」

As of now from the stored copy of what each case brings; as of an earlier instant each case is lived up to it, so that
an old total keeps its date (docs/adr/0034).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from django.db.models import Count as Counted
from django.db.models import Prefetch, Q, QuerySet, Sum

from wolaiban.catalogue.service import FigureRule, Service
from wolaiban.promises.life import Life, life
from wolaiban.promises.life.measuring import MICRO, Measured, brought, of_life
from wolaiban.promises.models import Brought, Case, Event
from wolaiban.promises.recording import service_of
from wolaiban.promises.storing import MILLION

from .results import Count, Quotient, Result, Total, Withheld
from .scope import Scope, limit_of
from .table import Figure
from .tally import Tallies, Tally

PART = "declared"
CHUNK = 500
_UNITS = {False: "cases", True: "tasks"}


def case_figure(rule: FigureRule, lived: Life, called: Mapping[str, str]) -> Result | None:
    """A figure of one case, all its tasks together; None where it has none. `called`: the unit of a sum by language."""
    parts = [one for _, one in of_life(rule, lived)]
    if not parts:
        return None
    return _result(rule, sum(one.top for one in parts), sum(one.under or 0 for one in parts), len(parts), called)


def count_declared(
    scope: Scope, into: Tallies, only: Collection[str] = (), *, cases: QuerySet[Case] | None = None
) -> None:
    """Put what all cases of a scope, or these of them, bring to their declared figures now into their cells."""
    known = [rule for version in scope.versions for rule in version.figures if not rule.each]
    rules = {rule.code: rule for rule in known if not only or rule.code in only}
    if not rules:
        return
    few = Q(people=True) & Q(under_millions__lte=0, under__lt=limit_of(scope) * MICRO)
    rows = scope.within(Brought.objects.exclude(few), "case__")
    if cases is not None:
        rows = rows.filter(case__in=cases)
    if only:
        rows = rows.filter(code__in=rules)
    columns = scope.columns("case__")
    sums = {name: Sum(name) for name in ("top_millions", "top", "under_millions", "under")}
    by_task = any(rule.of for rule in rules.values())  # else there is one row a case, and nothing to tell apart
    counts = {"n": Counted("pk"), "cases": Counted("case", distinct=True) if by_task else Counted("pk")}
    named = {f"n_{name}": number for name, number in (sums | counts).items()}
    for row in rows.order_by().annotate(**columns).values(*columns, "code").annotate(**named):
        found = into[scope.cell_of(row)].counts
        for name in ("top", "under"):
            found[f"{PART}:{row['code']}:{name}"] += int(row[f"n_{name}_millions"] * MILLION + row[f"n_{name}"])
        for name in counts:
            found[f"{PART}:{row['code']}:{name}"] += row[f"n_{name}"]


def result_of(rule: FigureRule, one: Measured, called: Mapping[str, str]) -> Result:
    """What people read of one measure; `called` is the unit of a sum by language."""
    return _result(rule, one.top, one.under or 0, 1, called)


def untold(scope: Scope, figure: Figure, tally: Tally) -> Withheld:
    """That a declared figure is not told; of how many cases it would be, and not of what below its line."""
    return Withheld(Total(Decimal(0), tally[f"{PART}:{figure.code}:cases"]), limit_of(scope))


def lives(scope: Scope, cases: QuerySet[Case]) -> Iterator[tuple[Case, Life]]:
    """Each case with its life up to the cut-off, but for those registered later; a few questions for all of them."""
    events = Event.objects.filter(at__lte=scope.cut_off).order_by("seq")
    rows = cases.order_by("pk").prefetch_related(Prefetch("events", events, to_attr="lived"))
    for case in rows.iterator(CHUNK):
        if case.lived:
            acts = [event.act() for event in case.lived]
            yield case, life(service_of(case), acts, scope.town, scope.cut_off)


def counts(scope: Scope, lived: Life) -> Counter[str]:
    """What one case brings to the figures of its version, by names that a tally can add."""
    found: Counter[str] = Counter()
    for rule, _, one in brought(lived):
        if rule.people and (one.under or 0) < limit_of(scope) * MICRO:
            continue
        found[f"{PART}:{rule.code}:top"] += one.top
        found[f"{PART}:{rule.code}:under"] += one.under or 0
        found[f"{PART}:{rule.code}:n"] += 1
        found[f"{PART}:{rule.code}:cases"] = 1
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


def _decimal(micros: int) -> Decimal:
    return Decimal(micros) / MICRO


def _escaped(text: str) -> str:
    """Words of a file, safe where blanks in braces are filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def codes(services: Iterable[Service]) -> frozenset[str]:
    """The codes of the figures that some versions declare."""
    return frozenset(rule.code for service in services for rule in service.figures)
