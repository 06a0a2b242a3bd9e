"""A verb that was refused, as a problem: which field, or why not now and what is possible instead. 「拒绝答复」"""

from __future__ import annotations

from typing import Any

from wolaiban.catalogue.service import Service
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.people.actor import Actor
from wolaiban.promises.access import possible
from wolaiban.promises.life import Life
from wolaiban.promises.limits import TooOften
from wolaiban.promises.models import Case
from wolaiban.promises.recording import last_of, life_of
from wolaiban.promises.refused import Last, Refused

from .problems import Problem, lang
from .told import moment

NEEDED_BESIDE = {"merge": ("into",), "delegate": ("to",)}
TAKEN_BESIDE = {"correct": ("requester", "place")}
"""What verbs of the kernel need, or take, beside the fields that a file gives them."""


def problem_of(refused: Refused, case: Case | None = None, by: Actor | None = None) -> Problem:
    """403 for a role that one lacks, 409 where the case stands in the way, else 422; with a case also what is possible.

    The asker of the case (`by` without posts) is not told the name of the officer who came first.
    """
    message, status = refused.message(lang()), refused.status
    more: dict[str, Any] = {}
    if case is not None and by is not None and status != 422:
        life = life_of(case, clock.now())
        more["possible"] = possible_told(life, case, by)
        if status == 409:
            last = refused.last or last_of(life.acts[-1], life.state)
            more["last"] = last_told(last, life.service, named=by.kind == "officer")
    return Problem(status, message, list(refused.by_field(lang()).items()), more)


def too_often(refused: TooOften) -> Problem:
    """429, and after how many seconds it is worth while to try again."""
    return Problem(429, refused.words(lang()), headers={"Retry-After": str(refused.seconds)})


def problem_of_words(field: str, refusal: Refusal) -> Problem:
    """422 for a value that a lower room refused in two languages."""
    return Problem.at_field(field, refusal.zh, refusal.en)


def possible_told(life: Life, case: Case, by: Actor) -> list[dict[str, Any]]:
    """The verbs that an actor may do now, with what each needs."""
    own = by.kind == "asker"
    return [
        {
            "verb": verb,
            "label": life.service.word("verbs", verb, lang()),
            "task": task,
            "needs": [*life.service.verbs[verb].needs, *NEEDED_BESIDE.get(verb, ())],
            "may": [*life.service.verbs[verb].may, *TAKEN_BESIDE.get(verb, ())],
        }
        for verb, task in possible(case, by, own=own, life=life)
    ]


def last_told(last: Last, service: Service, *, named: bool) -> dict[str, Any]:
    """Who did what last."""
    kind = last.by.partition(":")[0]
    return {
        "verb": last.verb,
        "label": service.word("verbs", last.verb, lang()),
        "by": last.name if named and last.name else service.word("roles", kind, lang()),
        "at": moment(last.at),
        "state": last.state,
        "state_label": service.word("states", last.state, lang()),
    }
