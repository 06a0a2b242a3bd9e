"""Units and officers that an act names: the frame asks for them, because life asks nobody. 「查有其人」"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from django.db.models import Q

from wolaiban.catalogue.service import Service
from wolaiban.people.actor import Actor
from wolaiban.people.models import Area, Officer, Organisation

from .life import Act, Life, Opening, Wrong
from .life.owned import CALENDARS
from .life.values import CASE_NUMBER
from .models import Case
from .town import town
from .visibility import visible_to

IMPORTED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""A unit or area of an old record may be gone from the town; its code may not be a story."""
NONE_YET = (
    "尚未登记任何可选项，请先用 wolaiban officer import 导入。",
    "None is on record yet: take them over with wolaiban officer import.",
)


def by_key(service: Service, act: Act) -> Act:
    """The act with each officer whom it names by login as the key that events hold, cases by their numbers."""
    act = _as_numbered(service, act)
    named = {name: text for name, text in act.fields.items() if _kind(service, act, name) == "person"}
    if not named:
        return act
    keys = dict(Officer.objects.filter(login__in=named.values()).values_list("login", "pk"))
    return replace(act, fields={**act.fields, **{n: str(keys[text]) for n, text in named.items() if text in keys}})


def of_units(life: Life, act: Act) -> Act:
    """The act with what each task it opens must know of its unit: hours of its own, the town it belongs to.

    A recount says besides which versions are known now of the calendars that such units follow: life asks nobody.
    Nobody else says any of it: what was sent is written over.
    """
    units = {opening.unit for opening in act.tasks if opening.unit}
    about = {one.code: one for one in Organisation.objects.filter(code__in=units)} if units else {}
    tasks = tuple(_of_unit(opening, about.get(opening.unit), act.at) for opening in act.tasks)
    versions = {given.calendar: given.hours for given in life.promises if given.is_running and given.hours}
    fields = {name: text for name, text in act.fields.items() if name != CALENDARS}
    if act.verb == "recount" and versions:
        known = {town().calendar_known_at(act.at, hours) for hours in versions.values()}
        fields[CALENDARS] = " ".join(sorted(known))
    return replace(act, tasks=tasks, fields=fields) if tasks or act.verb == "recount" else act


def _of_unit(opening: Opening, unit: Organisation | None, at: datetime) -> Opening:
    hours = unit.hours if unit is not None and unit.hours in town().hours else ""
    calendar = town().calendar_known_at(at, hours) if hours else ""
    return replace(opening, hours=hours, calendar=calendar, partner=unit.partner if unit is not None else "")


def unknown(service: Service, act: Act, by: Actor) -> Iterator[Wrong]:
    """Every unit, officer and case named in the act that the town does not have, with the nearest one it has.

    An import keeps units of its own time, by code. What the clock names, life gave it.
    """
    if by.kind == "clock":
        return
    units, persons = list(_named(service, act, "unit")), list(_named(service, act, "person"))
    units += [("tasks", opening.unit) for opening in act.tasks if opening.unit]
    if units:
        yield from _units(act, units, by)
    if service.partner is None:
        elsewhere = [opening.unit for opening in act.tasks if opening.partner]
        yield from (Wrong(act.seq, "unit_elsewhere", {"unit": unit}, "tasks") for unit in elsewhere)
    if persons:
        yield from _persons(act, persons, by)
    for name, area in _named(service, act, "area"):
        yield from unknown_area(area, by, name)
    if cases := list(_named(service, act, "case")):
        yield from _cases(service, act, cases, by)


def unknown_area(area: str, by: Actor, field: str = "area") -> Iterator[Wrong]:
    """The area of a case that the town does not have; an import's may be any code."""
    if not area or (by.kind == "import" and IMPORTED.fullmatch(area)) or Area.objects.filter(code=area).exists():
        return
    rows = [(row.code, row.name, row.name_en) for row in Area.objects.all()]
    yield Wrong(1, "unknown_area", {"value": area, **_nearest(area, rows)}, field)


def _as_numbered(service: Service, act: Act) -> Act:
    """The act with the numbers of cases that it names as they stand, whether or not they were typed in capitals."""
    named = {name: text for name, text in act.fields.items() if _kind(service, act, name) == "case"}
    if not named:
        return act
    typed = {text for text in named.values() if CASE_NUMBER.fullmatch(text)}
    known = Case.objects.filter(number__in=typed | {text.upper() for text in typed})
    numbers = set(known.values_list("number", flat=True))
    stand = {name: text.upper() for name, text in named.items() if text not in numbers and text.upper() in numbers}
    return replace(act, fields={**act.fields, **stand})


