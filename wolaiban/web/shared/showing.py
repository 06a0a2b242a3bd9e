"""One case as a page shows it; reads only. 「办件展示」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from wolaiban.catalogue.service import Service
from wolaiban.people import masking
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area
from wolaiban.promises.access import reader_of
from wolaiban.promises.asker import REQUESTER
from wolaiban.promises.life import Life
from wolaiban.promises.models import Case
from wolaiban.promises.reading import said_at_first, words_by_seq
from wolaiban.promises.recording import life_of
from wolaiban.promises.roles import HANDLER
from wolaiban.promises.telling import Reader, promise_told

from .history import StepShown, steps_shown, tasks_about, value_shown
from .owing import PromiseShown, promises_shown
from .people import Names, rooms_of_roles
from .ruling import DocumentShown, documents_of
from .telling import reader_lang

NOTE = "note"
KNOWN = (*REQUESTER, "consent")
"""What officers see of who asks; whether they agreed to be called is known where an officer asked them."""
MASKED = {"name": masking.mask_name, "phone": masking.mask_phone, "email": masking.mask_email}


@dataclass(frozen=True)
class TaskShown:
    """What one unit answers for inside a case. 「分项」"""

    number: int
    label: str
    unit: str
    state: str
    signed_at: datetime | None
    to_be_signed: bool


@dataclass(frozen=True)
class CaseShown:
    """Everything that a page about one case says; `about` has what each task is about, by number. 「办件」"""

    case: Case
    life: Life
    names: Names
    state: str
    held_by: str
    subject: str
    text: str
    requester: dict[str, str]
    masked: bool
    fields: tuple[tuple[str, str], ...]
    tasks: tuple[TaskShown, ...]
    promises: tuple[PromiseShown, ...]
    history: tuple[StepShown, ...]
    answer: str
    reader: Reader
    notes: tuple[StepShown, ...] = ()
    documents: tuple[DocumentShown, ...] = ()
    about: Mapping[int, str] = field(default_factory=dict)

    def is_with(self, actor: Actor) -> bool:
        """Whether it is with a unit for which the actor handles cases, or with a role of theirs."""
        return _holder(self.life) in {post.unit if post.role == HANDLER else post.role for post in actor.posts}

    @property
    def service(self) -> Service:
        """The version of the service under which it was registered."""
        return self.life.service

    @property
    def service_name(self) -> str:
        """The service in the reader's language."""
        return service_name(self.service)

    @property
    def next(self) -> PromiseShown | None:
        """The promise that falls due next, or the one that is overdue longest."""
        return next((p for p in self.owed if p.due_at is not None), self.owed[0] if self.owed else None)

    @property
    def owed(self) -> list[PromiseShown]:
        """The promises that somebody still owes, least time left first."""
        return [promise for promise in self.promises if promise.is_open]

    @property
    def settled(self) -> list[PromiseShown]:
        """The promises kept or released."""
        return [promise for promise in self.promises if not promise.is_open]


def service_name(service: Service) -> str:
    """The name of a service in the reader's language."""
    return service.name.get(reader_lang()) or service.name.get("zh") or service.code


def case_shown(case: Case, at: datetime, *, unmasked: bool, staff: bool, by: Actor | None = None) -> CaseShown:
    """A case for its asker, or for the officer `by`; the asker's name and contacts are masked unless `unmasked`.

    Partly, on the asker's own page; wholly, where staff are not to know who asked.
    """
    life = life_of(case, at)
    reader = reader_of(case, life, by or Actor.asker(case), staff=staff)
    events, words, first = list(case.events.order_by("seq")), words_by_seq(case), said_at_first(case)
    codes = {task.unit for task in life.tasks.values()} | _named(life, "unit")
    names = Names.of(codes, events, persons=_persons(life.service), rooms=rooms_of_roles())
    if areas := _named(life, "area"):
        names.units.update({area.code: area.title for area in Area.objects.filter(code__in=areas)})
    requester = {name: text for name, text in first.get("requester", {}).items() if name in KNOWN and text}
    steps = steps_shown(reader, life, events, words, names)
    return CaseShown(
        case=case,
        life=life,
        names=names,
        state=life.service.word("states", life.state, reader_lang()),
        held_by=names.holder(life.service, _holder(life)),
        subject=first.get("subject", "") if reader.sees("subject") else "",
        text=first.get("text", "") if reader.sees("text") else "",
        requester=requester if unmasked else {"name": gettext("已保密")} if staff else masked(requester),
        masked=not unmasked,
        fields=tuple(_fields(reader, life, names)),
        tasks=tuple(_tasks(life, names)),
        promises=tuple(promises_shown(life, names, at, staff=staff)),
        history=tuple(step for step in steps if step.verb != NOTE),
        answer=_answer([one for one in events if reader.steps(one)], words) if reader.sees("answer") else "",
        reader=reader,
        notes=tuple(step for step in steps if step.verb == NOTE),
        documents=documents_of(life),
        about=tasks_about(reader, life, words, names),
    )


def masked(requester: dict[str, str]) -> dict[str, str]:
    """What of an asker stands on a page that anybody may glance at: no firm, no code, the rest with stars."""
    return {name: MASKED[name](text) for name, text in requester.items() if name in MASKED}


def _named(life: Life, kind: str) -> set[str]:
    """What the fields of a kind say, of the case and of its tasks."""
    fields = [life.fields, *(task.fields for task in life.tasks.values())]
    names = [rule.name for rule in life.service.fields.values() if rule.kind == kind]
    return {one[name] for one in fields for name in names if name in one}


def _persons(service: Service) -> list[str]:
    """The fields that name an officer."""
    return [rule.name for rule in service.fields.values() if rule.kind == "person"]


def _holder(life: Life) -> str:
    """Who has the case now: the holder of the promise that falls due next, else the lead unit, else the desk."""
    owed = [g for g in life.promises if g.is_open and g.rule.counts and promise_told(g, staff=False)]
    owed = [g for g in owed if life.holder(g) not in ("asker", "caller")] or owed
    if life.is_over or not owed:
        # The desk knows nothing of a case that is hidden from it: who was asked has it.
        asked = [task.unit for task in life.tasks.values()] if life.service.hidden.get(life.state) else []
        return life.lead.unit if life.lead else (asked or ["desk"])[-1]
    return life.holder(min(owed, key=lambda g: (g.due_at is None, g.due_at or g.at)))


def _fields(reader: Reader, life: Life, names: Names) -> list[tuple[str, str]]:
    """The codes that the case carries, but for the asker's verdict, which stands in the history."""
    verdict = ("reached", "resolved", "rating", "reason", "until", "because", "into", "merged")
    return [
        (life.service.word("fields", name, reader_lang()), value_shown(life.service, name, value, names))
        for name, value in life.fields.items()
        if (rule := life.service.fields.get(name)) and rule.kind != "case"  # told where links are, with their state
        if name not in verdict and reader.sees(name)
    ]


def _tasks(life: Life, names: Names) -> list[TaskShown]:
    signs = life.service.verbs.get("sign")
    return [
        TaskShown(
            task.number,
            life.service.word("tasks", task.kind, reader_lang()),
            names.holder(life.service, task.unit),
            task.state,
            task.signed_at,
            signs is not None and task.kind in signs.on and task.signed_at is None,
        )
        for task in life.tasks.values()
    ]


def _answer(events: list[Any], words: dict[int, Any]) -> str:
    """The latest answer or closing words."""
    told = [words[e.seq].content.get("answer", "") for e in events if e.verb in ("answer", "close") and e.seq in words]
    return next((text for text in reversed(told) if text), "")
