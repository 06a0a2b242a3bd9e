"""What should make somebody look although no promise of a file says so; questions only. 「提示」

These are the lines “Warn” of the field book (1.1-1.3, 1.6, 2.2) that hang on more than one clock. The limits are local
decisions and stand here once. Whoever shows or counts hits filters them by `access_cases`, because they name cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wolaiban.catalogue.rules import VERSION, Rule
from wolaiban.catalogue.service import LEFT, Service
from wolaiban.catalogue.vocabulary import RATINGS, SATISFIED
from wolaiban.workdays import Period, due_at

from .life.stages import stages
from .likeness import alike, groups, pairs_of
from .models import Case, Event, Promise, Words
from .recording import life_of, service_of
from .town import town

BAD = tuple(code for code in RATINGS if code not in SATISFIED)
A_DAY = Period(1, "working days")
LATE_DAY = Period(3, "working days")
"""After the third working day a change to complex is the pattern of abuse (field book 1.2)."""
AGAIN = timedelta(days=90)
"""The same firm with the same matter within so long (1.1); the same unit dissatisfied with twice (1.6)."""
CLUSTER = timedelta(days=30)
CLUSTER_ASKERS = 3
"""So many askers with one matter in that time are a cluster 一类问题 (1.1)."""
COMPARED = 400
"""So many newest cases of one service are compared with each other; what is older was compared before."""
REACHED_BY = ("respond", "talk", "meet", "answer", "close")
HALF = "50%"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing to look at: what, since when, in which cases (the one to look at first), by which unit. 「提示」"""

    code: str
    since: datetime
    cases: tuple[UUID, ...]
    unit: str = ""


LABELS: Mapping[str, tuple[str, str]] = {
    "not_reached": ("代登记的，没有及时联系上诉求人", "Filed for somebody, and not reached in a working day"),
    "bad_rating": ("差评没有人及时处理", "Bad rating, nothing done for a working day"),
    "again": ("同一诉求人、同一事项，短期内再次提出", "Same asker, same matter again within a season"),
    "unit_again": ("同一单位、同一事项，两次不满意", "Same unit, same matter, dissatisfied twice"),
    "late_complex": ("期限过后才改为复杂事项", "Made complex after the third working day"),
    "not_met": ("期限过半，包案领导还没有见诉求人", "Half the time is gone and the leader has not met the asker"),
    "often": (
        "次数过密：同一诉求人，或同一地方的同一件事",
        "Too often: the same asker, or the same matter in one area",
    ),
    "older_version": (
        "告知书等已有新版本，办件所依据的是旧版",
        "A newer version holds: what was told or signed rests on an older one",
    ),
    "cluster": ("一类问题：多个诉求人提出相似的事", "Cluster: several askers with a similar matter"),
}
"""What each hit is called, in Chinese and English."""


def hits(at: datetime) -> list[Hit]:
    """Everything that deserves a look at an instant, the oldest first within each kind; reads only."""
    return [hit for question in QUESTIONS.values() for hit in sorted(question(at), key=lambda hit: hit.since)]


def not_reached(at: datetime) -> Iterator[Hit]:
    """A case filed on behalf whose asker nobody reached in one working day (field book 1.3).

    Reached is who was responded to, talked with, met, or did something in the case themselves. Where nobody but
    officers can file, they file nothing on behalf of anybody.
    """
    on_behalf = [code for code, versions in town().services.items() if any(one.is_open for one in versions)]
    contact = Event.objects.filter(case=OuterRef("pk"), seq__gt=1, at__lte=at).filter(
        Q(verb__in=REACHED_BY) | Q(verb="call_back", fields__reached="yes") | Q(by__startswith="asker:")
    )
    for case in _open(at).filter(service__in=on_behalf).exclude(collector="").filter(~Exists(contact)):
        since = _after(A_DAY, case, case.registered_at)
        if since < at:
            yield Hit("not_reached", since, (case.pk,), case.lead_unit)


def bad_rating(at: datetime) -> Iterator[Hit]:
    """A bad rating after which no officer did anything in one working day (field book 1.6)."""
    later = Event.objects.filter(case=OuterRef("case"), seq__gt=OuterRef("seq"), at__lte=at)
    handled = later.filter(by__startswith="officer:").exclude(verb="note")
    better = later.filter(fields__has_key="rating")
    rated = _bad(at).filter(case__is_over=False, case__rating__in=BAD).filter(~Exists(handled), ~Exists(better))
    for event in rated.select_related("case"):
        since = _after(A_DAY, event.case, event.at)
        if since < at:
            yield Hit("bad_rating", since, (event.case_id,), event.case.lead_unit)


