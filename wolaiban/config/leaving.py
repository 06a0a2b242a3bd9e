"""How a worker of the web server ends. 「工作进程的退出」"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import signal
import sys


def leave_at_once() -> None:
    """Let a worker process end without taking its interpreter down under the server's own threads.

    Granian's threads outlive the call that serves. Before Python 3.14 a thread that wants the interpreter while it is
    being taken down is unwound, which Rust answers with a panic: about one stop in four printed "panic in a function
    that cannot unwind" (Granian 2.8.7, Python 3.11). Everything is on record by then: verbs are transactions.
    In a process that is no worker nothing is registered.
    """
    if multiprocessing.parent_process() is not None:
        atexit.register(_leave)


def heed_only_the_server() -> None:
    """Let a worker process pass over Ctrl-C, which a terminal sends to the server and to its workers alike.

    The server then tells each worker to end, and a worker of Granian 2.8.7 that is told twice may wait for ever:
    about one Ctrl-C in eight. The mask is inherited by the threads that the server starts later.
    """
    if multiprocessing.parent_process() is not None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _leave() -> None:
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(0)
