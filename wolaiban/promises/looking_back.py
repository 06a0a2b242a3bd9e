"""Earlier cases that a rule counts: alike in what it names, so far back, on both sides of a border. 「追溯」"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wolaiban.catalogue.rules import ASKER, Rule

from .models import Case

MOST = 5
"""So many are named: one is enough to decide."""


def earlier_cases(case: Case, rule: Rule, first: date, last: date, same: Mapping[str, str]) -> list[str]:
    """The numbers of the latest cases before this one that the rule's look-back finds.

    Which side a case lies on, or by which number the other side knows it, is no matter: it is one record. Where what
    must be the same is not known, nothing is found.
    """
    look = rule.look_back
    if look is None or any(not text for text in same.values()) or (ASKER in look.same and not case.asker_key):
        return []
    wanted: dict[str, Any] = {f"fields__{name}": text for name, text in same.items() if name != look.named}
    if look.named:
        wanted["number__in"] = {same[look.named], same[look.named].upper()}
    if ASKER in look.same:
        wanted["asker_key"] = case.asker_key
    if look.states:
        wanted["state__in"] = look.states
    found = Case.objects.filter(service__in=look.services, registered_on__range=(first, last), **wanted)
    found = found.exclude(pk=case.pk).filter(registered_at__lte=case.registered_at).order_by("-registered_at", "-pk")
    return [one.external_number or one.number for one in found[:MOST]]
