"""One way in for page, API, clock and command: a verb by its name. 「执行」"""

from __future__ import annotations

from typing import Any

from wolaiban.promises.models import Case, Event

from .act import act
from .correct import correct
from .erase import erase
from .hand_over import hand_over
from .merge import merge
from .recount import recount

OWN_MODULE = {"correct": correct, "erase": erase, "hand_over": hand_over, "merge": merge, "recount": recount}


def perform(case: Case, verb: str, **said: Any) -> Event:
    """Do a verb to a case by name; those with an effect beyond the file go to their own module. 「执行」"""
    if verb not in OWN_MODULE:
        return act(case, verb, **said)
    return OWN_MODULE[verb](
        case, **{name: value for name, value in said.items() if name not in ("own", "task", "tasks")}
    )
