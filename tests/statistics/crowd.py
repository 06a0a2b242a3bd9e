"""Many cases at once: each lived through the pure kernel, then stored in bulk as the frame of a verb would store it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wolaiban.lib.ids import tracking_code, uuid7
from wolaiban.promises import storing
from wolaiban.promises.life import Act, Life, Opening
from wolaiban.promises.models import Brought, Case, Event, Promise, Task
from wolaiban.promises.models.event import genesis
from wolaiban.promises.town import town


@dataclass
class Story:
    """One case: what was done to it, at which local time, by which role."""

    service: str
    registered: str
    fields: dict[str, str] = field(default_factory=dict)
    channel: str = "online"
    area: str = ""
    collector: str = ""
    acts: list[dict[str, Any]] = field(default_factory=list)

    def does(
        self, verb: str, at: str, *, task: int = 0, tasks: Sequence[Opening] = (), words: str = "", **fields: str
    ) -> Story:
        self.acts.append(_said(verb, at, task, tasks, words, fields))
        return self


def _said(
    verb: str, at: str, task: int, tasks: Sequence[Opening], words: str, fields: dict[str, str]
) -> dict[str, Any]:
    return {"verb": verb, "at": at, "task": task, "tasks": tuple(tasks), "words": words, "fields": fields}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=town().zone)


def live(story: Story, seen: datetime | None = None) -> Life:
    """The story through the pure kernel; a verb that the file does not allow fails the test."""
    at = instant(story.registered)
    service = town().service(story.service, at.date())
    assert service is not None
    life = Life(service, town())
    first = _said("register", story.registered, 0, (), "subject", story.fields)
    for seq, said in enumerate([first, *story.acts], 1):
        when = instant(said["at"])
        life.step(
            Act(
                seq=seq, at=when, verb=said["verb"], by="test", role="", task=said["task"], fields=said["fields"],
                words=frozenset(said["words"].split()), tasks=said["tasks"], recorded_at=when,
                calendar=town().calendar_known_at(when, service.hours),
            )
        )  # fmt: skip
        assert not life.wrong, f"{story.service} {said['verb']} at {said['at']}: {life.wrong}"
    if seen is not None:
        life.look(seen)
    return life


def store(stories: Iterable[Story], seen: datetime | None = None) -> list[Case]:
    """Live the stories through the kernel and store them."""
    return store_lives([(story, live(story, seen)) for story in stories], seen)


def store_lives(pairs: Iterable[tuple[Story, Life]], seen: datetime | None = None, *, first: int = 0) -> list[Case]:
    """Store lives with events, promises and tasks, a few statements in all, numbered from `first`; the cases in order.

    A life may come several times: each time it is another case.
    """
    cases, events, promises, tasks, brought = [], [], [], [], []
    for number, (story, life) in enumerate(pairs, first):
        case = _case(story, life, number, seen)
        previous = genesis(case)
        for act in life.acts:
            event = _event(case, act, previous)
            previous = event.hash = event.sealed()
            events.append(event)
        case.hash = previous
        cases.append(case)
        promises += [Promise(case=case, **storing.promise_row(life, given)) for given in life.promises]
        tasks += [Task(case=case, **storing.task_row(task)) for task in life.tasks.values()]
        brings = storing.brought_rows(life).items()
        brought += [Brought(case=case, task=task, code=code, **row) for (task, code), row in brings]
    for model, rows in ((Case, cases), (Event, events), (Promise, promises), (Task, tasks), (Brought, brought)):
        model.objects.bulk_create(rows, batch_size=500)
    return cases


def _case(story: Story, life: Life, number: int, seen: datetime | None) -> Case:
    at = life.acts[0].at
    case = Case(
        id=uuid7(at), number=f"T{at:%y%m%d}{number:06d}", tracking_code=tracking_code(), service=story.service,
        version=life.service.valid_from, registered_at=at, registered_on=at.astimezone(town().zone).date(),
        recorded_at=at, channel=story.channel, area=story.area, collector=story.collector,
        seen_at=seen or life.acts[-1].at, seq=len(life.acts), hash="",
    )  # fmt: skip
    for name, value in storing.case_row(life).items():
        setattr(case, name, value)
    return case


def _event(case: Case, act: Act, previous: str) -> Event:
    return Event(
        case=case, seq=act.seq, at=act.at, recorded_at=act.recorded_at, verb=act.verb, by=act.by, role=act.role,
        task=act.task, fields=dict(act.fields), tasks=[storing.opening_table(one) for one in act.tasks],
        words={"names": sorted(act.words), "digest": ""} if act.words else None, calendar=act.calendar,
        previous=previous,
    )  # fmt: skip