def again(at: datetime) -> Iterator[Hit]:
    """An open case whose asker had brought the same matter within ninety days before (field book 1.1)."""
    before = _not_gone().filter(
        asker_key=OuterRef("asker_key"), service=OuterRef("service"), registered_at__lt=OuterRef("registered_at")
    )
    young = list(_open(at).exclude(asker_key=None).filter(Exists(before)))
    if not young:
        return
    old = _not_gone().filter(
        asker_key__in={case.asker_key for case in young}, registered_at__gte=min(c.registered_at for c in young) - AGAIN
    )
    every = {case.pk: case for case in [*old, *young]}
    about = _matters(every)
    brought: dict[tuple[str | None, str], list[Case]] = {}
    for case in sorted(every.values(), key=lambda found: found.registered_at, reverse=True):
        brought.setdefault((case.asker_key, case.service), []).append(case)
    for case in young:
        for other in brought[case.asker_key, case.service]:
            near = timedelta(0) < case.registered_at - other.registered_at <= AGAIN
            if near and alike(about[case.pk], about[other.pk]):
                yield Hit("again", case.registered_at, (case.pk, other.pk), case.lead_unit)
                break


def unit_again(at: datetime) -> Iterator[Hit]:
    """A unit with which askers were dissatisfied twice on one matter within ninety days (field book 1.6)."""
    rated = list(
        _bad(at).filter(at__gt=at - AGAIN).exclude(case__lead_unit="").select_related("case").order_by("at", "id")
    )
    about = _matters({event.case_id: event.case for event in rated})
    by_unit: dict[str, list[Event]] = {}
    for event in rated:
        by_unit.setdefault(event.case.lead_unit, []).append(event)
    for unit, events in by_unit.items():
        for members in groups([(event, about[event.case_id]) for event in events]):
            if len(members) > 1:
                cases = dict.fromkeys(event.case_id for event in reversed(members))
                yield Hit("unit_again", members[-1].at, tuple(cases), unit)


def late_complex(at: datetime) -> Iterator[Hit]:
    """An open case made complex after its third working day (field book 1.2)."""
    regraded = Promise.objects.filter(regraded=True, settled_at=None, case__finished_at=None, case__is_over=False)
    regraded = regraded.filter(case__hidden="")
    for promise in regraded.filter(case__fields__grade="complex", case__registered_at__lte=at).select_related("case"):
        told = [datetime.fromisoformat(move["at"]) for move in promise.moves if move["why"] == "grade"]
        late = [when for when in told if _after(LATE_DAY, promise.case, promise.case.registered_at) < when <= at]
        if late:
            yield Hit("late_complex", late[0], (promise.case_id,), promise.case.lead_unit)


def not_met(at: datetime) -> Iterator[Hit]:
    """A case whose leader in charge has not met the asker by half time (field book 2.2).

    Half time is that of the promise which the lead unit owes longest; while it is paused there is none.
    """
    met = Event.objects.filter(case=OuterRef("pk"), verb="meet", at__lte=at)
    charged = _open(at).filter(fields__has_key="leader_in_charge").filter(~Exists(met))
    for case in charged:
        half = _half_time(case, at)
        if half is not None and half <= at:
            yield Hit("not_met", half, (case.pk,), case.lead_unit)


def cluster(at: datetime) -> Iterator[Hit]:
    """Several askers with a similar matter in one service within a month (field book 1.1)."""
    recent = _not_gone().filter(registered_at__gt=at - CLUSTER, registered_at__lte=at).exclude(asker_key=None)
    for code in recent.order_by("service").values_list("service", flat=True).distinct():
        cases = {case.pk: case for case in recent.filter(service=code).order_by("-registered_at", "-id")[:COMPARED]}
        about = _matters(cases)
        for members in groups([(key, about[key]) for key in cases]):
            askers = {cases[key].asker_key for key in members}
            if len(askers) >= CLUSTER_ASKERS and any(cases[key].finished_at is None for key in members):
                yield Hit("cluster", cases[members[0]].registered_at, tuple(members))


