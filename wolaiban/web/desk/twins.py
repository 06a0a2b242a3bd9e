"""Other open cases of the same asker: perhaps the same matter twice. 「重复诉求」"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wolaiban.catalogue.service import LEFT
from wolaiban.people.actor import Actor
from wolaiban.promises.access import access_cases, sees_requester
from wolaiban.promises.likeness import alike, pairs_of
from wolaiban.promises.models import Case
from wolaiban.promises.reading import subjects
from wolaiban.promises.recording import service_of

LOOKED_AT, SHOWN = 100, 5


@dataclass(frozen=True)
class Twin:
    """Another open case of the same asker and service; the younger one goes into the older. 「疑似重复」"""

    number: str
    subject: str
    is_older: bool
    may_merge: bool


@dataclass(frozen=True)
class Earlier:
    """The same asker's case before this one, and how many days lie between. 「上一件」"""

    number: str
    days: int


def earlier(case: Case, actor: Actor) -> Earlier | None:
    """The last case before of the same asker in this service, where its file minds how often one asker has one.

    How long ago a firm was last visited (field book 1.7).
    """
    rule = service_of(case).often
    if rule is None or rule.same != "asker" or case.asker_key is None or not sees_requester(actor, case):
        return None
    same = access_cases(actor).filter(asker_key=case.asker_key, service=case.service).exclude(contract_state__in=LEFT)
    before = same.filter(registered_at__lt=case.registered_at).order_by("-registered_at").first()
    if before is None or not sees_requester(actor, before):
        return None
    return Earlier(before.number, (case.registered_on - before.registered_on).days)


def twins(case: Case, actor: Actor) -> list[Twin]:
    """Open cases of the same asker in the same service that this officer may see: those about the same first, then
    those that came at nearly the same time.
    """
    if case.asker_key is None or case.is_over or not sees_requester(actor, case):
        return []
    same = access_cases(actor).open().filter(asker_key=case.asker_key, service=case.service).exclude(pk=case.pk)
    # A link between a masked case and an open one would tell who the masked asker is.
    seen = [twin for twin in same.order_by("-registered_at")[:LOOKED_AT] if sees_requester(actor, twin)]
    said = subjects([case, *seen])
    pairs = {key: pairs_of(text) for key, text in said.items()}
    mine = pairs.get(case.pk, frozenset())

    def distance(twin: Case) -> tuple[bool, timedelta]:
        return not alike(mine, pairs.get(twin.pk, frozenset())), abs(twin.registered_at - case.registered_at)

    older = (case.registered_at, case.pk)
    found = sorted(seen, key=distance)[:SHOWN]
    return [_twin(c, said.get(c.pk, ""), (c.registered_at, c.pk) < older, case, actor) for c in found]


def _twin(twin: Case, subject: str, is_older: bool, case: Case, actor: Actor) -> Twin:
    """The younger of the two is merged, where its state and the officer's post allow it."""
    younger = case if is_older else twin
    rule = service_of(younger).verbs.get("merge")
    may = rule is not None and bool(actor.roles & set(rule.by)) and younger.state in (rule.from_states or ())
    return Twin(twin.number, subject, is_older, may)
