"""One case as its caller may see it. 「办件展示」"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.masking import WITHHELD
from wolaiban.promises.access import reader_of, sees_requester
from wolaiban.promises.asker import REQUESTER
from wolaiban.promises.attaching import is_file
from wolaiban.promises.life import Given, Life, Task, life
from wolaiban.promises.linking import Linked, linked
from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.reading import matters, said_at_first
from wolaiban.promises.recording import service_of
from wolaiban.promises.telling import Reader, moves_told, promise_told, steps_told
from wolaiban.promises.town import town
from wolaiban.workdays import Due
from wolaiban.workdays.words import words

from .naming import Names
from .outlook import outlook_told
from .problems import lang
from .refusals import possible_told
from .told import moment


@dataclass(frozen=True)
class View:
    """A case replayed, for one reader at one instant. 「一案一读者」"""

    case: Case
    life: Life
    events: list[Event]
    names: Names
    by: Actor
    now: datetime
    reader: Reader

    @property
    def staff(self) -> bool:
        return self.by.kind == "officer"


def case_told(request: HttpRequest, case: Case, by: Actor) -> dict[str, Any]:
    """The case for an officer, or for its asker; breaches are those of now, whether or not the clock has seen them."""
    prefetch_related_objects([case], "events", "words")
    events = sorted(case.events.all(), key=lambda event: event.seq)
    now = clock.now()
    view_life = life(service_of(case), [event.act() for event in events], town(), now)
    units = {task.unit for task in view_life.tasks.values()}
    staff = by.kind == "officer"
    reader = reader_of(case, view_life, by, staff=staff)
    view = View(case, view_life, events, Names.of(units, events, officers=staff), by, now, reader)
    said = said_at_first(case)
    lead = view_life.lead
    return {
        "number": case.number,
        "service": case.service,
        "service_name": view_life.service.name.get(lang()) or case.service,
        "state": view_life.contract_state,
        "stage": stage_of(view_life.service, view_life.state),
        "subject": said.get("subject", "") if reader.sees("subject") else "",
        "text": said.get("text", "") if reader.sees("text") else "",
        "place": str(said.get("place", "")),
        "requester": requester_told(said.get("requester", {}), sees_requester(by, case, own=not view.staff)),
        "channel": case.channel,
        "area": case.area,
        "lead": view.names.unit(view_life.service, lead.unit) if lead else None,
        "registered_at": moment(case.registered_at),
        "recorded_at": moment(case.recorded_at),
        "written_at": moment(case.written_at),
        "fields": _fields(view),
        "promises": [_promise(view, given) for given in view_life.promises if promise_told(given, staff=view.staff)],
        "tasks": [_task(view, task, matters(case)) for task in view_life.tasks.values() if _is_told(view, task)],
        "links": [_link(one) for one in linked(case, by)],
        **outlook_told(view_life, now, staff=view.staff),
        "history": list(_history(view)),
        "possible": possible_told(view_life, case, by),
        "url": address(request, case, staff=view.staff),
    }


def _link(one: Linked) -> dict[str, Any]:
    state = one.case.contract_state if one.case else ""
    return {
        "number": one.number, "field": one.field, "label": one.label[lang()], "task": one.task,
        "names_it": one.names_it, "subject": one.subject, "state": state,
    }  # fmt: skip


def stage(case: Case) -> dict[str, str]:
    """The file's own state of a stored case, with its label."""
    return stage_of(service_of(case), case.state)


def stage_of(service: Service, state: str) -> dict[str, str]:
    """A state of the file with its label."""
    return {"code": state, "label": service.word("states", state, lang())}


def address(request: HttpRequest, case: Case, *, staff: bool = False, with_code: bool = False) -> str:
    """The page of the case: the desk's for staff, else the asker's, which the code opens without further question."""
    path = reverse("desk-case" if staff else "track", args=[case.number])
    code = f"?{urlencode({'code': case.tracking_code})}" if with_code else ""
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL}{path}{code}"
    return request.build_absolute_uri(path) + code


def promises_told(case: Case, promises: Iterable[Promise], *, staff: bool) -> list[dict[str, Any]]:
    """A case's promises in short, in the order in which they were given."""
    service = service_of(case)
    shown = {rule.code for rule in service.promises if rule.counts and (staff or rule.shown != "staff")}
    return [
        {
            "code": promise.code,
            "label": service.word("promises", promise.code, lang()),
            "due_at": moment(promise.due_at),
            "state": promise.state,
            "provisional": promise.provisional,
        }
        for promise in promises
        if promise.code in shown
    ]


