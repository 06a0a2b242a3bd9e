"""What callers send: shapes that refuse an unknown name with the nearest known one. 「请求内容」"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from wolaiban.catalogue.vocabulary import CHANNELS, CHANNELS_OF_ASKERS
from wolaiban.lib.words import Refusal
from wolaiban.promises.arithmetic import instant_of
from wolaiban.promises.town import town


def _without_nul(text: str) -> str:
    # PostgreSQL stores no NUL in text.
    if "\x00" in text:
        raise refused("含有无效字符，请删去。", "There are invalid characters in this; take them out.")
    return text


def _instant(text: str) -> datetime:
    try:
        return instant_of(text, town().zone)
    except Refusal as refusal:
        raise refused(refusal.zh, refusal.en) from refusal


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise refused("没有这一天，请写成 2024-09-19。", "There is no such day. Write it as 2024-09-19.") from error


def refused(zh: str, en: str) -> PydanticCustomError:
    """An error of a field with its own sentence in two languages."""
    return PydanticCustomError("refused", "{en}", {"zh": zh, "en": en})  # type: ignore[arg-type]


def _text(most: int, least: int = 0, **more: Any) -> Any:
    """A trimmed text of at most so many characters."""
    field = Field(min_length=least, max_length=most, json_schema_extra={"pattern": r"^[^\x00]*$", **more})
    return Annotated[str, Field(strict=True), field, AfterValidator(_without_nul)]


Line = _text(200)
Code = _text(60)
AreaCode = _text(20)
Login = _text(40, 1)
PeriodText = _text(60, 1)
OFFICERS_CHANNELS = [code for code in CHANNELS if code not in CHANNELS_OF_ASKERS]
Subject = _text(200, minLength=1, examples=["厂区用水接入卡住了"])
"""Needed, as the description says; that it is missing is for the kernel to tell, together with all else."""
Body = _text(20_000)
Instant = Annotated[
    str,
    Field(max_length=40, examples=["2024-09-13T16:50:00+08:00", "2024-09-13T16:50"]),
    AfterValidator(_instant),
]
"""ISO 8601; without an offset it is the town's time. Validated into an aware datetime."""

Reference = Annotated[str, Field(max_length=120), AfterValidator(_without_nul)]
Files = Annotated[list[Reference], Field(max_length=10)]
"""Files that were sent ahead, by what POST /files answered; only fields of kind `file` take them."""

Day = Annotated[str, Field(max_length=10, json_schema_extra={"format": "date"}), AfterValidator(_day)]

Value = Files | Annotated[str, Field(max_length=20_000), AfterValidator(_without_nul)] | bool | int | None


class Strict(BaseModel):
    """A shape that takes no other names than its own."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _known_names(cls, sent: Any) -> Any:
        if isinstance(sent, dict):
            known = sorted(field.alias or name for name, field in cls.model_fields.items())
            names = sorted(str(name) for name in sent if name not in known)
            if names:
                raise PydanticCustomError("unknown_fields", "unknown fields", {"names": names, "known": known})
        return sent


class Requester(Strict):
    """Who asks; a name or an organisation, and a phone number or an e-mail address, are needed."""

    name: Line = ""
    phone: Line = ""
    email: Line = ""
    organisation: Line = ""
    credit_code: Line = ""
    language: Literal["", "zh", "zh-hans", "en"] = ""


class NewCase(Strict):
    """What somebody asks for."""

    model_config = ConfigDict(json_schema_extra={"required": ["service", "subject", "requester"]})

    service: Code = Field(examples=["service"], description="Code of a service, as GET /services lists them.")
    subject: Subject = ""
    text: Body = ""
    requester: Requester = Field(default_factory=Requester)
    place: Line = ""
    board: Code = ""
    channel: Code = Field(
        "online",
        description=f"Without a token {' or '.join(CHANNELS_OF_ASKERS)}; officers also {', '.join(OFFICERS_CHANNELS)}.",
    )
    area: AreaCode = ""
    confidential: bool | None = None
    asked_at: Instant | None = Field(None, description="Officers: when the conversation was, at most a day back.")
    written_at: Instant | None = Field(
        None, description="When the device wrote it down, not after now; kept and shown, never counted."
    )
    answers: Annotated[dict[Code, Value], Field(max_length=50)] = Field(
        default_factory=dict, description="Further fields of the service, by their codes."
    )


class Opening(Strict):
    """A task to open: what one unit answers for inside the case."""

    kind: Code
    unit: Code
    matter: Line = ""
    name: Code = ""
    after: Annotated[list[Code], Field(max_length=50)] = Field(default_factory=list)
    replaces: Annotated[int, Field(ge=1, le=10_000)] | None = None


class Act(BaseModel):
    """What a verb carries; besides these the fields that the service's file gives it."""

    model_config = ConfigDict(extra="allow")

    at: Instant | None = Field(None, description="Tokens with the scope `import` only: when it happened.")
    task: Annotated[int, Field(ge=0, le=10_000)] = 0
    tasks: Annotated[list[Opening], Field(max_length=100)] = Field(default_factory=list)
    lead: Code = Field("", description="Unit that leads: short for one of `tasks`.")
    co: Annotated[list[Code], Field(max_length=50)] = Field(default_factory=list, description="Units that take part.")
    requester: Requester | None = Field(None, description="`correct` only: the entries that change.")
    tracking_code: Code = ""


class HandOver(Strict):
    """Who leaves, and who takes over."""

    leaver: Login = Field(description="Login of the officer to whom something of the case is bound.")
    heir: Login = Field(description="Login of the officer who takes over, and holds a post today.")


class ForCase(Strict):
    """For which case a file is, where there is one already; without a token its code is needed."""

    number: Code = ""
    tracking_code: Code = ""


class PauseSpan(Strict):
    """A stretch that does not count; without `to` it is still open."""

    since: Instant = Field(alias="from")
    until: Instant | None = Field(None, alias="to")


class Asked(Strict):
    """A period and when it begins."""

    period: PeriodText
    start: Instant = Field(alias="from")
    pauses: Annotated[list[PauseSpan | Annotated[str, Field(max_length=90)]], Field(max_length=100)] = Field(
        default_factory=list, description="Each {from, to?}, or ISO/ISO."
    )
    lang: Literal["zh", "en"] | None = None


class Filters(Strict):
    """Which cases of the list."""

    service: Code = ""
    state: Code = Field("", description="A contract state, or a state of the service's file.")
    unit: Code = Field("", description="Code of a unit that has, or had, a task in it.")
    holder: Code = Field("", description="Who holds a promise that is still owed: code of a unit, or a role.")
    overdue: bool = False
    registered_from: Day | None = Field(None, description="First day of registration.")
    registered_to: Day | None = Field(None, description="Last day of registration, included.")
    changed_since: Instant | None = Field(None, description="Something was recorded in it at or after this instant.")
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=40)] = ""


class Span(Strict):
    """Which figures."""

    service: Code
    first: Code = Field("", alias="from", description="First day of registration: of a month, such as 2024-04-01.")
    last: Code = Field("", alias="to", description="Last day of registration, included: of a month, or today.")
    by: Line = Field("", description="Breakdown: month, unit, channel or a published field; officers: several.")