def often(at: datetime) -> Iterator[Hit]:
    """So many cases within so many days as the service's file says: of one asker, or about one matter in one area.

    A firm visited three times in thirty days (field book 1.7), the same finding thrice in a grid (3.5).
    """
    for code, versions in town().services.items():
        rule = versions[-1].often
        if rule is None:
            continue
        since = at - timedelta(days=rule.days)
        recent = _not_gone().filter(service=code, registered_at__gt=since, registered_at__lte=at)
        cases = {case.pk: case for case in recent.order_by("-registered_at", "-id")[:COMPARED]}
        for members in _same(rule.same, cases):
            if len(members) >= rule.times:
                newest = cases[members[0]]
                yield Hit("often", newest.registered_at, tuple(members), newest.lead_unit)


def older_version(at: datetime) -> Iterator[Hit]:
    """An open case that a rule gave its version, from the day on which another one holds (field book 5.4)."""
    for code, versions in town().services.items():
        for field, rule in _versioned(versions[-1], at).items():
            of_some = _open(at).filter(service=code, fields__has_key=field)
            since = datetime.combine(rule.valid_from, time(), town().zone)
            for case in of_some.exclude(**{f"fields__{field}": rule.valid_from.isoformat()}):
                yield Hit("older_version", max(since, case.registered_at), (case.pk,), case.lead_unit)


def _versioned(service: Service, at: datetime) -> dict[str, Rule]:
    """The fields in which a case keeps the version of a rule by which it was told, each with that of the day."""
    asked = {verb.rule for verb in service.verbs.values() if verb.rule}
    held = [town().rule(code, at.astimezone(town().zone).date()) for code in sorted(asked)]
    given = [(rule, row.gives) for rule in held if rule for row in rule.rows]
    return {name: rule for rule, gives in given for name, word in gives.items() if word == VERSION}


def _same(what: str, cases: Mapping[UUID, Case]) -> Iterator[list[UUID]]:
    """The cases, newest first in each group, of one asker or about one matter in one area."""
    apart: dict[str | None, list[UUID]] = {}
    for key, case in cases.items():
        apart.setdefault(case.asker_key if what == "asker" else case.area, []).append(key)
    about = _matters(cases) if what == "matter" else {}
    for by, keys in apart.items():
        if what == "matter":
            yield from groups([(key, about[key]) for key in keys])
        elif by is not None:
            yield keys


QUESTIONS: Mapping[str, Callable[[datetime], Iterator[Hit]]] = {
    "not_reached": not_reached,
    "bad_rating": bad_rating,
    "not_met": not_met,
    "late_complex": late_complex,
    "again": again,
    "unit_again": unit_again,
    "older_version": older_version,
    "cluster": cluster,
    "often": often,
}
"""Each kind of hit with the question that finds it, the most pressing first."""


def _open(at: datetime) -> QuerySet[Case]:
    return Case.objects.open().filter(registered_at__lte=at, hidden="")


def _not_gone() -> QuerySet[Case]:
    return Case.objects.filter(hidden="").exclude(contract_state__in=LEFT)


def _bad(at: datetime) -> QuerySet[Event]:
    """The events by which somebody rated badly."""
    rated = Event.objects.filter(verb__in=("rate", "call_back"), fields__rating__in=BAD, at__lte=at)
    return rated.filter(case__hidden="")


def _after(period: Period, case: Case, start: datetime) -> datetime:
    """When a period from an instant is over, on the calendar known then, by the hours of the case's service."""
    hours = service_of(case).hours
    return due_at(period, start, town().timetable(hours, town().calendar_known_at(start, hours)))


def _half_time(case: Case, at: datetime) -> datetime | None:
    life = life_of(case, at)
    owed = [given for given in life.promises if given.is_open and given.task == 0 and given.rule.held_by == "lead"]
    longest = max((given for given in owed if given.due_at), key=lambda given: given.due_at or given.at, default=None)
    if longest is None:
        return None
    return next((when for when, stage in stages(longest, life.timetable(longest), life.spans) if stage == HALF), None)


def _matters(cases: Mapping[UUID, Case]) -> dict[UUID, frozenset[str]]:
    """What each case is about, to be compared: its matter where an officer named it, else its subject."""
    rows = Words.objects.filter(Q(content__has_key="subject") | Q(content__has_key="matter"), case__in=list(cases))
    said: dict[UUID, dict[str, str]] = {}
    for row in rows.order_by("seq").only("case_id", "content"):
        said.setdefault(row.case_id, {}).update(
            {name: str(row.content[name]) for name in ("subject", "matter") if row.content.get(name)}
        )
    texts = {key: said.get(key, {}) for key in cases}
    return {key: pairs_of(text.get("matter") or text.get("subject", "")) for key, text in texts.items()}