def requester_told(requester: dict[str, str], sees: bool) -> dict[str, Any]:
    """Who asked; to who may not know, nothing of it: not even a surname or the end of a number."""
    if sees:
        return {**{name: requester.get(name, "") for name in REQUESTER}, "masked": False}
    return {**dict.fromkeys(REQUESTER, ""), "name": WITHHELD[lang()], "masked": True}


def _fields(view: View) -> dict[str, str]:
    """The case's own codes, as far as the file lets the reader see them."""
    fields = view.life.service.fields
    return {name: value for name, value in view.life.fields.items() if name in fields and view.reader.sees(name)}


def _promise(view: View, given: Given) -> dict[str, Any]:
    service = view.life.service
    holder = view.names.unit(service, view.life.holder(given))
    counted = given.count(view.life.timetable(given), view.life.spans)
    running = given.is_open and given.due_at is not None
    return {
        "code": given.code,
        "label": service.word("promises", given.code, lang()),
        "task": given.task,
        "round": given.round,
        "holder": holder,
        "given_at": moment(given.at),
        "period": given.period.words(lang()) if given.period else given.day.isoformat() if given.day else "",
        "due_at": moment(given.due_at),
        "first_due_at": moment(given.first_due_at),
        "state": given.state,
        "provisional": given.provisional,
        "settled_at": moment(given.settled_at),
        "broken_at": moment(given.broken_at),
        "left": _left(given, counted, view.now),
        "seconds_left": int((given.due_at - view.now).total_seconds()) if running and given.due_at else None,
        "steps": steps_told(view.life, given, counted, lang(), holder),
    }


def _left(given: Given, counted: Due, now: datetime) -> str | None:
    """What is left in words: time to the due instant, or, while paused, what is still to be counted."""
    say = words(lang())
    if not given.is_open:
        return None
    if given.due_at is not None:
        return _span(given.due_at - now)
    if isinstance(counted.left, timedelta):
        return say.length(counted.left)
    unit = "working days" if counted.question.in_working_time else "days"
    return say.count(counted.left or 0, unit)


def _span(span: timedelta) -> str:
    """Days, hours and minutes; a minus where it has passed."""
    minutes = int(abs(span).total_seconds()) // 60
    parts = ((minutes // 1440, "天", "d"), (minutes % 1440 // 60, "小时", "h"), (minutes % 60, "分钟", "min"))
    shown = [f"{n} {en if lang() == 'en' else zh}" for n, zh, en in parts if n] or ["0 min" if lang() == "en" else "0"]
    return ("−" if span < timedelta(0) else "") + " ".join(shown)


def _is_told(view: View, task: Task) -> bool:
    """Tasks whose every promise is for officers only are theirs as well."""
    rules = [rule for rule in view.life.service.promises if rule.of == task.kind]
    return view.staff or not rules or any(rule.shown != "staff" for rule in rules)


def _task(view: View, task: Task, about: dict[int, str]) -> dict[str, Any]:
    return {
        "number": task.number,
        "kind": task.kind,
        "label": view.life.service.word("tasks", task.kind, lang()),
        "unit": view.names.unit(view.life.service, task.unit),
        "matter": about.get(task.number, ""),
        "state": task.state,
        "opened_at": moment(task.opened_at),
        "signed_at": moment(task.signed_at),
        "over_at": moment(task.over_at),
    }


def _file(view: View, one: dict[str, Any]) -> dict[str, Any]:
    """A file as its event describes it, and where it is handed out."""
    path = f"/api/v1/cases/{view.case.number}/files/{one['file']}"
    return {"id": one["file"], "name": one["name"], "type": one["type"], "size": one["size"], "url": path}


def _history(view: View) -> Iterable[dict[str, Any]]:
    service = view.life.service
    said = {row.seq: row.content for row in view.case.words.all()}
    for event in view.events:
        if view.reader.steps(event):
            told = view.reader.words(event, said.get(event.seq, {}))
            yield {
                "seq": event.seq,
                "verb": event.verb,
                "label": service.word("verbs", event.verb, lang()),
                "at": moment(event.at),
                "recorded_at": moment(event.recorded_at),
                "who": view.names.who(service, event),
                "task": event.task,
                "fields": view.reader.codes(event),
                "words": {name: text for name, text in told.items() if not is_file(service, name)},
                "files": [_file(view, one) for name in told if is_file(service, name) for one in told[name]],
                "moved": [
                    {"code": given.code, "task": given.task, "why": move.why, "due_at": moment(move.due_at)}
                    for given, move in moves_told(view.life, event.seq, staff=view.staff)
                ],
            }
