"""All that CI runs: named steps, each with its time, a table at the end, an honest exit code.

bin/ci                all steps; the first failure does not stop the others
bin/ci lint types     some of them
bin/ci --list         their names and what each one does
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from _setup import HOME, ROOT
from _setup import main as setup_main

BIN = HOME / "bin"
PYTHON = str(BIN / "python")


@dataclass(frozen=True)
class Step:
    """A named part of the check."""

    name: str
    does: str
    command: tuple[str, ...]
    limit_seconds: int


STEPS = (
    Step("lint", "ruff over everything", (str(BIN / "ruff"), "check", "."), 30),
    Step("types", "mypy over the rooms that promise types", (str(BIN / "mypy"),), 180),
    Step(
        "walls",
        "layers, sizes, doors, glossary, settings, acceptance",
        (PYTHON, "-m", "pytest", "-q", "tests/walls"),
        120,
    ),
    Step("sqlite", "unit tests and scenarios on SQLite", ("bin/test", "--sqlite", "--ignore=tests/walls"), 120),
    Step("postgres", "the same on PostgreSQL", ("bin/test", "--postgres"), 120),
    Step("browser", "pages in a browser", ("bin/test", "--browser"), 300),
    Step("full", "long properties, whole files of real records", ("bin/test", "--full"), 900),
    Step("wheel", "the wheel outside the repository: new, check, serve, real records", (PYTHON, "bin/_wheel.py"), 300),
)


def run(step: Step) -> tuple[float, str]:
    """Run one step; answers its seconds and how it went."""
    print(f"\n##### {step.name}: {step.does}", flush=True)
    started = time.monotonic()
    try:
        code = subprocess.run(
            step.command, cwd=ROOT, timeout=3 * step.limit_seconds, stdin=subprocess.DEVNULL
        ).returncode
    except subprocess.TimeoutExpired:
        return time.monotonic() - started, f"FAILED (stopped after {3 * step.limit_seconds} s)"
    return time.monotonic() - started, "passed" if code == 0 else f"FAILED (exit code {code})"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/ci", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", help="all without a choice")
    parser.add_argument("--list", action="store_true", help="name the steps and do nothing")
    given = parser.parse_args()
    if given.list:
        print("\n".join(f"{step.name:<10}{step.does}" for step in STEPS))
        return 0
    if wrong := set(given.steps) - {step.name for step in STEPS}:
        parser.error(f"no such step: {', '.join(sorted(wrong))} (bin/ci --list names them)")
    started = time.monotonic()
    if failed := setup_main(["--quiet"]):
        return failed
    table = [("setup", time.monotonic() - started, "passed")]
    for step in STEPS:
        if not given.steps or step.name in given.steps:
            seconds, outcome = run(step)
            slow = f", slower than its {step.limit_seconds} s" if seconds > step.limit_seconds else ""
            table.append((step.name, seconds, outcome + slow))
    print("\n##### in all")
    for name, seconds, outcome in table:
        print(f"{name:<10}{seconds:>6.0f} s  {outcome}")
    print(f"{'all':<10}{time.monotonic() - started:>6.0f} s  on {os.cpu_count()} cores", flush=True)
    return 1 if any(outcome.startswith("FAILED") for *_, outcome in table) else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    raise SystemExit(main())
