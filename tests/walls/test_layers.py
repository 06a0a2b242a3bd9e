"""A room imports only rooms below it; the contracts stand in pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walls._source import ROOT

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
