"""Whether an event fits the file and the life so far; one list for the frame and for `verify`. 「合规检查」"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from wolaiban.catalogue.rules import RULED
from wolaiban.catalogue.service import ByField, Choice, FieldRule, VerbRule

from .acts import Act
from .chances import against_state, open_spans, pausable
from .extending import against_extension, ceiling, days_to_add, requests
from .matching import fields_hold, value
from .moving import extended
from .opening import against_openings
from .owned import CALENDARS
from .tasks import MATTERS
from .values import CASE_NUMBER, NUMBER, against_value, day_of
from .wrong import Wrong

if TYPE_CHECKING:
    from .machine import Life


TAKES: dict[str, tuple[str, ...]] = {
    "register": ("requester", "place"),
    "correct": ("requester", "place"),
    "merge": ("into",),
    "join": ("merged",),
    "delegate": ("to", "until"),
    "extend": ("promise", "until"),
    "grant_extension": ("promise", "until"),
    "refuse_extension": ("promise", "until"),
    "recount": (CALENDARS,),
}
"""What verbs of the kernel carry besides the fields that a file gives them."""

BY_CLOCK = ("because",)
"""What the clock alone carries: the promise that made it act."""

UNREADABLE = frozenset(
    {"not_a_choice", "not_a_date", "not_a_number", "not_a_code", "not_a_period", "no_such_task", "no_such_promise"}
)
"""Reasons that say a value means nothing, so that there is nothing to apply."""


def against(life: Life, act: Act, verb: VerbRule | None) -> Iterator[Wrong]:
    """Every reason why the act may not happen now, the most telling first."""
    if verb is None:
        yield Wrong(act.seq, "unknown_verb", {"verb": act.verb})
        return
    yield from against_state(life, verb, act.task, act.seq)
    if life.state and life.acts and act.at < life.acts[-1].at:
        yield Wrong(act.seq, "back_in_time", {"at": life.acts[-1].at.isoformat()})
    if act.role and act.role not in verb.by:
        yield Wrong(act.seq, "wrong_role", {"verb": act.verb, "role": act.role})
    yield from _fields(life, act, verb)
    yield from against_openings(life, act, verb)
    yield from _effects(life, act)


def _fields(life: Life, act: Act, verb: VerbRule) -> Iterator[Wrong]:
    carried = set(act.fields) | (act.words - {MATTERS}) | ({"tasks"} if act.tasks else set())
    for name in verb.needs:
        if name not in carried:
            yield Wrong(act.seq, "needs", {"verb": act.verb, "field": name}, name)
    for name, pattern in verb.needs_when.items():
        if name not in carried and fields_hold(life, pattern, act, act.task):
            yield Wrong(act.seq, "needs", {"verb": act.verb, "field": name}, name)
    known = {*verb.needs, *verb.may, "tasks", *TAKES.get(act.verb, ()), *(BY_CLOCK if act.role == "clock" else ())}
    known |= {*RULED, *verb.answers} if verb.rule else set()
    for name in sorted(carried - known):
        yield Wrong(act.seq, "not_taken", {"verb": act.verb, "field": name}, name)
    for name, text in act.fields.items():
        rule = life.service.fields.get(name)
        if rule is not None and name in known:
            yield from against_value(act.seq, rule, text) if rule.kind != "choice" else _choice(life, act, rule, text)
            yield from _bounds(life, act, rule, text)
        elif name in known:
            yield from _of_the_kernel(life, act, name, text)
    yield from _regrade(life, act, carried)


def _choice(life: Life, act: Act, rule: FieldRule, text: str) -> Iterator[Wrong]:
    """Why this is none of the choices that there are here: some hang on other fields."""
    codes = [choice.code for choice in choices_now(life, rule, act, act.task)]
    if text not in codes:
        about = {"field": rule.name, "value": text, "choices": ", ".join(codes)}
        yield Wrong(act.seq, "not_a_choice", about, rule.name)


def _bounds(life: Life, act: Act, rule: FieldRule, text: str) -> Iterator[Wrong]:
    """Why a number is too small or too large, beside another field or as the file says."""
    if not NUMBER.fullmatch(text):
        return
    for bound, sign, code in ((rule.least, 1, "too_small"), (rule.most, -1, "too_large")):
        limit = value(life, bound, act, act.task) if bound in life.service.fields else bound
        if limit and NUMBER.fullmatch(limit) and sign * Decimal(text) < sign * Decimal(limit):
            yield Wrong(act.seq, code, {"field": rule.name, "value": text, "limit": limit}, rule.name)


def choices_now(
    life: Life, rule: FieldRule, act: Act | None = None, task: int = 0, *, unasked: Collection[str] = ()
) -> list[Choice]:
    """The choices of a field that fit what the case, the task and the event say otherwise; `unasked` decide nothing."""
    return [
        choice
        for choice in rule.choices
        if all(name in unasked or value(life, name, act, task) in words for name, words in choice.when.items())
    ]


def _of_the_kernel(life: Life, act: Act, name: str, text: str) -> Iterator[Wrong]:
    """Why a field that no file declares cannot have this value: none of them is free text either."""
    if name == "promise" and text not in life.service.promise_rules:
        yield Wrong(act.seq, "no_such_promise", {"promise": text}, name)
    elif name == "until" and day_of(text) is None:
        yield Wrong(act.seq, "not_a_date", {"field": name, "value": text}, name)
    elif name in ("into", "merged") and not CASE_NUMBER.fullmatch(text):
        yield Wrong(act.seq, "not_a_number_of_case", {"value": text}, name)


def _regrade(life: Life, act: Act, carried: set[str]) -> Iterator[Wrong]:
    """A change of grade needs its ground; the first grade is no change (kernel §6.3, field book 1.2)."""
    for given in life.promises:
        within = given.rule.within
        if isinstance(within, ByField) and given.is_open and given.graded and given.task in (0, act.task):
            new = act.fields.get(within.field)
            changed = new is not None and given.period != within.choices.get(new) and within.firm_with is not None
            if changed and "ground" not in carried:
                yield Wrong(act.seq, "ground_for_grade", {"field": within.field}, "ground")


def _effects(life: Life, act: Act) -> Iterator[Wrong]:
    reason = act.fields.get("reason")
    if act.verb == "pause" and reason is not None and reason not in pausable(life, act.task):
        paused = any(span.reason == reason for span in open_spans(life, act.task))
        yield Wrong(act.seq, "already_paused" if paused else "nothing_to_pause", {"reason": reason}, "reason")
    if act.verb == "resume" and not any(span.is_for(act.task, reason, act.by) for span in open_spans(life, act.task)):
        yield Wrong(act.seq, "not_paused")
    if act.verb in ("extend", "grant_extension"):
        yield from _extension(life, act)
    elif act.verb == "refuse_extension" and "promise" in act.fields and not _asked(life, act):
        yield Wrong(act.seq, "no_request", {"promise": act.fields["promise"]}, "promise")
    elif act.verb == "delegate":
        yield from _delegation(life, act)


def _asked(life: Life, act: Act) -> bool:
    return bool(requests(life, act.fields.get("promise", ""), act.task))


def _extension(life: Life, act: Act) -> Iterator[Wrong]:
    """Asked and granted before the due instant, not while paused, at most to the ceiling (design §2.4)."""
    promise, until = act.fields.get("promise", ""), day_of(act.fields.get("until"))
    given, barred = extended(life, act), against_extension(life, promise, act.task, act.seq)
    if given is None or barred is not None:
        yield barred or Wrong(act.seq, "not_running", {"promise": promise}, "promise")
    elif act.verb == "grant_extension" and not _asked(life, act):
        yield Wrong(act.seq, "no_request", {"promise": given.code}, "promise")
    elif until is None:
        yield Wrong(act.seq, "not_a_date", {"field": "until", "value": act.fields.get("until", "")}, "until")
    elif (last := ceiling(life, given)) is not None and until > last:
        about = {"until": until.isoformat(), "last": last.isoformat()}
        yield Wrong(act.seq, "beyond_ceiling", about, "until")
    elif not days_to_add(life, given, until):
        yield Wrong(act.seq, "no_extension", {"until": until.isoformat()}, "until")


def _delegation(life: Life, act: Act) -> Iterator[Wrong]:
    """The last day of a delegation is not over yet (kernel §9)."""
    until = day_of(act.fields.get("until"))
    if until is not None and until < act.at.astimezone(life.zone).date():
        yield Wrong(act.seq, "day_over", {"field": "until", "value": until.isoformat()}, "until")
