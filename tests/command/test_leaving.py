"""A worker of the web server ends without a Rust panic: its interpreter is not taken down under living threads."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from wolaiban.config import leaving


def _work(folder: str) -> None:
    """A worker's life: what was registered before would run last, while the interpreter is taken down."""
    atexit.register(Path(folder, "taken-down").touch)
    Path(folder, "said").write_text("said before the end\n")
    leaving.leave_at_once()


def _interrupted() -> None:
    """A worker that Ctrl-C reaches as well."""
    leaving.heed_only_the_server()
    os.kill(os.getpid(), signal.SIGINT)


def test_a_worker_passes_over_ctrl_c_and_waits_for_its_server():
    worker = multiprocessing.get_context("spawn").Process(target=_interrupted)
    worker.start()
    worker.join(timeout=60)
    assert worker.exitcode == 0


def test_a_worker_leaves_before_its_interpreter_is_taken_down(tmp_path: Path):
    worker = multiprocessing.get_context("spawn").Process(target=_work, args=(str(tmp_path),))
    worker.start()
    worker.join(timeout=60)
    assert worker.exitcode == 0
    assert (tmp_path / "said").read_text() == "said before the end\n"
    assert not (tmp_path / "taken-down").exists()


def test_a_process_that_is_no_worker_ends_as_ever(monkeypatch: pytest.MonkeyPatch):
    registered: list[object] = []
    monkeypatch.setattr(leaving.atexit, "register", registered.append)
    monkeypatch.setattr(leaving.multiprocessing, "parent_process", lambda: None)
    leaving.leave_at_once()
    leaving.heed_only_the_server()
    assert not registered and signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
