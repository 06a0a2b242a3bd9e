"""The stored copy of a life: rows that pages, queues and the clock ask with one indexed question. 「存储」"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model, Q

from .inserting import insert_together
from .life import Given, Life, Opening
from .life import Task as LifeTask
from .life.measuring import MICRO, brought
from .models import Brought, Case, Delivery, Link, Promise, Task
from .warning import next_stage

Stored = dict[tuple, tuple]
Beside = Callable[[Case, Sequence[Promise]], Sequence[Model]]
"""Rows to be written with a new case, made of the case and its promises as they will stand."""
ANSWERED = ("answered", "closed")
MILLION = 1_000_000 * MICRO
"""A million, in millionths: where the numbers of a ledger are cut in two (`Brought`)."""


def opening_table(opening: Opening) -> dict[str, Any]:
    """A task as the event's JSON keeps it: without its matter, which is words, and without empty entries."""
    table = {name: getattr(opening, name) for name in Opening.__slots__ if name != "matter"}
    table["after"], table["fields"] = list(opening.after), dict(opening.fields)
    return {name: value for name, value in table.items() if value}


def snapshot(life: Life) -> Stored:
    """Every promise, task, link and part of a figure as its row would stand, by key: two tell what an event changed."""
    rows: Stored = {("promise", g.task, g.code, g.round): _values(promise_row(life, g)) for g in life.promises}
    rows |= {("task", t.number): _values(task_row(t)) for t in life.tasks.values()}
    rows |= {("link", *key): (number,) for key, number in links_of(life).items()}
    rows |= {("brought", *key): _values(row) for key, row in brought_rows(life).items()}
    return rows


def _values(row: dict[str, Any]) -> tuple:
    return tuple(repr(value) for value in row.values())


def promise_row(life: Life, given: Given) -> dict[str, Any]:
    """The columns of a stored promise, but for its case."""
    return {
        "task": given.task,
        "code": given.code,
        "round": given.round,
        "service": life.service.code,
        "holder": life.holder(given),
        "counts": given.rule.counts,
        "state": given.state,
        "given_at": given.at,
        "period": str(given.period) if given.period else given.day.isoformat() if given.day else "",
        "calendar": given.calendar,
        "due_at": given.due_at,
        "first_due_at": given.first_due_at,
        "rate_due_at": given.rate_due_at,
        "provisional": given.provisional,
        "regraded": given.regraded,
        "extensions": given.extensions,
        "lost_bells": given.lost_bells,
        "settled_at": given.settled_at,
        "broken_at": given.broken_at,
        "next_stage_at": next_stage(life, given, life.seen_at) if life.seen_at else None,
        "moves": [
            {"seq": move.seq, "at": _text(move.at), "why": move.why, "due_at": _text(move.due_at)}
            for move in given.moves
        ],
    }


def _text(instant: datetime | None) -> str | None:
    # In UTC: an instant that was given with another offset comes back from the database without it.
    return instant.astimezone(UTC).isoformat() if instant else None


def task_row(task: LifeTask) -> dict[str, Any]:
    """The columns of a stored task, but for its case."""
    names = ("number", "kind", "unit", "state", "opened_at", "signed_at", "over_at")
    return {name: getattr(task, name) for name in names}


def nothing(case: Case, promises: Sequence[Promise]) -> Sequence[Model]:
    """No rows beside a new case."""
    return ()


def store(case: Case, life: Life, before: Stored, new: Sequence[Model] = (), beside: Beside = nothing) -> None:
    """Write the case as its life stands, the rows that differ from `before`, and the new ones that come with it.

    A case that is registered is inserted with all of them at once, and with what `beside` makes of it.
    """
    for name, value in case_row(life).items():
        setattr(case, name, value)
    case.seen_at = max(life.acts[-1].at, case.seen_at)
    promises, tasks, links = _changed(case, life, before)
    brings, gone = _brought(case, life, before)
    if case._state.adding:
        insert_together([case, *new, *promises, *tasks, *links, *brings, *beside(case, promises)])
        return
    case.save()
    for table in dict.fromkeys(type(row) for row in new):
        mine = [row for row in new if type(row) is table]
        # What was to be told before stays as it is.
        table._default_manager.bulk_create(mine, ignore_conflicts=table is Delivery)
    _upsert(Promise, promises, ["case", "task", "code", "round"])
    _upsert(Task, tasks, ["case", "number"])
    _upsert(Link, links, ["case", "task", "field"])
    _upsert(Brought, brings, ["case", "task", "code"])
    if gone:
        Brought.objects.filter(gone, case=case).delete()


