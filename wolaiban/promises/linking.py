"""Cases that name each other: a field of kind `case` holds a number, and both sides show it. 「办件关联」"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from wolaiban.people.actor import Actor

from .access import access_cases, sees_requester
from .models import Case, Link
from .reading import said_at_first, said_in_lists
from .recording import service_of


@dataclass(frozen=True)
class Linked:
    """A case at the other end of a link, as far as the reader may know it. 「关联的办件」

    `label` is what the file calls the field, by language; `names_it` says that the other case named this one. `case` is
    None, and `subject` empty, for who may not see it. `asker` is who brought it, for who sees them or as they agreed.
    """

    number: str
    field: str
    task: int
    names_it: bool
    label: dict[str, str]
    case: Case | None = None
    subject: str = ""
    asker: str = ""


def linked(case: Case, actor: Actor | None) -> list[Linked]:
    """The cases that this one names, then those that name it, which only officers are told. 「关联的办件」

    Whoever may not see a case at the other end learns its number alone, and who brought it where they agreed to that.
    One question where there are none.
    """
    officer = actor if actor is not None and actor.kind == "officer" else None
    rows = list(Link.objects.filter(Q(case=case) | Q(to=case.number)).select_related("case").order_by("pk"))
    rows = [row for row in rows if row.case_id == case.pk or (officer and not row.case.hidden)]
    numbers = {row.to if row.case_id == case.pk else row.case.number for row in rows}
    if not numbers:
        return []
    others = {one.number: one for one in Case.objects.filter(number__in=numbers)}
    seen = set(access_cases(officer).filter(number__in=numbers).values_list("number", flat=True)) if officer else set()
    said = said_in_lists([one for one in others.values() if one.number in seen or agreed(one)])
    found = []
    for row in rows:
        names_it = row.case_id != case.pk
        number = row.case.number if names_it else row.to
        other, service = others.get(number), service_of(row.case)
        words = said.get(other.pk, {}) if other else {}
        shown = other if number in seen else None
        label = {lang: service.word("fields", row.field, lang) for lang in ("zh", "en")}
        found.append(
            Linked(
                number, row.field, row.task, names_it, label, shown,
                str(words.get("subject", "")) if shown else "", _asker(other, officer, words, bool(shown)),
            )
        )  # fmt: skip
    return found


def agreed(case: Case) -> bool:
    """Whether whoever brought a case agreed to be named: the yes of the field that its file names for it."""
    consent = service_of(case).publish.asker
    return bool(consent) and case.fields.get(consent) == "yes"


def asker_named(case: Case) -> str:
    """The name of whoever brought a case, if they agreed to be named; empty otherwise. 「署名」"""
    return _name(said_at_first(case)) if agreed(case) else ""


def _asker(case: Case | None, officer: Actor | None, words: dict, seen: bool) -> str:
    if case is None or not (agreed(case) or (seen and sees_requester(officer, case))):
        return ""
    return _name(words)


def _name(words: dict) -> str:
    requester = words.get("requester", {})
    return str(requester.get("organisation") or requester.get("name", ""))