def _named(service: Service, act: Act, kind: str) -> Iterator[tuple[str, str]]:
    """Fields of the kind with their values; what a task to be opened carries stands at `tasks`."""
    yield from ((name, text) for name, text in act.fields.items() if _kind(service, act, name) == kind)
    for opening in act.tasks:
        yield from (("tasks", text) for name, text in opening.fields.items() if _kind(service, act, name) == kind)


def _kind(service: Service, act: Act, name: str) -> str:
    if act.verb == "delegate" and name == "to":
        return "person"
    rule = service.fields.get(name)
    return rule.kind if rule else ""


def _units(act: Act, named: list[tuple[str, str]], by: Actor) -> Iterator[Wrong]:
    codes = {code for _, code in named}
    known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    if by.kind == "import":
        known |= {code for code in codes if IMPORTED.fullmatch(code)}
    if codes <= known:
        return
    rows = [(unit.code, unit.name, unit.name_en) for unit in Organisation.objects.all()]
    for field, code in named:
        if code not in known:
            yield Wrong(act.seq, "unknown_unit", {"field": field, "value": code, **_nearest(code, rows)}, field)


def _persons(act: Act, named: list[tuple[str, str]], by: Actor) -> Iterator[Wrong]:
    keys = {key for _, key in named}
    # A key of more digits than the database counts to is nobody's, and SQLite would not even look for it.
    numbers = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= 18}
    known = {str(key) for key in Officer.objects.filter(pk__in=numbers).values_list("pk", flat=True)}
    if keys <= known:
        return
    # Who works for the town is not for everybody to ask, one guess after another.
    rows = [] if by.kind == "asker" else [(one.login, one.name, "") for one in Officer.objects.filter(is_active=True)]
    hint = {"zh": "请核对。", "en": "Compare it."}
    for field, key in named:
        if key not in known:
            near = hint if by.kind == "asker" else _nearest(key, rows)
            yield Wrong(act.seq, "unknown_person", {"field": field, "value": key, **near}, field)


def _unseen(service: Service, name: str) -> bool:
    rule = service.fields.get(name)
    return rule is not None and rule.unseen


def _cases(service: Service, act: Act, named: list[tuple[str, str]], by: Actor) -> Iterator[Wrong]:
    """Numbers of cases that whoever acts may not see: who asks sees none, and an import may name what is gone.

    An officer may name one unseen where the field says so: then it is enough that there is such a case.
    """
    if by.kind == "import":
        return
    there = {number for name, number in named if _unseen(service, name)} if by.kind == "officer" else set()
    numbers = {number for _, number in named}
    seen = Q(number__in=there, hidden="") | (visible_to(by) if by.kind == "officer" else Q(pk__in=[]))
    found = dict(Case.objects.filter(seen, number__in=numbers).values_list("number", "service"))
    for field, number in named:
        if number in found:
            yield from _of_other(service, act, field, number, found[number])
        elif CASE_NUMBER.fullmatch(number):
            yield Wrong(act.seq, "unknown_case", {"field": field, "value": number}, field)


def _of_other(service: Service, act: Act, field: str, number: str, of: str) -> Iterator[Wrong]:
    """A case of another service than those of which alone the field may name one."""
    rule = service.fields.get(field)
    if rule is None or not rule.of or of in rule.of:
        return
    about = {"field": field, "value": number}
    for lang in ("zh", "en"):
        named = ((code, town().services.get(code)) for code in rule.of)
        titles = [versions[-1].name.get(lang, code) if versions else code for code, versions in named]
        about[lang] = ("、" if lang == "zh" else ", ").join(titles)
    yield Wrong(act.seq, "case_of_other", about, field)


def _nearest(text: str, rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The hint in both languages: whose code, or else whose name, comes nearest."""
    found = {word: row for row in rows for word in reversed(row) if word}
    if not found:
        return dict(zip(("zh", "en"), NONE_YET, strict=True))
    code, zh, en = found[get_close_matches(text, found, n=1, cutoff=0.0)[0]]
    return {"zh": f"最接近的是“{code}”（{zh}）。", "en": f"The nearest is {code} ({en or zh})."}
