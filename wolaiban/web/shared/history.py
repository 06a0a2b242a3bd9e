"""What happened to a case, in plain words: to its asker what concerns them, to staff everything. 「办理经过」"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wolaiban.catalogue.rules import RULED
from wolaiban.catalogue.service import Named, Service
from wolaiban.promises.attaching import is_file
from wolaiban.promises.life import Life, Move
from wolaiban.promises.life.tasks import MATTERS
from wolaiban.promises.life.values import period_of
from wolaiban.promises.models import Event, Words
from wolaiban.promises.names import NAMING
from wolaiban.promises.telling import Reader, moves_told

from .links import to_file
from .people import Names
from .ruling import RulingShown, ruling_shown
from .telling import reader_lang, when


@dataclass(frozen=True)
class FileShown:
    """A file that came with a step. 「附件」"""

    name: str
    size: int
    address: str


@dataclass(frozen=True)
class StepShown:
    """One event in the reader's language; `begins` says that a day begins with it, as where a wait is over. 「一步」"""

    seq: int
    at: datetime
    recorded_at: datetime
    verb: str
    label: str
    who: str
    behalf: str
    said: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    by_person: bool
    files: tuple[FileShown, ...] = ()
    ruling: RulingShown | None = None
    begins: bool = False

    @property
    def late_entry(self) -> bool:
        """Whether somebody wrote it down later than it happened, to the minute."""
        return self.by_person and (self.recorded_at - self.at).total_seconds() >= 60


def steps_shown(
    reader: Reader, life: Life, events: Iterable[Event], words: Mapping[int, Words], names: Names
) -> list[StepShown]:
    """The events that a reader may see, the latest first."""
    found, first, typed = list[StepShown](), 1, _matters(reader, words) if reader.staff else {}
    for event in events:
        if reader.steps(event):
            found.append(_step(reader, life, event, words, names, _opened(reader, event, names, typed, first)))
        first += len(event.tasks)
    return found[::-1]


def _opened(
    reader: Reader, event: Event, names: Names, typed: Mapping[int, str], first: int
) -> Iterable[tuple[str, str]]:
    """The tasks that an event opened, with their units, and to staff what they were about then.

    `first` is the number of the first of them. Two that read alike are told once.
    """
    service, found = reader.service, dict[tuple[str, str], None]()
    for number, task in enumerate(event.tasks, start=first):
        kind = str(task.get("kind", ""))
        about = _about(reader, kind, task.get("fields", {}), typed.get(number, ""), names) if reader.staff else ""
        holder = names.holder(service, str(task.get("unit", "")))
        found[service.word("tasks", kind, reader_lang()), gettext("：").join(filter(None, [holder, about]))] = None
    return found


def tasks_about(reader: Reader, life: Life, words: Mapping[int, Words], names: Names) -> dict[int, str]:
    """What each task is about now, by number: the words of who opened it, then what it says of itself."""
    typed = _matters(reader, words)
    return {n: _about(reader, one.kind, one.fields, typed.get(n, ""), names) for n, one in life.tasks.items()}


def _matters(reader: Reader, words: Mapping[int, Words]) -> dict[int, str]:
    if not reader.sees("matter"):
        return {}
    return {int(n): text for row in words.values() for n, text in row.content.get(MATTERS, {}).items()}


def _about(reader: Reader, kind: str, fields: Mapping[str, str], matter: str, names: Names) -> str:
    """A day or a number is told with its name; a day that a promise counts by stands beside that promise."""
    service, lang, told = reader.service, reader_lang(), [matter]
    days = {rule.due.field for rule in service.promises if rule.of == kind and isinstance(rule.due, Named)}
    for name in service.task_said.get(kind, ()):
        if fields.get(name) and name not in days and reader.sees(name):
            label = "" if service.fields[name].kind == "choice" else service.word("fields", name, lang)
            told.append(f"{label} {value_shown(service, name, fields[name], names)}".strip())
    return gettext("、").join(filter(None, told))


def _step(
    reader: Reader, life: Life, event: Event, all_words: Mapping[int, Words], names: Names,
    units: Iterable[tuple[str, str]],
) -> StepShown:  # fmt: skip
    lang, service, words = reader_lang(), reader.service, all_words.get(event.seq)
    content = reader.words(event, words.content if words else {})
    named = [one for name, value in content.items() if is_file(service, name) for one in value]
    files = [FileShown(f["name"], f["size"], to_file(event.case, f["file"], staff=reader.staff)) for f in named]
    typed = {name: text for name, text in content.items() if not is_file(service, name)}
    ruling = ruling_shown(reader, life, event, all_words)
    proof = {text for line in ruling.lines for text in line.evidence} if ruling else set()  # stands there already
    said = [(service.word("fields", name, lang), str(text)) for name, text in typed.items() if str(text) not in proof]
    if words is not None and words.erased_at:
        said = [(gettext("文字"), gettext("已依法删除"))]
    opens_for = service.verbs[event.verb].opens_for if event.verb in service.verbs else {}
    told_as_units = {opens_for.get(str(task.get("kind", ""))) for task in event.tasks}
    codes = [
        (service.word("fields", name, lang), value_shown(service, name, value, names))
        for name, value in reader.codes(event).items()
        if name not in ("because", *RULED) and name not in told_as_units
    ]
    codes += [
        (service.word("promises", given.code, lang), _until(move))
        for given, move in moves_told(life, event.seq, staff=reader.staff)
    ]
    return StepShown(
        event.seq, event.at, event.recorded_at, event.verb, service.word("verbs", event.verb, lang),
        names.actor(service, event), names.behalf(event) if reader.staff else "", tuple(said), tuple(codes),
        tuple(units), event.by.startswith("officer:"), tuple(files), ruling,
        any(rule.at_due == event.verb and rule.ends == "daybreak" for rule in service.promises),
    )  # fmt: skip


def _until(move: Move) -> str:
    """What an event did to a promise: until when it is to be kept now, or that its clock stands still."""
    return f"{gettext('最晚')} {when(move.due_at)}" if move.due_at else gettext("已暂停")


def number_shown(service: Service, name: str, value: str) -> str:
    """A number with its thousands apart, as typed otherwise, and what it is counted in."""
    whole, dot, rest = value.partition(".")
    unit = service.words.get("units", {}).get(name, {}).get(reader_lang(), "")
    said = f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else value
    return f"{said} {unit}".strip()


def value_shown(service: Service, name: str, value: str, names: Names) -> str:
    """A field's value in words: a choice by its label, a unit by its title."""
    lang, rule = reader_lang(), service.fields.get(name)
    if name == "promise":
        return service.word("promises", value, lang)
    if rule is not None and rule.kind == "yes":
        return gettext("是") if value == "yes" else gettext("否")
    if rule is not None and rule.kind == "period" and (period := period_of(value)) is not None:
        return period.words(lang)
    if rule is not None and rule.kind == "identity":
        return gettext("已登记，号码不留存")
    if rule is not None and rule.kind == "number":
        return number_shown(service, name, value)
    if rule is not None and rule.kind in ("unit", "area"):
        return names.units.get(value, value)
    if value.isdigit() and (name in NAMING or (rule is not None and rule.kind == "person")):
        return names.officers.get(int(value), gettext("已离任人员"))
    for choice in rule.choices if rule else ():
        if choice.code == value:
            return choice.words.get(lang) or service.word(f"choices.{name}", value, lang)
    return service.word(f"choices.{name}", value, lang)
