"""A service as typed, immutable objects: what its file says, ready for use. 「服务事项」

The grammar is closed (kernel §2-3): verbs, promises, tasks, fields and patterns; no expressions.
Reading and the messages for wrong files live in `reading.py` and `checking.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wolaiban.workdays import Period

from .vocabulary import OFFICE

CONTRACT_STATES = ("registered", "responded", "handling", "answered", "closed", "withdrawn", "declined", "merged")
LEFT = ("withdrawn", "declined", "merged")
"""Contract states of cases that ended without an answer."""
RELEASING_VERBS = ("withdraw", "decline", "merge")
KERNEL_FIELDS = ("tasks", "promise", "until")
MATTER = "matter"
"""What a task is about, as typed; where the public reads it the file says so."""


@dataclass(frozen=True)
class Below:
    """A figure of the file, of this one case or task, lies under so many percent. 「低于」"""

    figure: str
    percent: int


@dataclass(frozen=True)
class Pattern:
    """The only condition language: entries that must all hold. 「条件」

    `fields` maps a field to the values that satisfy it. Empty tuples and None mean "not asked".
    """

    do: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    all: str | None = None
    times: int | None = None
    days: int | None = None
    handling: int | None = None
    below: Below | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def of_case(self) -> bool:
        """Whether it speaks of the whole case and so reaches the promises of every task."""
        return bool(self.to) or self.all is not None


@dataclass(frozen=True)
class ByField:
    """A period chosen by a field, such as the grade; provisional until set or `firm_with` falls due."""

    field: str
    choices: Mapping[str, Period]
    firm_with: str | None = None


@dataclass(frozen=True)
class Named:
    """A period, or a day, that a field of the event, task or case names; `otherwise` holds where it names no day."""

    field: str
    otherwise: Period | None = None


@dataclass(frozen=True)
class Path:
    """The latest end over the promises of all tasks of one kind, prerequisites first."""

    of: str


@dataclass(frozen=True)
class Extendable:
    """How far a promise may be extended: `by` from the present due day, or `to` from its start."""

    by: Period | None = None
    to: Period | None = None
    times: int | None = None


@dataclass(frozen=True)
class Reminder:
    """One stage of warning: a share of the period, a span before or after the due instant, due, or daily."""

    text: str
    percent: int | None = None
    before: Period | None = None
    after: Period | None = None
    due: bool = False
    daily: bool = False


@dataclass(frozen=True)
class PromiseRule:
    """A clock as the file declares it: given by, kept by, held by, how long. 「时限承诺」"""

    code: str
    within: Period | ByField | Named | None
    due: Named | Path | None
    given_by: tuple[Pattern, ...]
    kept_by: tuple[Pattern, ...]
    held_by: str
    of: str | None = None
    when: Pattern | None = None
    start: str | None = None
    ends: str = "close"
    released_by: tuple[Pattern, ...] = ()
    stops_for: tuple[str, ...] = ()
    extendable: Extendable | None = None
    remind: tuple[Reminder, ...] = ()
    at_due: str | None = None
    if_broken: str | None = None
    shown: str = "asker"

    @property
    def counts(self) -> bool:
        """Whether figures count it: waits held by the clock are promises to nobody."""
        return self.held_by != "clock"


@dataclass(frozen=True)
class Branch:
    """Where a verb leads; `to` None stays; `when` None always holds."""

    to: str | None
    when: Pattern | None = None


@dataclass(frozen=True)
class VerbRule:
    """Who may do a verb, from which states, to where, with what. `from_states` None: every state but ends.

    `opens_for` says for which kinds of task the unit stands in a field, by kind; these are in `opens` too. They are
    opened only where `opens_when` holds of the task acted on, as of a stage that begins without what should precede it.
    `other_than` names verbs and fields: whoever did one of these, or stands in one of these, may not do it.
    `of_unit` is the field with the unit whose handlers alone may do it.
    `needs_when` names fields that it must carry only where other fields have these values. `once`: not a second time on
    the same case or task.
    `rule` is the dated rule that the frame asks before the verb, `answers` the fields that it may set. `tells` are the
    fields that are said to the asker too, who is then told of the step.
    """

    name: str
    by: tuple[str, ...]
    from_states: tuple[str, ...] | None
    to: tuple[Branch, ...] = ()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    opens_for: Mapping[str, str] = field(default_factory=dict)
    answers: frozenset[str] = frozenset()
    tells: tuple[str, ...] = ()
    opens_when: Pattern | None = None
    needs_when: Mapping[str, Pattern] = field(default_factory=dict)
    once: bool = False
    finishes: bool = False
    drops: bool = False
    after: tuple[Pattern, ...] = ()
    signer: str | None = None
    other_than: tuple[str, ...] = ()
    of_unit: str | None = None
    rule: str | None = None


@dataclass(frozen=True)
class Choice:
    """One value of a field, with its labels; `on` false: kept for old cases, not offered to new ones.

    `when` says with which values of other fields alone it may be chosen: of two authorities, the grounds of one.
    """

    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    on: bool = True
    basis: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldRule:
    """A field that events carry. `seen_by` None: all who may see the case. 「字段」

    A number is not below `least` and not above `most`: a number in its turn, or the field that holds it. `of` are the
    services whose cases alone it may name, any if empty; `unseen`: it may name one that whoever acts may not see.
    """

    name: str
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    default: str | None = None
    seen_by: tuple[str, ...] | None = None
    personal: bool = False
    least: str = ""
    most: str = ""
    unseen: bool = False
    of: tuple[str, ...] = ()

    @property
    def is_words(self) -> bool:
        """Whether it holds what a person typed or sent, which lies in rows that can be erased."""
        return self.personal or self.kind in ("text", "file")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)


@dataclass(frozen=True)
class OftenRule:
    """How many cases within so many days deserve a look: of the same asker, or about the same matter in one area."""

    same: str
    times: int
    days: int


@dataclass(frozen=True)
class MessageRule:
    """A message that a service sends by itself: upon what, to whom, in which words. 「消息」

    Exactly one of `on` (what an event did), `moved` (it moved a due instant that the asker was told) and `stages` (a
    warning came; "any" is each) says when; a town's own have none: the clock writes them. `words` has subject and text
    by language, `channels` the ways in order of preference.
    """

    code: str
    words: Mapping[str, Mapping[str, str]]
    to: tuple[str, ...] = ()
    on: tuple[Pattern, ...] = ()
    moved: bool = False
    stages: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Amount:
    """One side of a figure: how many cases or tasks fit a pattern, or the sum of a number that those carry. 「数量」

    `of` is the field that is added up, None where they are counted; `first` takes the value that it was first set to.
    """

    when: Pattern
    of: str | None = None
    first: bool = False


@dataclass(frozen=True)
class FigureRule:
    """A number that the file declares: a count or a sum, alone or over another, of cases or of tasks. 「自定指标」

    `people`: what stands below the line are people who were asked, so that few of them are told of nobody.
    `each`: it stands beside its case or task and is never added up, as benches and bus lines are not.
    """

    code: str
    top: Amount
    over: Amount | None = None
    of: str | None = None
    people: bool = False
    each: bool = False

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Above the line and, where there is one, below it."""
        return (self.top,) if self.over is None else (self.top, self.over)


