"""All cases of a service on one board, as they stood at an instant: states, figures, what is owed next. 「看板」

Each case is lived up to the instant, so that a board of an earlier day is the same question. What nobody has begun and
what the town owes and has not done stand on top (docs/adr/0035).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from wolaiban.catalogue.service import Service
from wolaiban.promises.life import Given, Life, Task
from wolaiban.promises.life.forecast import Forecast, Outlook
from wolaiban.promises.life.measuring import of_life, stands
from wolaiban.promises.life.tasks import DONE, DROPPED
from wolaiban.promises.models import Case
from wolaiban.promises.town import town

from .declared import case_figure, counts, declared, lives, result_of, unit_called
from .figures import Shown
from .results import Result
from .scope import Scope, limit_of
from .table import Figure
from .tally import LEFT, Tally

LEADING = "lead"


@dataclass(frozen=True)
class Part:
    """One task on the board: who owes it, its figures, when it is due, how far it slipped. 「分项」"""

    task: Task
    holder: str
    figures: tuple[tuple[str, Result], ...]
    due: Given | None
    days_left: int | None
    outlook: Outlook | None

    @property
    def is_done(self) -> bool:
        return self.task.state == DONE


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
    """A board at its cut-off; `states` are those of the file in its order, each with how many. 「看板」"""

    scope: Scope
    states: Mapping[str, int]
    figures: tuple[Shown, ...]
    rows: tuple[Row, ...]

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


def board(service: str, at: datetime, *, seen: Q | None = None, public: bool = False) -> Board:
    """The board of a service at an instant, of the cases that `seen` lets through; LookupError where there is none.

    `public`: only what the file publishes; cases that it does not list are in the numbers and have no row.
    """
    scope = Scope(town(), service, at)
    tally, states, rows = Tally(), Counter[str](), []
    cases = scope.within(Case.objects.filter(seen or Q()))
    for case, lived in lives(scope, cases):
        tally.counts.update(counts(scope, lived))
        states[lived.state] += 1
        if lived.contract_state not in LEFT and (not public or _is_listed(lived)):
            rows.append(_row(case, lived, at, limit_of(scope), public))
    order = list(scope.service.states)
    return Board(
        scope,
        {state: states[state] for state in order if states[state]},
        tuple(_head(scope, tally, public)),
        tuple(sorted(rows, key=lambda row: _place(row, order))),
    )


def _is_listed(lived: Life) -> bool:
    pattern = lived.service.publish.listed
    return pattern is None or stands(lived, pattern)


def _place(row: Row, order: Sequence[str]) -> tuple[bool, int, bool, datetime, str]:
    """What the town owes and has not done, then by how far it has come; what is due next first."""
    state = order.index(row.life.state) if row.life.state in order else len(order)
    due_at = row.due.due_at if row.due and row.due.due_at else row.case.registered_at
    return not row.overdue, state, row.due is None, due_at, row.number


def _head(scope: Scope, tally: Tally, public: bool) -> Iterator[Shown]:
    for figure in declared(scope):
        if not public or figure.code in scope.service.publish.figures:
            yield _shown(figure, tally)


def _shown(figure: Figure, tally: Tally) -> Shown:
    return Shown(figure, "", figure.count(tally, ""))


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
        # A figure that only counts cases says nothing of one of them.
        speaks = rule.of is not None or rule.top.of is not None
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
