"""The fuzzer's hook: calls that would all be `note` try verbs of a service in turn, half of them with what they need.

Loaded by schemathesis, as docs/api.md says, and by no test: a verb made up at random is not found, and one fixed verb
shows nothing of what the others carry.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import schemathesis
from schemathesis import GenerationMode

CARRIES: dict[str, dict[str, Any]] = {
    "note": {"text": "已记"},
    "say": {"text": "还在等"},
    "respond": {"text": "明早回话"},
    "classify": {"grade": "ordinary"},
    "talk": {"text": "已通话"},
    "pause": {"reason": "asker"},
    "dispatch": {"lead": "water", "co": []},
}
VERBS: Iterator[str] = cycle(CARRIES)
TURNS: Iterator[bool] = cycle((True, False))


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Another verb each time; and where the call is one that is allowed, every second time a body that fits it."""
    if case.operation.path != "/api/v1/cases/{number}/{verb}" or case.path_parameters.get("verb") != "note":
        return
    verb = next(VERBS)
    case.path_parameters["verb"] = verb
    if case.meta and case.meta.generation.mode == GenerationMode.POSITIVE and next(TURNS):
        case.body = dict(CARRIES[verb])
