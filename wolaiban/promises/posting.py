"""Which messages an event or a warning causes: chosen in the file's words, written with the verb. 「投递登记」

What is said and where to is read when it is sent (`clockwork`); here stand only rows, one statement a verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from wolaiban.catalogue.message_rules import ANY_STAGE
from wolaiban.catalogue.service import LEFT, MessageRule, Service
from wolaiban.lib import clock
from wolaiban.lib.ids import uuid7

from .life import Act, Given, Life
from .life.matching import Now, happens, value
from .models import Case, Delivery, Link
from .neighbours import PARTNER, TRANSPORT, came_from, elsewhere, to_be_told
from .telling import moves_told
from .town import town

ASKER, ASKER_OF = "asker", "asker_of"
NOBODY_AT_WORK = (ASKER, "clock")
WARNING, REMINDER, RESEND_CODE = "warning", "reminder", "resend_code"
RESENT_EVERY = timedelta(minutes=10)
"""How often a lost code may be sent again: a stranger who asks for it must not fill somebody's telephone."""
RESENT_A_DAY = 3
"""How many lost codes a case sends within 24 hours, for the same reason."""

STILL_THERE = timedelta(minutes=5)
"""After the bell, at which what counts in days falls due: that is told the same evening, not the next morning."""


@dataclass
class Heard:
    """What the messages of a file hear of one event, while life takes it: patterns ask about that instant. 「所闻」"""

    rules: tuple[MessageRule, ...] = ()

    def __call__(self, life: Life, now: Now) -> None:
        found = [rule for rule in life.service.messages if rule.on and self._meant(rule, life, now)]
        self.rules = tuple(found)

    @staticmethod
    def _meant(rule: MessageRule, life: Life, now: Now) -> bool:
        return any(happens(life, pattern, now, now.act.task) for pattern in rule.on)


def deliveries(case: Case, life: Life, act: Act, heard: Heard) -> list[Delivery]:
    """What an event causes, to be written with it. `life` is that after it."""
    rules = list(heard.rules)
    moving = [rule for rule in life.service.messages if rule.moved]
    if moving and moves_told(life, act.seq, staff=False):
        rules += moving
    rows = [
        _row(case, act.seq, rule.code, to, act.at)
        for rule in rules
        for to in dict.fromkeys(to for word in rule.to for to in _recipients(word, case, life, act))
        if is_here(life, to)
    ]
    return [*rows, *(_to_neighbour(case, act, *one) for one in to_be_told(life, act))]


def is_here(life: Life, to: str) -> bool:
    """Whether this town is to tell them: an asker hears from where they asked, a neighbour's unit from its own."""
    return not came_from(life) if to == ASKER else to.removeprefix("unit:") not in elsewhere(life)


def _to_neighbour(case: Case, act: Act, code: str, task: int | str) -> Delivery:
    return _row(case, act.seq, PARTNER, f"{TRANSPORT}{code}", act.at, key=f"{act.seq}/{task}", about=str(task))


def post_warnings(case: Case, life: Life, came: Iterable[tuple[Given, datetime, str, list[str]]], at: datetime) -> int:
    """Write the latest stage of each promise that came: after a stand-still one message, not thirty."""
    latest: dict[int, tuple[Given, datetime, str, list[str]]] = {}
    for one in came:
        known = latest.get(id(one[0]))
        if known is None or known[1] <= one[1]:
            latest[id(one[0])] = one
    rows = []
    for given, _, stage, told in latest.values():
        about = f"{given.task}:{given.code}:{given.round}"
        for holder in told:
            to = recipient(life.service, "desk" if holder in elsewhere(life) else holder)
            rule = warning_rule(life.service, given.code, stage, to)
            if rule is not None and is_here(life, to):
                row = _row(case, life.acts[-1].seq, rule.code, to, at, key=f"{about}:{stage}", about=about)
                row.not_before = row.next_try_at = not_before(life, given, row.written_at)
                rows.append(row)
    return _write(rows)


