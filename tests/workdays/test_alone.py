"""The room is a package others can use alone: its examples run, it is typed, and it knows nothing above it."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import wolaiban.workdays as workdays

ROOM = Path(workdays.__file__).parent


def test_the_examples_in_the_documentation_run() -> None:
    result = doctest.testmod(workdays, optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
    assert result.attempted > 15


def test_it_is_typed_and_asks_no_clock() -> None:
    assert (ROOM / "py.typed").exists()
    asks = (".now(", ".today(", ".utcnow(", "time.time(")
    found = [(file.name, ask) for file in ROOM.glob("*.py") for ask in asks if ask in file.read_text(encoding="utf-8")]
    assert found == []


def test_it_loads_without_any_framework() -> None:
    code = "import sys, wolaiban.workdays; print([name for name in ('django', 'wolaiban.lib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOM.parents[1], check=True)
    assert done.stdout.strip() == "[]"
