"""What anybody may ask for is counted once for all who ask: until something happens, a minute at most. 「共用计数」

So whoever asks for a page a thousand times costs one count; the cut-off that stands beside it is that of the count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import timedelta
from threading import Lock
from typing import Any, TypeVar

from wolaiban.lib import clock
from wolaiban.promises.models import Event
from wolaiban.promises.town import town

AGE = timedelta(minutes=1)
AT_MOST = 200
Found = TypeVar("Found")
_held: dict[Hashable, tuple[Hashable, Any]] = {}
_locks: defaultdict[Hashable, Lock] = defaultdict(Lock)


def held(key: Hashable, make: Callable[[], Found]) -> Found:
    """What was made for a key and still holds, else made anew; `key` must come from few: services, breakdowns.

    It holds while no event is recorded, within one minute of the clock. Nobody may change what they are given.
    """
    served = (str(town().folder), key)
    with _locks[served]:
        as_of = _as_of()
        there = _held.get(served)
        if there is not None and there[0] == as_of:
            return there[1]
        found = make()
        if len(_held) >= AT_MOST:
            _held.clear()
        _held[served] = (as_of, found)
        return found


def _as_of() -> Hashable:
    """The newest event and the minute: due instants pass without any."""
    last = Event.objects.order_by("-pk").values_list("hash", flat=True).first()
    return last, int(clock.now().timestamp() // AGE.total_seconds()), id(town())
