"""All cases of a service on one board, as they stood at an instant: states, figures, what is owed next. 「看板」

The board of now asks the stored rows and lives the cases of one page; for an earlier day every case is lived up to it.
What nobody has begun and what the town owes and has not done stand on top (docs/adr/0035).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Count, Q, QuerySet

from wolaiban.catalogue.service import LEFT, Service
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.life import Given, Life, Task
from wolaiban.promises.life.forecast import Forecast, Outlook
from wolaiban.promises.life.measuring import of_life, stands
from wolaiban.promises.life.tasks import DROPPED
from wolaiban.promises.models import Case
from wolaiban.promises.town import town

from .declared import PART, case_figure, count_declared, counts, declared, lives, result_of, unit_called, untold
from .figures import Shown
from .held import held
from .placing import lines, listed_by, page_of
from .results import Result
from .scope import Scope, limit_of, of_askers
from .tally import Tallies, Tally

LEADING = "lead"
PAGE = 40
LIVED_AT_MOST = 1000
"""So many cases are lived again for a board of an earlier day: half a second of work for whoever asks."""


@dataclass(frozen=True)
class Part:
    """One task on the board: who owes it, its figures, when it is due, how far it slipped. 「分项」"""

    task: Task
    holder: str
    figures: tuple[tuple[str, Result], ...]
    due: Given | None
    days_left: int | None
    outlook: Outlook | None


@dataclass(frozen=True)
class Row:
    """One case. `reported_at`: the last entry since it was registered; `due`: what is owed next. 「一行」"""

    case: Case
    life: Life
    figures: tuple[tuple[str, Result], ...]
    reported_at: datetime | None
    due: Given | None
    days_left: int | None
    overdue: bool
    parts: tuple[Part, ...]

    @property
    def number(self) -> str:
        return self.case.number


@dataclass(frozen=True)
class Board:
    """A page of a board at its cut-off; `states` are those of the file in its order, each with how many. 「看板」

    `total` is how many lines it has on all pages, `onward` the number after which the next page begins.
    """

    scope: Scope
    states: Mapping[str, int]
    figures: tuple[Shown, ...]
    rows: tuple[Row, ...]
    total: int
    onward: str

    @property
    def service(self) -> Service:
        return self.scope.service

    @property
    def cases(self) -> int:
        """How many stand on it: all but those withdrawn, declined or merged."""
        return sum(n for state, n in self.states.items() if self.service.states.get(state) not in LEFT)


def has_board(service: Service, *, public: bool = False) -> bool:
    """Whether a service has one: for officers where its file declares figures, for anybody where it publishes one."""
    return bool(service.publish.board) or (bool(service.figures) and not public)


def board(
    service: str,
    at: datetime | None = None,
    *,
    seen: Q | None = None,
    public: bool = False,
    after: str = "",
    size: int = PAGE,
) -> Board:
    """A page of the board of a service, of the cases that `seen` lets through; LookupError where there is none.

    As of now, or of an earlier instant, for which every case is lived: Refusal where those are too many. `after` is
    the number of the last case of the page before. `public`: only what the file publishes; cases that it does not list
    are in the numbers and have no row.
    """
    now = clock.now()
    scope = Scope(town(), service, min(at or now, now))
    cases = scope.within(Case.objects.filter(seen or Q()))
    if at is not None and at < now:
        return _of_then(scope, cases, public, after, size)
    found = lines(scope, cases, public=public)
    count = partial(_counted, scope, cases, found, narrowed=seen is not None)
    tally, states, total = held(("board", service, public), count) if seen is None else count()
    turn = partial(page_of, scope, found, after, size + 1, public=public)
    page = held(("top", service, public, size), turn) if seen is None and not after else turn()
    keys = [key for key, _ in page[:size]]
    lived = {case.pk: (case, one) for case, one in lives(scope, Case.objects.filter(pk__in=keys))}
    rows = [_row(*lived[key], scope.cut_off, limit_of(scope), public) for key in keys if key in lived]
    return Board(
        scope,
        _in_order(scope, states),
        tuple(_head(scope, tally, public)),
        tuple(row for row in rows if not public or _is_listed(row.life)),
        total,
        page[size - 1][1] if len(page) > size else "",
    )


def _counted(
    scope: Scope, cases: QuerySet[Case], found: QuerySet[Case], *, narrowed: bool
) -> tuple[Tally, dict[str, int], int]:
    """What stands above the lines: declared figures, cases by state, and how many lines there are."""
    tallies: Tallies = defaultdict(Tally)
    count_declared(scope, tallies, cases=cases if narrowed else None)
    return tallies[()], dict(cases.order_by().values_list("state").annotate(Count("pk"))), found.count()


def _of_then(scope: Scope, cases: QuerySet[Case], public: bool, after: str, size: int) -> Board:
    """The board of an earlier instant, every case lived up to it."""
    known = cases.filter(registered_at__lte=scope.cut_off)
    if len(known.values_list("pk")[: LIVED_AT_MOST + 1]) > LIVED_AT_MOST:
        raise Refusal(
            f"这一天的看板要逐件重算，超过 {LIVED_AT_MOST:,} 件的事项不提供；请看现在的看板，或下载开放数据。",
            f"A board of an earlier day lives each case again; there is none of more than {LIVED_AT_MOST:,} cases. "
            "See the board of now, or the open data.",
        )
    tally, states, rows = Tally(), Counter[str](), []
    # Who took their consent back is named on no day.
    told = set(known.filter(listed_by(scope.service)).values_list("pk", flat=True)) if public else set()
    for case, lived in lives(scope, known):
        tally.counts.update(counts(scope, lived))
        states[lived.state] += 1
        if lived.contract_state not in LEFT and (not public or (case.pk in told and _is_listed(lived))):
            rows.append(_row(case, lived, scope.cut_off, limit_of(scope), public))
    order = list(scope.service.states)
    rows.sort(key=lambda row: _place(row, order))
    place = next((place for place, row in enumerate(rows, start=1) if row.number == after), 0)
    page = tuple(rows[place : place + size])
    head = tuple(_head(scope, tally, public, then=True))
    return Board(
        scope, _in_order(scope, states), head, page, len(rows), page[-1].number if len(rows) > place + size else ""
    )


def _in_order(scope: Scope, states: Mapping[str, int]) -> dict[str, int]:
    return {state: states[state] for state in scope.service.states if states.get(state)}


def _is_listed(lived: Life) -> bool:
    pattern = lived.service.publish.listed
    return pattern is None or stands(lived, pattern)


def _place(row: Row, order: Sequence[str]) -> tuple[bool, int, float, str]:
    """What the town owes and has not done, then by how far it has come; what is due next first."""
    state = order.index(row.life.state) if row.life.state in order else len(order)
    due_at = row.due.due_at if row.due else None
    return not row.overdue, state, due_at.timestamp() if due_at else math.inf, row.number


def _head(scope: Scope, tally: Tally, public: bool, then: bool = False) -> Iterator[Shown]:
    """Sums of what askers brought are told to anybody only of enough of them, and of no earlier day."""
    for figure in declared(scope):
        if public and figure.code not in scope.service.publish.figures:
            continue
        result = figure.count(tally, "")
        few = then or tally[f"{PART}:{figure.code}:cases"] < limit_of(scope)
        if public and few and of_askers(scope.service, figure.code):
            result = untold(scope, figure, tally)
        yield Shown(figure, "", result)


def _row(case: Case, lived: Life, at: datetime, least: int, public: bool) -> Row:
    owed = [given for given in lived.promises if given.is_open and given.rule.counts and _is_told(given, public)]
    late = [given for given in owed if _is_late(given, at) and lived.holder(given) != "asker"]
    due = min(late or owed, key=lambda given: (given.due_at is None, given.due_at or given.at), default=None)
    steps = [act for act in lived.acts[1:] if act.by != "clock"]
    return Row(
        case,
        lived,
        tuple(case_figures(lived, public=public, least=least)),
        steps[-1].at if steps else None,
        due,
        days_left(lived, due, at),
        bool(late),
        tuple(_parts(lived, at, public)),
    )


def _is_told(given: Given, public: bool) -> bool:
    return not public or given.rule.shown == "public"


def _is_late(given: Given, at: datetime) -> bool:
    return given.due_at is not None and given.due_at < at


def days_left(lived: Life, given: Given | None, at: datetime) -> int | None:
    """Calendar days from the day of an instant to the last day of a promise; negative once it is over."""
    if given is None or given.due_at is None:
        return None
    return (given.last_day(lived.timetable(given)) - _day(lived, at)).days


def _day(lived: Life, at: datetime) -> date:
    return at.astimezone(lived.zone).date()


def case_figures(lived: Life, *, public: bool = False, least: int = 0) -> Iterator[tuple[str, Result]]:
    """The declared figures of one case by code; to the public only those published, and none of fewer than `least`."""
    for rule in lived.service.figures:
        known = not public or rule.code in lived.service.publish.figures
        # What counts cases, above its line or below, says nothing of one of them.
        speaks = rule.of is not None or all(amount.of is not None for amount in rule.amounts)
        found = case_figure(rule, lived, unit_called(lived.service, rule)) if known and speaks else None
        if found is None or (rule.each and rule.of is not None):
            continue
        if public and rule.people and (found.denominator or 0) < least:
            continue
        yield rule.code, found


def _parts(lived: Life, at: datetime, public: bool) -> Iterator[Part]:
    outlooks = {outlook.task.number: outlook for outlook in Forecast(lived, at).outlooks()}
    figures: dict[int, list[tuple[str, Result]]] = {}
    for rule in lived.service.figures:
        if rule.of is None or rule.top.of is None or (public and rule.code not in lived.service.publish.figures):
            continue
        found = of_life(rule, lived)
        for number, one in found if rule.each or len(found) > 1 else ():
            figures.setdefault(number, []).append((rule.code, result_of(rule, one, unit_called(lived.service, rule))))
    for task in lived.tasks.values():
        if task.kind == LEADING or task.state == DROPPED:
            continue
        owed = [given for given in lived.promises if given.task == task.number and given.is_open]
        owed = [given for given in owed if given.due_at is not None and _is_told(given, public)]
        due = min(owed, key=lambda given: given.due_at or given.at, default=None)
        if due or task.number in figures or (not public and task.number in outlooks):
            shown = tuple(figures.get(task.number, ()))
            yield Part(
                task,
                lived.holder(due) if due else task.unit,
                shown,
                due,
                days_left(lived, due, at),
                outlooks.get(task.number),
            )
