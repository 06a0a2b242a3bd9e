"""What moves a due instant: pauses, extension, grade, calendar; nothing else (kernel §6). 「时限变动」"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from wolaiban.catalogue.service import ByField, Path
from wolaiban.workdays import Period

from .acts import Act
from .extending import days_to_add
from .given import Given
from .owned import version_for
from .spans import Span
from .tasks import OPEN
from .values import day_of

if TYPE_CHECKING:
    from .machine import Life


def apply(life: Life, act: Act) -> None:
    """Let an event move the running promises; the four causes are separate acts."""
    effects: dict[str, Callable[[Life, Act], None]] = {
        "pause": _pause,
        "resume": _resume,
        "grant_extension": _extend,
        "recount": _recount,
    }
    if act.verb in effects:
        effects[act.verb](life, act)
    _regrade(life, act)


def retell(life: Life, given: Given, act: Act, why: str, *, never_past: bool = False) -> bool:
    """Count again and take the answer over; with `never_past` an answer before the event is not taken."""
    timetable = life.timetable(given)
    answer, first = given.count(timetable, life.spans), given.count(timetable, life.spans, first=True)
    if never_past and answer.due_at is not None and answer.due_at < act.at:
        return False
    given.tell(answer, first, seq=act.seq, at=act.at, why=why)
    return True


def _pause(life: Life, act: Act) -> None:
    life.spans.append(Span(act.task, act.fields.get("reason", ""), act.at))
    _recount_paused(life, act, "pause")


def _resume(life: Life, act: Act) -> None:
    for span in life.spans:
        if span.until is None and span.is_for(act.task, act.fields.get("reason"), act.by):
            span.until = act.at
    _recount_paused(life, act, "resume")


def begin_anew(life: Life, act: Act) -> None:
    """A new handling begins unpaused: nobody would resume what the first one left waiting."""
    for span in life.spans:
        span.until = span.until or act.at
    for given in life.promises:
        if given.is_running and given.rule.stops_for:
            retell(life, given, act, "resume")


def _recount_paused(life: Life, act: Act, why: str) -> None:
    for given in life.promises:
        if given.is_running and given.rule.stops_for and (act.task in (0, given.task)):
            retell(life, given, act, why)


def stand_still(life: Life, act: Act) -> None:
    """A package stands still while each of its tasks under way waits for a reason that it stops for itself.

    While one unit still works the whole runs on: nobody is late in the shelter of another's wait.
    """
    for given in life.promises:
        if not (given.is_running and given.rule.stops_for and isinstance(given.rule.due, Path)):
            continue
        waited = next((span for span in given.waits if span.until is None), None)
        waits = _all_wait(life, given.rule.due, given.rule.stops_for)
        if waits and waited is None:
            given.waits.append(Span(given.task, given.rule.stops_for[0], act.at))
            retell(life, given, act, "pause")
        elif waited is not None and not waits:
            waited.until = act.at
            retell(life, given, act, "resume")


def _all_wait(life: Life, path: Path, reasons: tuple[str, ...]) -> bool:
    under_way = [task.number for task in life.tasks.values() if task.kind == path.of and task.state == OPEN]
    paused = {span.task for span in life.spans if span.until is None and span.reason in reasons}
    return bool(under_way) and paused.issuperset(under_way)


def _extend(life: Life, act: Act) -> None:
    given, until = extended(life, act), day_of(act.fields.get("until"))
    if given is None or until is None:
        return
    days = days_to_add(life, given, until)
    if days is not None:
        given.extra_days, given.extensions = given.extra_days + days, given.extensions + 1
        retell(life, given, act, "extension")


def extended(life: Life, act: Act) -> Given | None:
    """The running promise that an act on an extension names."""
    given = life.promise(act.fields.get("promise", ""), act.task)
    return given if given is not None and given.is_running else None


def _recount(life: Life, act: Act) -> None:
    """By the clock: only what was told as provisional; by a person (stop-work): all that run. Never into the past."""
    for given in life.promises:
        version = version_for(given.calendar, act)
        if version and given.is_running and (given.uncertain_year or act.role != "clock"):
            trial = replace(given, calendar=version, moves=[])
            if retell(life, trial, act, "calendar", never_past=True):
                given.calendar = version
                retell(life, given, act, "calendar")


def _regrade(life: Life, act: Act) -> None:
    for given in life.promises:
        within = given.rule.within
        if not (given.is_running and isinstance(within, ByField) and within.field in act.fields):
            continue
        if act.task not in (0, given.task) or given.seq == act.seq:
            continue
        period = within.choices[act.fields[within.field]]
        if not given.graded:
            first_period: Period | None = period
            given.graded = True
        else:
            first_period, given.regraded = given.first_period, given.regraded or period != given.period
        _take_grade(life, given, act, replace(given, period=period, first_period=first_period, moves=[]))


def _take_grade(life: Life, given: Given, act: Act, trial: Given) -> None:
    """An extended promise, or one whose new due instant lies in the past, stays as it is (kernel §6.3)."""
    if given.extra_days or not retell(life, trial, act, "grade", never_past=True):
        return
    given.period, given.first_period = trial.period, trial.first_period
    retell(life, given, act, "grade")


def firm_up(life: Life, at: datetime) -> None:
    """A grade not set by the time its `firm_with` promise fell due is final at the default."""
    for given in life.promises:
        within = given.rule.within
        if given.graded or not given.is_open or not isinstance(within, ByField) or within.firm_with is None:
            continue
        firm = life.promise(within.firm_with)
        if firm is not None and firm.due_at is not None and firm.due_at < at:
            given.graded = True