def _changed(case: Case, life: Life, before: Stored) -> tuple[list[Promise], list[Task], list[Link]]:
    """The promises, tasks and links that differ from `before`."""
    promises = [
        Promise(case=case, **row)
        for given in life.promises
        if before.get(("promise", given.task, given.code, given.round)) != _values(row := promise_row(life, given))
    ]
    tasks = [
        Task(case=case, **row)
        for task in life.tasks.values()
        if before.get(("task", task.number)) != _values(row := task_row(task))
    ]
    links = [
        Link(case=case, task=task, field=name, to=number)
        for (task, name), number in links_of(life).items()
        if before.get(("link", task, name)) != (number,)
    ]
    return promises, tasks, links


def _brought(case: Case, life: Life, before: Stored) -> tuple[list[Brought], Q]:
    """What the case brings to its figures and differs from `before`, and which of the rows it no longer brings."""
    now = brought_rows(life)
    rows = [
        Brought(case=case, task=task, code=code, **row)
        for (task, code), row in now.items()
        if before.get(("brought", task, code)) != _values(row)
    ]
    gone = Q()
    for kind, *key in before:
        if kind == "brought" and tuple(key) not in now:
            gone |= Q(task=key[0], code=key[1])
    return rows, gone


def brought_rows(life: Life) -> dict[tuple[int, str], dict[str, Any]]:
    """The columns of what a life brings to the declared figures, by task (0: the case) and figure."""
    found = {}
    for rule, task, one in brought(life):
        (top_millions, top), (under_millions, under) = divmod(one.top, MILLION), divmod(one.under or 0, MILLION)
        found[task, rule.code] = {
            "people": rule.people, "top_millions": top_millions, "top": top,
            "under_millions": under_millions, "under": under,
        }  # fmt: skip
    return found


def links_of(life: Life) -> dict[tuple[int, str], str]:
    """The numbers of cases that a case names now, by task (0: the whole of it) and field of kind `case`."""
    of = [name for name, rule in life.service.fields.items() if rule.kind == "case"]
    carried = {0: life.fields, **{number: task.fields for number, task in life.tasks.items()}} if of else {}
    return {(task, name): fields[name] for task, fields in carried.items() for name in of if name in fields}


def _upsert(model: Any, rows: list, key: list[str]) -> None:
    if not rows:
        return
    columns = [f.name for f in model._meta.concrete_fields if f.name not in (*key, "id")]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=columns)


def case_row(life: Life) -> dict[str, Any]:
    """The columns of a case that its life decides."""
    owed = [g for g in life.promises if g.is_open and g.rule.counts and g.due_at is not None]
    first = {state: _entered(life, state) for state in ("responded", "answered", "closed")}
    finished = life.contract_state in ANSWERED
    answered = min((at for at in (first["answered"], first["closed"]) if at), default=None)
    return {
        "registered_at": life.acts[0].at,
        "registered_on": life.acts[0].at.astimezone(life.zone).date(),
        "state": life.state,
        "contract_state": life.contract_state,
        "is_over": life.is_over,
        "handling": life.handling,
        "follower": life.follower,
        "fields": dict(life.fields),
        "lead_unit": life.lead.unit if life.lead else "",
        "responded_at": _done(life, "respond") or answered,
        "answered_at": answered,
        "finished_at": _finished_since(life) if finished else None,
        "on_the_spot": bool(answered) and not any(t.opened_at and t.opened_at <= answered for t in _units(life)),
        "dispatches": sum(1 for act in life.acts if any(opening.kind == "lead" for opening in act.tasks)),
        "returns": sum(1 for act in life.acts if act.verb == "return_back"),
        "reached": life.fields.get("reached", ""),
        "resolved": life.fields.get("resolved", ""),
        "rating": life.fields.get("rating", ""),
        "hidden": f" {' '.join(roles)} " if (roles := life.service.hidden.get(life.state)) else "",
        "next_due_at": min((g.due_at for g in owed if g.due_at), default=None) if not life.is_over else None,
    }


def _units(life: Life) -> list[LifeTask]:
    return [task for task in life.tasks.values() if task.kind in ("lead", "co")]


def _entered(life: Life, state: str) -> datetime | None:
    return next((c.at for c in life.changes if life.service.states.get(c.state) == state), None)


def _done(life: Life, verb: str) -> datetime | None:
    return next((act.at for act in life.acts if act.verb == verb), None)


def _finished_since(life: Life) -> datetime | None:
    """When the case last became answered or closed and has stayed so."""
    since = None
    for change in life.changes:
        done = life.service.states.get(change.state) in ANSWERED
        since = (since or change.at) if done else None
    return since
