"""The same counts made from events alone: every case is lived again, at any instant. 「据事件重算」

Slow and independent of the stored rows: what pages show can be checked against it, and it answers for the past, which
the rows do not. It shares with the stored way only the durations' arithmetic and the definitions above the counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from wolaiban.catalogue.service import LEFT
from wolaiban.catalogue.vocabulary import SATISFIED
from wolaiban.lib import clock
from wolaiban.promises.life import Given, Life
from wolaiban.promises.models import Case
from wolaiban.promises.town import town

from .declared import CHUNK, counts, lives
from .figures import Account, account
from .measures import SIGNED_FOR, add_cases, instants, minutes, put, registered_days
from .scope import Cell, Scope
from .tally import FINISHED, IN_HAND, Tallies, Tally


def figures_from_events(
    service: str,
    *,
    first: date | None = None,
    last: date | None = None,
    by: tuple[str, ...] = (),
    cut_off: datetime | None = None,
    limit: int | None = None,
) -> Account:
    """The account of a service as it stood at `cut_off` (default: now), from its events and nothing else stored.

    A case whose registration was recorded later than the cut-off is not in it. Raises Refusal as `figures` does.
    """
    scope = Scope(town(), service, cut_off or clock.now(), first, last, tuple(by))
    tallies: Tallies = defaultdict(Tally)
    for part in _chunks(scope):
        _add(scope, part, tallies)
    return account(scope, tallies, limit)


def _chunks(scope: Scope) -> Iterator[list[tuple[Case, Life]]]:
    known = lives(scope, scope.within(Case.objects.all()))
    while part := list(islice(known, CHUNK)):
        yield part


def _add(scope: Scope, part: list[tuple[Case, Life]], into: Tallies) -> None:
    cells = [_cell(scope, case, lived) for case, lived in part]
    times = [_times(lived) for _, lived in part]
    for cell, (case, lived), known in zip(cells, part, times, strict=True):
        into[cell].counts.update(_counts(case, lived, known))
        into[cell].counts.update(counts(scope, lived))
        for given in lived.promises:
            if given.rule.counts:
                into[cell].counts.update({f"{name}:{given.code}": 1 for name in _outcomes(given, scope.cut_off)})
    days = registered_days(case.registered_on for case, _ in part)
    asked = instants(lived.acts[0].at for _, lived in part)
    add_cases(scope, into, cells, days, asked, *(instants(column) for column in zip(*times, strict=True)))
    _add_signed(scope, cells, part, into)


def _add_signed(scope: Scope, cells: list[Cell], part: list[tuple[Case, Life]], into: Tallies) -> None:
    signed = [
        (_of_unit(scope, cell, task.unit), task.opened_at, task.signed_at)
        for cell, (_, lived) in zip(cells, part, strict=True)
        for task in lived.tasks.values()
        if task.kind in SIGNED_FOR and task.opened_at and task.signed_at
    ]
    if signed:
        where, opened, ended = zip(*signed, strict=True)
        put(into, "sign_minutes", list(where), minutes(instants(opened), instants(ended)))


def _cell(scope: Scope, case: Case, lived: Life) -> Cell:
    known = {
        "month": f"{case.registered_on:%Y-%m}",
        "unit": lived.lead.unit if lived.lead else "",
        "channel": case.channel,
        "area": case.area,
    }
    return tuple(known[name] if name in known else lived.fields.get(name, "") for name in scope.by)


def _of_unit(scope: Scope, cell: Cell, unit: str) -> Cell:
    return tuple(unit if name == "unit" else value for name, value in zip(scope.by, cell, strict=True))


def _times(lived: Life) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When it was first responded to, first answered, and since when it is finished."""
    answered = finished = None
    for change in lived.changes:
        done = lived.service.states[change.state] in FINISHED
        answered = answered or (change.at if done else None)
        finished = (finished or change.at) if done else None
    responded = next((act.at for act in lived.acts if act.verb == "respond"), answered)
    return responded, answered, finished


def _counts(case: Case, lived: Life, times: tuple[datetime | None, ...]) -> Counter[str]:
    """What the SQL of `tally.py` counts, said of one life."""
    responded, answered, _ = times
    state, said = lived.contract_state, lived.fields
    rating, resolved, reached = said.get("rating", ""), said.get("resolved", ""), said.get("reached") == "yes"
    tasks = [task for task in lived.tasks.values() if task.kind in SIGNED_FOR and task.opened_at]
    dispatches = sum(any(opening.kind == "lead" for opening in act.tasks) for act in lived.acts)
    returns = sum(act.verb == "return_back" for act in lived.acts)
    ever = answered is not None
    counted = [given for given in lived.promises if given.rule.counts]
    return Counter({
        "received": 1,
        "finished": state in FINISHED,
        "in_hand": state in IN_HAND,
        **{left: state == left for left in LEFT},
        "answered": ever,
        "reached": ever and reached,
        "asked_resolved": ever and resolved != "explained" and (reached or resolved != ""),
        "resolved": ever and resolved == "yes",
        "explained": ever and resolved == "explained",
        "rated": rating != "",
        "satisfied": rating in SATISFIED,
        "on_the_spot": ever and not any(task.opened_at <= answered for task in tasks if task.opened_at and answered),
        "dispatched": dispatches > 0,
        "never_returned": dispatches > 0 and not returns,
        "dispatch_sum": dispatches,
        "return_sum": returns,
        "collected": lived.acts[0].by.startswith("officer:"),
        "replies": case.external_number is not None and ever and responded == answered,
        f"channel:{case.channel}": 1,
        "reclassified": any(given.regraded for given in counted),
        "lost_bells": sum(given.lost_bells for given in counted),
    })  # fmt: skip


def _outcomes(given: Given, cut_off: datetime) -> Iterator[str]:
    """Under which names one promise is counted."""
    first, settled = given.rate_due_at, given.settled_at
    released = given.state == "released"
    if released and (first is None or (settled is not None and settled < first)):
        yield "released"
    elif first is None:
        yield "stopped"
    elif first > cut_off:
        yield "not_yet_due"
    for instant, suffix in ((first, ""), (given.due_at, "_extended")):
        if instant is None or instant > cut_off or (released and settled is not None and settled < instant):
            continue
        yield f"due{suffix}"
        if given.state in ("kept", "kept_late") and settled is not None and settled <= instant:
            yield f"kept{suffix}"
