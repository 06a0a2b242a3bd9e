"""A room imports only rooms below it; the contracts stand in pyproject.toml."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walls._source import PACKAGE, ROOT, files, short, tree

# One import upwards, hidden in a function where a quick look misses it.
UPWARD = "def hidden() -> object:\n    import wolaiban.{upper}\n    return wolaiban\n"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder."""
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {code}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_every_contract_of_the_layers_is_kept() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("people", "promises.access"),
        ("workdays", "catalogue.vocabulary"),
        ("promises/life", "promises.models"),
    ],
)
def test_an_upward_import_is_seen_even_inside_a_function(tmp_path: Path, lower: str, upper: str) -> None:
    shutil.copytree(ROOT / "wolaiban", tmp_path / "wolaiban", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "wolaiban" / lower / "upward.py").write_text(UPWARD.format(upper=upper))
    done = lint_imports(tmp_path)
    assert done.returncode != 0
    assert "upward" in done.stdout


def imported(path: Path) -> set[str]:
    """The full names of the modules that a file imports, also inside functions."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            found.add(".".join([*base, *([node.module] if node.module else [])]))
    return found


def test_the_life_of_a_case_is_made_of_files_and_calendars_only() -> None:
    """`life` is a pure function: it may use catalogue, workdays, lib and itself, and no clock, file or chance."""
    allowed = ("wolaiban.promises.life", "wolaiban.catalogue", "wolaiban.workdays", "wolaiban.lib")
    impure = {
        "os",
        "io",
        "pathlib",
        "time",
        "random",
        "secrets",
        "sqlite3",
        "socket",
        "subprocess",
        "tempfile",
        "urllib",
    }
    paths = files(".py", below=PACKAGE / "promises" / "life")
    assert paths, "no life found: has the folder moved?"
    wrong = []
    for path in paths:
        for name in imported(path):
            inside = name.startswith("wolaiban") and not name.startswith(allowed)
            if inside or name.partition(".")[0] in impure or name == "wolaiban.lib.clock":
                wrong.append(f"{short(path)} imports {name}")
    assert not wrong


def test_only_the_clock_tells_the_time() -> None:
    """What the time is comes from lib/clock, so that a test or the demo can move it."""
    asking = {"now", "utcnow", "today", "localtime", "localdate"}
    wrong = []
    for path in files(".py"):
        if short(path) == "wolaiban/lib/clock.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asking:
                owner = ast.unparse(node.func.value)
                turning = node.func.attr in ("localtime", "localdate") and bool(node.args)  # turns a given instant
                if owner.split(".")[-1] in ("datetime", "date", "timezone") and not turning:
                    wrong.append(f"{short(path)}:{node.lineno} {ast.unparse(node.func)}()")
    assert not wrong