def warning_rule(service: Service, promise: str, stage: str, to: str) -> MessageRule | None:
    """The message for a stage: of the service where it has any for such a reader, else that of every town."""
    is_asker = to == ASKER
    own = [rule for rule in service.messages if rule.stages and (rule.to == (ASKER,)) == is_asker]
    if not own:
        return town().messages.get(REMINDER if is_asker else WARNING)
    name = "daily" if stage.rpartition(" ")[0] in ("daily", "每天") else stage
    meant = (rule for rule in own if not rule.promises or promise in rule.promises)
    return next((rule for rule in meant if ANY_STAGE in rule.stages or name in rule.stages), None)


def not_before(life: Life, given: Given, at: datetime) -> datetime:
    """When a warning may go out: at once where the promise runs by minutes, else while the office is open.

    Nobody is woken at midnight, or called on a Sunday, about something that counts in working days: what comes on a day
    off, or after closing, waits for the next opening. Over the noon break nothing waits.
    """
    if given.period is not None and given.period.is_minutes:
        return at
    timetable = life.timetable(given)
    day = timetable.date_of(at)
    while not timetable.is_open(day) or at > timetable.bell(day) + STILL_THERE:
        day += timedelta(days=1)
    return max(at, timetable.opening(day))


def resend_code(case: Case) -> None:
    """Send the tracking code again to the asker on record, and tell who asks for it nothing. 「补发查询码」

    Asked again within ten minutes it is the same message, and after three within 24 hours there is none. Where it goes
    is read when it is sent.
    """
    now = clock.now()
    lately = Delivery.objects.filter(case=case, template=RESEND_CODE, written_at__gt=now - timedelta(days=1))
    if lately.count() >= RESENT_A_DAY:
        return
    turn = int(now.timestamp() // RESENT_EVERY.total_seconds())
    _write([_row(case, case.seq, RESEND_CODE, ASKER, now, key=f"{RESEND_CODE}:{turn}")])


def recipient(service: Service, holder: str) -> str:
    """The recipient behind a holder of a promise: the asker, a role of the service, or else a unit."""
    if holder == ASKER:
        return ASKER
    return f"role:{holder}" if holder in service.words.get("roles", {}) else f"unit:{holder}"


def _recipients(word: str, case: Case, life: Life, act: Act) -> Iterator[str]:
    """Who is meant by a word of `to`; nobody where there is none."""
    service = life.service
    if word == ASKER:
        yield ASKER
    elif word == "collector":
        if life.follower:  # who wrote it down, or took it over from them
            yield f"officer:{life.follower}"
    elif word == "holder":
        owed = [given for given in life.promises if given.is_open and given.rule.counts and given.due_at]
        owed = [given for given in owed if life.holder(given) not in NOBODY_AT_WORK]
        first = min(owed, key=lambda given: given.due_at or given.at, default=None)
        if first is not None:
            yield recipient(service, life.holder(first))
    elif word == "lead":
        yield recipient(service, life.lead.unit if life.lead else "desk")
    elif word == "task":
        units = [opening.unit for opening in act.tasks] or [life.tasks[act.task].unit if act.task in life.tasks else ""]
        yield from (recipient(service, unit) for unit in units if unit)
    elif word == "units":
        yield from (recipient(service, task.unit) for task in life.tasks.values() if task.unit and not task.is_over)
    elif word == "delegate":
        # Whether it still holds is asked when they sign; told twice is better than not told.
        delegated = [one.fields.get("to") for one in life.acts if one.verb == "delegate"]
        yield from (f"officer:{key}" for key in delegated if key)
    elif word == "linked":
        naming = Link.objects.filter(to=case.number).exclude(case__contract_state__in=LEFT).order_by("pk")
        yield from (f"{ASKER_OF}:{key}" for key in naming.values_list("case", flat=True))
    elif word in service.fields:  # the one person whom the case names there, and nobody else of their role
        named = value(life, word, act, act.task)
        if named:
            yield f"officer:{named}"
    else:
        yield f"role:{word}"


def _row(case: Case, seq: int, template: str, to: str, at: datetime, *, key: str = "", about: str = "") -> Delivery:
    now = max(at, clock.now())
    whole = f"{case.pk}:{key or seq}:{template}:{to}"
    return Delivery(
        id=uuid7(now), case=case, seq=seq, template=template, about=about, to=to, key=whole, written_at=now,
        not_before=now, next_try_at=now,
    )  # fmt: skip


def _write(rows: list[Delivery]) -> int:
    """One statement; what was written before stays as it is."""
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
