"""What of a case its asker is told: which promises, steps and words; notes among officers never are. 「告知范围」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from wolaiban.catalogue.service import Service
from wolaiban.workdays import Due

from .life import Given, Life, Move
from .life.tasks import MATTERS
from .models import Event

# A verb that moves the case is always told; of the others these.
TOLD = frozenset(
    {"register", "respond", "talk", "say", "take_charge", "meet", "sign", "pause", "resume", "grant_extension",
     "answer", "call_back", "rate", "correct", "recount", "join", "close"}
)  # fmt: skip
WRITTEN_FOR_ASKER: Mapping[str, tuple[str, ...]] = {
    "respond": ("text",), "talk": ("text",), "say": ("text",), "meet": ("text",), "answer": ("answer",),
    "close": ("answer",), "decline": ("ground",), "withdraw": ("ground",), "rate": ("text",), "reopen": ("text",),
    "resume": ("text",), "pause": ("ground",), "register": (),
}  # fmt: skip
CODES_FOR_ASKER = ("board", "grade", "reason", "until", "rating", "resolved", "into")
OTHERWISE_SHOWN = frozenset({"requester", "place", MATTERS})


def written_for_asker(service: Service, verb: str) -> tuple[str, ...]:
    """The fields of a verb that its asker reads: those that the file names, else as for every service.

    The files that come with words written for them are so too.
    """
    rule = service.verbs.get(verb)
    if rule is not None and rule.tells:
        return rule.tells
    if verb not in WRITTEN_FOR_ASKER:
        return ()
    carried = (*rule.needs, *rule.may) if rule else ()
    files = (name for name in carried if (known := service.fields.get(name)) and known.kind == "file")
    return (*WRITTEN_FOR_ASKER[verb], *files)


def reader_lang() -> str:
    """The language of the reader as the files of services name it: "en" or "zh"."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def promise_told(given: Given, *, staff: bool) -> bool:
    """Whether a promise is shown: some concern officers only. A public wait of the clock is, while it lasts."""
    if not given.rule.counts:
        return given.rule.shown == "public" and given.is_running
    return staff or given.rule.shown != "staff"


def steps_told(life: Life, given: Given, working: Due, lang: str, holder: str) -> list[str]:
    """The working of a due instant; first by whose hours, where they are a unit's own. `holder` is its title."""
    steps = working.steps(lang)
    if not given.hours:
        return steps
    frames = [f"{_clock(since)}-{_clock(until)}" for since, until in life.timetable(given).hours.frames]
    if lang == "zh":
        return [f"按{holder}自己的服务时间和日历计算：{'、'.join(frames)}", *steps]
    return [f"Counted by the service hours and calendar of {holder}: {', '.join(frames)}", *steps]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def moves_told(life: Life, seq: int, *, staff: bool) -> list[tuple[Given, Move]]:
    """What an event did to due instants that had been told: which promise was paused, resumed, extended, to when."""
    told = [given for given in life.promises if promise_told(given, staff=staff)]
    return [(given, move) for given in told for move in given.moves if move.seq == seq and move.why != "given"]


def step_told(service: Service, event: Event, *, staff: bool) -> bool:
    """Whether an event is shown."""
    rule = service.verbs.get(event.verb)
    return staff or event.verb in TOLD or bool(rule and (rule.to or rule.tells))


def unsigned(life: Life) -> frozenset[int]:
    """The answers that wait, or waited, for a signature and were not the ones signed: drafts, which no asker reads."""
    found, draft = set[int](), 0
    entered = {change.seq: change.state for change in life.changes}
    for act in life.acts:
        state = entered.get(act.seq)
        if state is None:
            continue
        if act.verb == "answer" and _to_sign(life.service, state):
            draft = act.seq
            found.add(draft)
        elif life.service.states.get(state) in ("answered", "closed"):
            found.discard(draft)
    return frozenset(found)


def _to_sign(service: Service, state: str) -> bool:
    """Whether what came into this state waits for a named person's signature."""
    return any(
        verb.signer and state in (verb.from_states or ()) and any(branch.to not in (None, state) for branch in verb.to)
        for verb in service.verbs.values()
    )


@dataclass(frozen=True)
class Reader:
    """Who reads a case: staff or its asker, and in which roles they see it. 「阅者」

    `apart` are the events of the time when the case was hidden from this reader: what was said then stays there; for
    its asker also the answers that nobody signed.
    """

    service: Service
    staff: bool
    roles: frozenset[str]
    apart: frozenset[int] = frozenset()

    def sees(self, name: str) -> bool:
        """Whether the file lets this reader see a field, wherever it stands: `seen_by` names roles, else all may."""
        rule = self.service.fields.get(name)
        return rule is None or rule.seen_by is None or bool(self.roles & set(rule.seen_by))

    def steps(self, event: Event) -> bool:
        """Whether an event is shown."""
        return event.seq not in self.apart and step_told(self.service, event, staff=self.staff)

    def words(self, event: Event, content: Mapping[str, Any]) -> dict[str, Any]:
        """The typed words of an event that are shown; who asked and where stands elsewhere."""
        names = content if self.staff else written_for_asker(self.service, event.verb)
        told = (name for name in names if name in content and name not in OTHERWISE_SHOWN)
        return {name: content[name] for name in told if self.sees(name)}

    def codes(self, event: Event) -> dict[str, str]:
        """The codes of an event that are shown."""
        rule = self.service.verbs.get(event.verb)
        codes = {*CODES_FOR_ASKER, *(rule.tells if rule else ())}
        told = (name for name in event.fields if self.staff or name in codes)
        return {name: event.fields[name] for name in told if self.sees(name)}
