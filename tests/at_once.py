"""The same done by several at the same moment, each in a thread and so over a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

PATIENCE_SECONDS = 60
Answer = TypeVar("Answer")


def at_once(count: int, act: Callable[[], Answer]) -> list[Answer]:
    """What each of them came to; what one of them raises is raised here."""
    start = threading.Barrier(count)

    def one() -> Answer:
        try:
            start.wait(timeout=PATIENCE_SECONDS)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        running = [pool.submit(one) for _ in range(count)]
        return [each.result(timeout=PATIENCE_SECONDS) for each in running]
