"""Earlier cases that a rule counts: alike in what it names, so far back, on both sides of a border. 「追溯」"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from wolaiban.catalogue.rules import ASKER, LookBack, Rule

from .models import Case
from .reading import said_at_first, said_in_lists
from .ruling import back
from .town import town

MOST = 5
"""So many are named: one is enough to decide."""
COMPARED = 400
"""The names of so many newest cases are compared."""


def earlier_cases(case: Case, rule: Rule, first: date, last: date, same: Mapping[str, str]) -> list[str]:
    """The numbers of the latest cases before this one that the rule's look-back finds.

    Which side a case lies on, or by which number the other side knows it, is no matter: it is one record. Where what
    must be the same is not known, nothing is found.
    """
    look = rule.look_back
    if look is None or any(not text for name, text in same.items() if name != look.known_by):
        return []
    party = _party(case, look, same)
    if party is None:
        return []
    apart = (look.named, look.known_by)
    wanted: dict[str, Any] = {f"fields__{name}": text for name, text in same.items() if name not in apart}
    if look.named:
        wanted["number__in"] = {same[look.named], same[look.named].upper()}
    if look.states:
        wanted["state__in"] = look.states
    found = Case.objects.filter(party, service__in=look.services, registered_on__range=(first, last), **wanted)
    found = found.exclude(pk=case.pk).filter(registered_at__lte=case.registered_at).order_by("-registered_at", "-pk")
    return [one.external_number or one.number for one in found[:MOST]]


def _party(case: Case, look: LookBack, same: Mapping[str, str]) -> Q | None:
    """The same who asked or is concerned: by what they gave of themselves, or who they proved to be; None: unknown."""
    if ASKER not in look.same:
        return Q()
    proved = same.get(look.known_by, "")
    ways = [Q(asker_key=case.asker_key)] if case.asker_key else []
    ways += [Q(**{f"fields__{look.known_by}": proved})] if proved else []
    return ways[0] | ways[-1] if ways else None


def perhaps_earlier(case: Case) -> list[str]:
    """Cases that a rule would count if their party were the same: the same name, known by other numbers. For a person.

    Names are many people's, so that nothing is decided by them.
    """
    found: dict[str, None] = {}
    service = town().version(case.service, case.version)
    for verb in service.verbs.values() if service else ():
        rule = town().rule(verb.rule, case.registered_on) if verb.rule else None
        if rule is not None and rule.look_back is not None and rule.look_back.known_by:
            found |= dict.fromkeys(_of_the_name(case, rule.look_back))
    return list(found)[:MOST]


def _of_the_name(case: Case, look: LookBack) -> Iterator[str]:
    same = {name: case.fields.get(name, "") for name in (*look.same, look.known_by) if name != ASKER}
    known, names = _party(case, look, same), _names(said_at_first(case))
    alike = {f"fields__{name}": text for name, text in same.items() if name != look.known_by}
    recent = Case.objects.filter(service__in=look.services, registered_on__gte=back(look.within, case.registered_on))
    older = recent.filter(registered_at__lte=case.registered_at, **alike).exclude(pk=case.pk)
    if known is not None:  # whoever proved nothing is not known to be another
        older = older.exclude(pk__in=older.filter(known).values("pk"))
    cases = list(older.order_by("-registered_at")[:COMPARED])
    said = said_in_lists(cases)
    yield from (one.external_number or one.number for one in cases if _names(said.get(one.pk, {})) & names)


def _names(said: Mapping[str, Any]) -> set[str]:
    """Name and firm of who asked or is concerned, without blanks."""
    given = (said.get("requester", {}).get(name, "") for name in ("name", "organisation"))
    return {"".join(text.split()) for text in given} - {""}
