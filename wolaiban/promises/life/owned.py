"""Whose clock and calendar a promise is counted on: those of the unit that promises (field book 1.8). 「各依其历」"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wolaiban.catalogue.service import PromiseRule

from .acts import Act
from .tasks import Task

if TYPE_CHECKING:
    from .machine import Life

CALENDARS = "calendars"
"""The field in which a recount says the versions, known then, of calendars that units of the case follow besides."""


def counted_by(life: Life, rule: PromiseRule, task: int, act: Act) -> tuple[str, str]:
    """Hours ("" for those of the service) and calendar version of a promise that is given now.

    One of a task follows the unit of the task, one held by the lead the unit that leads now. What was told before a
    unit was found stays as it was told: no dispatch moves it.
    """
    owner = life.tasks.get(task) if task else life.lead if rule.held_by == "lead" else None
    if owner is None or not owner.hours:
        return "", act.calendar
    return owner.hours, newest(owner, act)


def newest(owner: Task, act: Act) -> str:
    """The version known when the task was opened, or that of the event where it is of the same calendar."""
    return version_for(owner.calendar, act) or owner.calendar or act.calendar


def version_for(old: str, act: Act) -> str:
    """The version of the same calendar that an event carries; "" where it carries none."""
    carried = (act.calendar, *act.fields.get(CALENDARS, "").split())
    return next((version for version in carried if calendar_of(version) == calendar_of(old)), "")


def calendar_of(version: str) -> str:
    """The name of the calendar of a version."""
    return version.partition("@")[0]