@dataclass(frozen=True)
class PartnerRule:
    """What a service exchanges with neighbouring towns. 「跨城往来」

    `takes` are the neighbours' services whose cases it takes over, `passes` the fields that go with a case, `consent`
    the field by whose "yes" the asker's name and contacts go too. `to_home` says which verbs of a case that came from
    a neighbour are told there, and as which verb on the task that waits; `to_handler` the same the other way. `asks`
    says at which verbs every connected neighbour is asked what its record has for the look-back of a rule, and as which
    verb its answer is done; `answers` are the rules whose look-back neighbours may ask here.
    """

    takes: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    consent: str = ""
    to_home: Mapping[str, str] = field(default_factory=dict)
    to_handler: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publication:
    """What the public sees of a service: fields of a case, promises, figures, a board of all cases with some fields.

    `listed`: which cases stand on the board by themselves; None: all. The others are in its numbers only. `asker`: the
    field of kind yes by which whoever asked agrees to be named; empty: nobody is. `words`: fields written for the
    public, by which the listed cases can be read one by one. `until`: the promise at whose due instant a case is public
    no longer, on no page and in no file; `firm`: it is published with the name of the firm. `missed`: promises of
    which every one that was not kept in time is listed with the unit that owed it.
    """

    fields: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    listed: Pattern | None = None
    asker: str = ""
    words: tuple[str, ...] = ()
    until: str = ""
    firm: bool = False
    missed: tuple[str, ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        """The fields of a form that anybody will read, on the board or in the published case."""
        return (*self.board, *self.words)


@dataclass(frozen=True)
class Service:
    """One version of a service; a case keeps the version it was registered under. 「服务事项」

    `hidden` has the states in which only some roles, and whoever asked, may know of a case at all. `rules` are the
    documents by which it is handled: each as it held on the day of the case.
    """

    code: str
    name: Mapping[str, str]
    valid_from: date
    number: str
    asker: str
    hours: str
    policy: str
    states: Mapping[str, str]
    fields: Mapping[str, FieldRule]
    tasks: tuple[str, ...]
    promises: tuple[PromiseRule, ...]
    verbs: Mapping[str, VerbRule]
    task_said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    publish: Publication = Publication()
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    folder: str = ""
    messages: tuple[MessageRule, ...] = ()
    partner: PartnerRule | None = None
    figures: tuple[FigureRule, ...] = ()
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    often: OftenRule | None = None
    rules: tuple[str, ...] = ()

    @cached_property
    def ends(self) -> frozenset[str]:
        """States that no verb names in `from`: nothing runs there, and nothing without `from` applies."""
        named = {state for verb in self.verbs.values() for state in verb.from_states or ()}
        return frozenset(state for state in self.states if state not in named)

    @property
    def is_open(self) -> bool:
        """Whether those whom it is for may ask themselves; else officers alone file under it."""
        return self.asker in self.verbs["register"].by

    @property
    def is_own(self) -> bool:
        """Whether officers file under it for their own office: who asks is the officer, and nobody else is named."""
        return self.asker == OFFICE

    @cached_property
    def promise_rules(self) -> Mapping[str, PromiseRule]:
        return {rule.code: rule for rule in self.promises}

    def task_fields(self, kind: str) -> tuple[str, ...]:
        """What a task of this kind says of itself: as declared, and what its promises count by."""
        of_case = {name for verb in self.verbs.values() if not verb.on for name in (*verb.needs, *verb.may)}
        rules = [rule for rule in self.promises if rule.of == kind]
        lengths = [length for rule in rules for length in (rule.within, rule.due, rule.start)]
        named = [length if isinstance(length, str) else getattr(length, "field", None) for length in lengths]
        counted = (name for name in named if name and name not in of_case)
        return tuple(dict.fromkeys((*self.task_said.get(kind, ()), *counted)))

    def default(self, name: str) -> str | None:
        """The declared default of a field, or None."""
        rule = self.fields.get(name)
        return rule.default if rule else None

    def word(self, kind: str, code: str, lang: str = "zh") -> str:
        """The label of a state, verb, field, choice, promise, role or task kind; the code itself if none.

        `kind` is the table's name in `words.toml`: states, verbs, fields, promises, roles, tasks, figures,
        definitions, units, or `choices.<field>`.
        """
        labels = self.name if (kind, code) == ("service", "name") else self.words.get(kind, {}).get(code, {})
        return labels.get(lang) or labels.get("zh") or code
