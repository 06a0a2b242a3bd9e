"""Run the tests: the same ones on SQLite and on PostgreSQL, then those that need a browser.

    bin/test                      all three
    bin/test --sqlite             one part: --sqlite, --postgres, --browser
    bin/test --full               the long properties and whole-file replays instead, on both databases; fewer
                                  rounds of some where CI=true
    bin/test tests/workdays -k x  what is no option of ours goes to pytest

Where CI=true nothing may be skipped: a part that cannot run is a failure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

import _browser
from _postgres import CANNOT_START
from _setup import HOME, ROOT
from _setup import main as setup_main

PYTHON = str(HOME / "bin" / "python")
NO_TEST_RAN = 5
SLOWEST = "--durations=12"  # of the full run, so that what makes it long is seen
# The full run begins with its longest tests, and each core takes one test at a time: none waits for the other's.
ONE_BY_ONE = ["--dist", "load", "--maxschedchunk", "1"]
# Rooms that never touch a database need no second run on another one.
WITHOUT_DATABASE = [f"--ignore=tests/{room}" for room in ("workdays", "lib", "catalogue", "walls")]
WORDS = "--ignore=tests/web/test_english.py"  # the words of a page do not hang on the database


@dataclass
class Part:
    """One run of pytest: what it is called, which tests, beside which database."""

    name: str
    marks: str
    postgres: bool = False
    arguments: list[str] = field(default_factory=list)
    spread: list[str] = field(default_factory=lambda: ["--dist", "worksteal"])
    outcome: str = ""
    seconds: float = 0.0
    failed: bool = False
    ran: bool = True
    lacking: bool = False


def environment() -> dict[str, str]:
    """The outer environment without what would point the tests at somebody's real town.

    Compiled tests are kept, whatever the machine says: each worker of each part would compile them all again.
    """
    kept = ("WOLAIBAN_DATA", "WOLAIBAN_CHROMIUM", "WOLAIBAN_PYTHON")
    outer = {name: value for name, value in os.environ.items() if not name.startswith("WOLAIBAN_") or name in kept}
    outer.pop("PYTHONDONTWRITEBYTECODE", None)
    return outer


def parts(given: argparse.Namespace) -> list[Part]:
    """The runs that were asked for; all three without a choice."""
    if given.full:
        return [
            Part("full, SQLite", "full and not browser and not postgres", False, [SLOWEST], ONE_BY_ONE),
            Part(
                "full, PostgreSQL",
                "full and not browser and not sqlite",
                True,
                [*WITHOUT_DATABASE, WORDS, SLOWEST],
                ONE_BY_ONE,
            ),
        ]
    chosen = {name for name in ("sqlite", "postgres", "browser") if getattr(given, name)}
    every = {
        "sqlite": Part("SQLite", "not full and not browser and not postgres"),
        "postgres": Part("PostgreSQL", "not full and not browser and not sqlite", True, WITHOUT_DATABASE),
        "browser": Part("browser", "browser and not full and not postgres"),
    }
    return [part for name, part in every.items() if name in chosen or not chosen]


def run(part: Part, more: list[str], workers: int) -> None:
    """Run one part and note how it went."""
    if part.name == "browser" and not _browser.find_or_install():
        part.ran, part.lacking = False, True
        part.outcome = f"SKIPPED: no Chromium. To run it: {_browser.BY_HAND} && bin/test --browser"
        return
    command = [PYTHON, "-m", "pytest", "-q", "-m", part.marks, *part.arguments]
    if workers > 1:
        command += ["-n", str(workers), *part.spread]
    if part.postgres:
        command = [PYTHON, "bin/_postgres.py", *command]
    print(f"\n=== tests: {part.name} ===", flush=True)
    started = time.monotonic()
    code = subprocess.run([*command, *more], cwd=ROOT, env=environment()).returncode
    part.seconds = time.monotonic() - started
    part.ran = code not in (CANNOT_START, NO_TEST_RAN)
    part.lacking = code == CANNOT_START
    part.failed = code not in (0, CANNOT_START, NO_TEST_RAN)
    part.outcome = {
        0: "passed",
        CANNOT_START: "SKIPPED: PostgreSQL did not start, see above",
        NO_TEST_RAN: "SKIPPED: no test of this part was chosen",
    }.get(code, f"FAILED (pytest's exit code {code})")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("sqlite", "postgres", "browser", "full"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument(
        "--workers", type=int, default=min(4, os.cpu_count() or 1), help="processes (all cores, 4 at most)"
    )
    given, more = parser.parse_known_args()
    if failed := setup_main(["--quiet"]):
        return failed
    asked = parts(given)
    for part in asked:
        run(part, more, given.workers)
    print("\n=== tests: in all ===")
    for part in asked:
        print(f"{part.name:<18}{part.seconds:>6.0f} s  {part.outcome}")
    if any(part.failed for part in asked) or not any(part.ran for part in asked):
        return 1
    if any(part.lacking for part in asked) and os.environ.get("CI") == "true":
        print("CI may skip nothing, so this is a failure.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
