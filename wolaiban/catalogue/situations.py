"""Situations: stories beside a service that say what must come out; the demo tells them, the tests run them. 「情形」

`situations.toml` in the service's folder. A clerk reads it aloud: who does what when, and what must then hold.

    [cast]                                   # who plays; a step may also name a bare role
    firm_a = { role = "firm", zh = "凯新森", en = "Kaixinsen" }
    water  = { role = "unit", unit = "水务", zh = "水务集团", en = "Water company" }

    [[situation]]
    zh = "十六点五十分提出，节后三个工作日内办结"
    en = "Asked at 16:50, done within 3 working days after the holiday"
    start = 2024-06-07T16:50:00              # town time; no offset is needed
    demo = true                              # the demo tells it (default false)
    note = "Monday is 端午节"                 # free text

    [[situation.step]]
    do = "register"                          # a verb of the service
    who = "firm_a"                           # the cast's name, a role, or "clock"
    fields = { text = "厂区用水接入卡住了" }

    [[situation.step]]
    at = "+25 minutes"                       # after the step before; or an instant; absent: the same instant
    do = "dispatch"
    who = "desk"
    tasks = [{ kind = "lead", unit = "水务" }] # the tasks it opens
    expect.state = "handling"
    expect.promise.done = { due_at = "2024-06-13 17:00", state = "running" }

    [[situation.step]]                       # no verb: only look, at that instant
    at = "2024-06-13 17:01"
    expect.promise.done = { state = "broken", due_at = "2024-06-13 17:00" }

    [[situation.step]]
    do = "close"
    who = "stranger"
    refused = "role"                         # the verb must be refused, for this reason

Keys of a step: `at, do, who, for` (whom of the cast an officer registers it for), `task` (number of the task it acts
on; 0 the case), `fields`, `tasks`, `earlier` (numbers of the earlier cases that a rule would find), `refused`,
`expect`. `expect` holds `state`, `contract` (the state for the API), `fields`, `task.<number>`, `promise.<code>`.
Told by the demo, the second of the cast with one role and unit is a second officer, and a field that holds a case may
say the name of its story.
A promise may state `state` (running, paused, kept, broken, kept_late, released; none = not given), `due_at` and
`first_due_at` (instants; `due_at = "none"` while paused), `provisional`, `round` (default: the latest), `task`
(default 0), `reminders` (how many stages were due). For one code on several tasks or rounds write a list.
A task states its `state` (waiting, open, done, dropped). Where only the state is asked, the word alone does:
`expect.promise.respond = "kept"`, `expect.task.2 = "done"`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

PROMISE_STATES = ("running", "paused", "kept", "broken", "kept_late", "released", "none")
TASK_STATES = ("waiting", "open", "done", "dropped")
REFUSALS = (
    "state", "role", "needs", "after", "signer", "rule", "task", "end", "extension", "pause", "unknown", "other",
)  # fmt: skip
"""Why a verb is refused: the case's state, the role, a missing field, a verb or task that must come first, …"""


@dataclass(frozen=True)
class Player:
    """Somebody of the cast: a role, and the unit they act for. 「角色」"""

    name: str
    role: str
    unit: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExpectedPromise:
    """What must hold of one promise; None is not asked; `no_due`: there must be no due instant at present."""

    code: str
    task: int = 0
    round: int | None = None
    state: str | None = None
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    no_due: bool = False
    provisional: bool | None = None
    reminders: int | None = None


@dataclass(frozen=True)
class Expectation:
    """What must hold after a step. 「应有结果」"""

    state: str | None = None
    contract: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[int, str] = field(default_factory=dict)
    promises: tuple[ExpectedPromise, ...] = ()


@dataclass(frozen=True)
class Step:
    """One act, or (without a verb) one look. 「步骤」"""

    at: datetime
    verb: str | None = None
    who: str = ""
    asker: str = ""
    task: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)
    tasks: tuple[Mapping[str, Any], ...] = ()
    earlier: tuple[str, ...] = ()
    refused: str | None = None
    expect: Expectation = Expectation()


@dataclass(frozen=True)
class Situation:
    """A story with what must come out of it. 「情形」"""

    service: str
    name: Mapping[str, str]
    start: datetime
    steps: tuple[Step, ...]
    cast: Mapping[str, Player]
    demo: bool = False
    note: str = ""

    def player(self, who: str) -> Player:
        """Somebody of the cast, or a nobody who has the role of that name."""
        return self.cast.get(who) or Player(who, who)
