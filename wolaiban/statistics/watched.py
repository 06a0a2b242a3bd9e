"""What the public is told of watching: faults by kind, and the key cases that a leader took charge of. 「督查公开」

Field book 2.2 and 2.3. Both end with the last whole month, as all public figures do. A kind of fault with few cases is
told together with the next one. Of a key case stand here only service, month, post and result: no number, no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import QuerySet

from wolaiban.catalogue.service import Service
from wolaiban.people.models import Post
from wolaiban.promises.models import Case, Event, Promise
from wolaiban.promises.town import today, town

from .cells import OTHERS
from .inspecting import Inspected, inspected, outcome
from .models import Draw
from .scope import published_promises, small_cells
from .withholding import pooled

MOST = 200


@dataclass(frozen=True)
class Watched:
    """Draws of one service up to an instant: cases, inspected, faults by kind, corrections in time. 「督查公开」"""

    service: str
    draws: int
    cases: int
    inspected: int
    found: int
    faults: Mapping[str, int]
    corrections: int
    in_time: int


@dataclass(frozen=True)
class KeyCase:
    """A key case in the public's eyes: when it came, which post took charge, how it stands. 「重点件」"""

    service: str
    month: str
    post: str
    role: str
    state: str
    missed: bool


def cut_off() -> datetime:
    """The begin of this month by the town's calendar: what came later is told next month."""
    return datetime.combine(today().replace(day=1), time(), tzinfo=town().zone)


def watched(service: str, until: datetime) -> Watched | None:
    """The account of all draws of a service before an instant; None before the first one."""
    records = list(Draw.objects.filter(service=service, at__lt=until))
    if not records:
        return None
    rows: dict[str, Inspected] = {}
    for record in reversed(records):
        for row in inspected(record, until):
            if row.fault or row.case.number not in rows:
                rows[row.case.number] = row
    account = outcome(rows.values())
    return Watched(
        service, len(records), account.cases, account.inspected, account.found,
        merged(account.faults, small_cells(town())),
        account.corrections, account.in_time,
    )  # fmt: skip


def merged(faults: Mapping[str, int], limit: int) -> dict[str, int]:
    """Kinds with fewer than the limit joined as one; if that is still small, the next smallest joins it.

    >>> merged({"unsolved": 12, "record": 11, "conduct": 3}, 10)
    {'unsolved': 12, 'others': 14}
    >>> merged({"unsolved": 12, "conduct": 10}, 10)
    {'unsolved': 12, 'conduct': 10}
    """
    out = pooled({("", kind): n for kind, n in faults.items()}, limit)
    shown = {kind: n for kind, n in faults.items() if kind not in out}
    rest = sum(faults[kind] for kind in out)
    # Less than the limit in all: the sum of faults says enough.
    return shown | {OTHERS: rest} if out and rest >= limit else shown


def key_cases(until: datetime) -> list[KeyCase]:
    """Key cases registered before an instant, the newest first, each with the post that took charge and the result."""
    cases = list(_key(until).order_by("-registered_at")[:MOST])
    events = Event.objects.filter(case__in=cases, verb="take_charge").order_by("seq")
    named = {event.case_id: event for event in events}
    leaders = {event.fields.get("leader_in_charge", "") for event in named.values()}
    posts: dict[str, list[Post]] = {}
    keys = [int(key) for key in leaders if key.isdigit()]
    for post in Post.objects.filter(officer__in=keys).select_related("organisation").order_by("from_on"):
        posts.setdefault(str(post.officer_id), []).append(post)
    broken = Promise.objects.filter(published_promises(town()), case__in=cases, broken_at__isnull=False)
    missed = set(broken.values_list("case", flat=True))
    return [_shown(case, named.get(case.pk), posts, case.pk in missed) for case in cases]


def _key(until: datetime) -> QuerySet[Case]:
    return Case.objects.filter(fields__key="yes", registered_at__lt=until, hidden="")


def _shown(case: Case, event: Event | None, posts: Mapping[str, list[Post]], missed: bool) -> KeyCase:
    held = posts.get(event.fields.get("leader_in_charge", ""), []) if event else []
    on = event.at.astimezone(town().zone).date() if event else None
    post = next((one for one in reversed(held) if one.role in _signing(case) and on and one.from_on <= on), None)
    month = f"{case.registered_on:%Y-%m}"
    return KeyCase(
        case.service, month, post.organisation.title if post else "", post.role if post else "",
        case.contract_state, missed,
    )  # fmt: skip


def _signing(case: Case) -> frozenset[str]:
    service: Service | None = town().version(case.service, case.version)
    verb = service.verbs.get("sign_result") if service else None
    return frozenset(verb.by) if verb else frozenset()
