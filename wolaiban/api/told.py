"""What callers are told: the shapes of answers and of problems. 「答复内容」"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from wolaiban.promises.town import town

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Words = dict[str, str]


class Told(Schema):
    """An answer; later versions may add members."""

    model_config = ConfigDict(extra="ignore")


class FieldError(Told):
    """What is wrong with one field."""

    field: str
    message: str


class Last(Told):
    """Who did what last: what the second of two is told."""

    verb: str
    label: str
    by: str
    at: Moment
    state: str
    state_label: str


class Possible(Told):
    """A verb that may be done now."""

    verb: str
    label: str
    task: int
    needs: list[str]
    may: list[str]


class ProblemTold(Told):
    """A problem as RFC 9457 has it, in the caller's language."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError]
    last: Last | None = None
    possible: list[Possible] | None = None


class Stage(Told):
    """The file's own, finer state."""

    code: str
    label: str


class PromiseTold(Told):
    """A clock that somebody holds for the case; `due_at` is null while it is paused."""

    code: str
    label: str
    due_at: Moment | None
    state: str
    provisional: bool


class CaseFiled(Told):
    """A case just registered; the tracking code opens it for whoever asked."""

    number: str
    tracking_code: str
    state: str
    stage: Stage
    promises: list[PromiseTold]
    url: str


class Unit(Told):
    """Who is responsible: a unit, or a role until there is one."""

    code: str
    label: str


class PromiseShown(PromiseTold):
    """A promise with its arithmetic; figures judge by the earlier of `due_at` and `first_due_at`."""

    task: int
    round: int
    holder: Unit
    given_at: Moment
    period: str
    first_due_at: Moment | None
    settled_at: Moment | None
    broken_at: Moment | None
    left: str | None
    seconds_left: int | None
    steps: list[str]


class TaskTold(Told):
    """What one unit answers for inside the case."""

    number: int
    kind: str
    label: str
    unit: Unit
    matter: str
    state: str
    opened_at: Moment | None
    signed_at: Moment | None
    over_at: Moment | None


class Who(Told):
    """Who acted: post and unit; the name for staff only."""

    kind: str
    label: str
    unit: str
    name: str


class Moved(Told):
    """A promise whose due instant an event moved: by a pause or its end, an extension, a grade or the calendar.

    `due_at` is null where the promise is paused since.
    """

    code: str
    task: int
    why: str
    due_at: Moment | None


class FileTaken(Told):
    """A file that was taken in; `file` names it to the verb that is to carry it."""

    file: str
    name: str
    type: str
    size: int


class FileTold(Told):
    """A file that came with a step; `url` hands it out, with the token, or with `?tracking_code=`."""

    id: str
    name: str
    type: str
    size: int
    url: str


class Step(Told):
    """One event of the case."""

    seq: int
    verb: str
    label: str
    at: Moment
    recorded_at: Moment
    who: Who
    task: int
    fields: dict[str, str]
    words: dict[str, Any]
    files: list[FileTold]
    moved: list[Moved]


class RequesterTold(Told):
    """Who asked; `masked`: the reader is not to know, every entry is empty and the name says so."""

    name: str
    phone: str
    email: str
    organisation: str
    credit_code: str
    masked: bool


class LinkTold(Told):
    """A case that this one names in a field, or (`names_it`) one naming it; its number alone to who may not see it."""

    number: str
    field: str
    label: str
    task: int
    names_it: bool
    subject: str
    state: str


class CaseTold(Told):
    """One case as its caller may see it."""

    number: str
    service: str
    service_name: str
    state: str
    stage: Stage
    subject: str
    text: str
    place: str
    requester: RequesterTold
    channel: str
    area: str
    lead: Unit | None
    registered_at: Moment
    recorded_at: Moment
    written_at: Moment | None
    fields: dict[str, str]
    promises: list[PromiseShown]
    tasks: list[TaskTold]
    links: list[LinkTold]
    history: list[Step]
    possible: list[Possible]
    url: str


class Done(Told):
    """What a verb made of the case."""

    number: str
    verb: str
    seq: int
    at: Moment
    state: str
    stage: Stage
    promises: list[PromiseTold]
    possible: list[Possible]


class Row(Told):
    """A case in a list."""

    number: str
    service: str
    subject: str
    state: str
    stage: Stage
    registered_at: Moment
    next_due_at: Moment | None
    overdue: bool
    lead_unit: str
    url: str


class Page(Told):
    """A page of cases; `next` is the cursor of the following page, null on the last."""

    cases: list[Row]
    next: str | None


class Working(Told):
    """The arithmetic of a period."""

    period: str
    start: Moment = Field(alias="from")
    due_at: Moment | None
    counted: list[str]
    calendar: str
    provisional: bool
    steps: list[str]


class ServiceInShort(Told):
    """A service on offer, in both languages."""

    code: str
    name: Words
    promise: Words
    purpose: Words
    valid_from: str


class Services(Told):
    """The services in force today."""

    services: list[ServiceInShort]


class Labelled(Told):
    """A code with its words in both languages."""

    code: str
    label: Words


class StateTold(Labelled):
    """A state of the file, and the contract state that it counts as."""

    counts_as: str


class FieldTold(Labelled):
    """A field; of its choices those that are switched on."""

    kind: str
    personal: bool
    default: str | None
    choices: list[Labelled]


class VerbTold(Labelled):
    """A verb: who may, from which states (null: every state but ends), what it needs and may carry."""

    by: list[str]
    since: list[str] | None = Field(alias="from")
    needs: list[str]
    may: list[str]
    on: list[str]
    opens: list[str]


class PeriodByChoice(Told):
    """A period for each choice of a field."""

    by: str
    choices: dict[str, Words]


class PromiseRuleTold(Labelled):
    """A promise as the file declares it; `within` is null where an event names the period or the day."""

    within: PeriodByChoice | Words | None
    held_by: str
    of: str | None
    stops_for: list[str]


class ServiceTold(ServiceInShort):
    """One service as its file declares it."""

    asker: Labelled
    states: list[StateTold]
    fields: list[FieldTold]
    verbs: list[VerbTold]
    promises: list[PromiseRuleTold]


class ClockTold(Told):
    """How the clock is: late when it has not ticked, or left something due unsettled, for 5 minutes."""

    late: bool
    last_tick: Moment | None
    unsettled: int = Field(description="Promises that are due, or have a warning due, and were not seen to yet.")
    put_off: int = Field(description="Cases that failed and wait to be tried again.")


class MessagesTold(Told):
    """How messages stand: those that wait, those given up, and whether this instance is held from sending."""

    waiting: int
    oldest: Moment | None = Field(description="When the longest waiting one might have gone out.")
    given_up: int = Field(description="Could not be delivered in three days, or were refused for good.")
    held: bool = Field(description="A copy or restored backup: nothing goes out until wolaiban confirm.")


class Health(Told):
    """How the town's server is: ok, or degraded while its clock is late."""

    status: str
    town: str
    name: Words
    version: str
    database: str
    now: Moment
    demo: bool
    clock: ClockTold
    messages: MessagesTold


def moment(instant: datetime | None) -> str | None:
    """An instant with the town's offset."""
    return instant.astimezone(town().zone).isoformat() if instant else None


def problems(*statuses: int) -> dict[int, type[ProblemTold]]:
    """The problems that a call may be answered with, as its description lists them."""
    return dict.fromkeys(statuses, ProblemTold)
