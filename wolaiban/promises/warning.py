"""Stages that came are stored, each once, with whom they are for. 「预警登记」"""

from __future__ import annotations

from datetime import datetime

from .life import Given, Life
from .life.stages import stages
from .models import Case, Promise, Warning
from .posting import ASKER, post_warnings

FIRST_ALARM = 80
CLOCK = "clock"
LADDER = ("centre", "supervisor", "leader")


def next_stage(life: Life, given: Given, after: datetime) -> datetime | None:
    """When the next stage of a promise comes, or None: settled, paused, or nothing left to say."""
    return min((at for at, _ in stages_of(life, given) if at > after), default=None)


def stages_of(life: Life, given: Given) -> list[tuple[datetime, str]]:
    """All stages of an open promise, with when each comes."""
    if not given.is_open or given.due_at is None or not given.rule.remind:
        return []
    timetable = life.timetable(given)
    return list(stages(given, timetable, life.spans))


def warn(case: Case, life: Life, at: datetime) -> int:
    """Store every stage that came by an instant and was not stored yet, with its messages; how many came so far."""
    came = [
        (given, due, stage, recipients(life, given, stage))
        for given in life.promises
        for due, stage in stages_of(life, given)
        if due <= at
    ]
    if not came:
        return 0
    rows = {(row.task, row.code, row.round): row for row in Promise.objects.filter(case=case)}
    warnings = [
        Warning(
            promise=rows[given.task, given.code, given.round], stage=stage, at=due, noted_at=at, to=told,
        )
        for given, due, stage, told in came
    ]  # fmt: skip
    Warning.objects.bulk_create(warnings, ignore_conflicts=True)
    post_warnings(case, life, came, at)
    return len(warnings)


def recipients(life: Life, given: Given, stage: str) -> list[str]:
    """Who is told: the holder; from 80 % on the centre too; after the due instant a level higher each day.

    What the clock itself does when it is due needs nobody's hand, so nobody is told; but for whoever asked, where the
    file has a message for them about that promise.
    """
    told = [life.holder(given)]
    if told == [CLOCK]:
        own = (rule for rule in life.service.messages if rule.stages and rule.to == (ASKER,))
        return [ASKER] if any(given.code in rule.promises for rule in own) else []
    share, _, number = stage.partition("%") if "%" in stage else ("", "", stage.rpartition(" ")[2])
    if share.isdigit() and int(share) < FIRST_ALARM:
        return told
    level = int(number) if number.isdigit() else 0
    return list(dict.fromkeys([*told, *LADDER[: 1 + min(level, len(LADDER) - 1)]]))
