"""Small files, small functions: what does not fit on a few screens has two purposes."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.walls._source import PACKAGE, ROOT, files, short, tree

FILE, FUNCTION, TEMPLATE, SERVICE = 400, 50, 150, 150


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _too_long(paths: list[Path], limit: int) -> list[str]:
    return [f"{short(path)} has {_lines(path)} lines, {limit} at most" for path in paths if _lines(path) > limit]


def test_no_python_file_is_longer_than_400_lines() -> None:
    paths = files(".py") + files(".py", below=ROOT / "tests") + files(".py", below=ROOT / "bin")
    assert not _too_long(paths, FILE)


def test_no_function_is_longer_than_50_lines() -> None:
    found = []
    for path in files(".py") + files(".py", below=ROOT / "bin"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                length = (node.end_lineno or first) - first + 1
                if length > FUNCTION:
                    found.append(f"{short(path)}:{node.lineno} {node.name} has {length} lines, {FUNCTION} at most")
    assert not found


def test_no_template_is_longer_than_150_lines() -> None:
    paths = files(".html", ".txt", below=PACKAGE)
    assert paths, "no template found: has the folder moved?"
    assert not _too_long(paths, TEMPLATE)


def test_no_service_file_is_longer_than_150_lines() -> None:
    paths = sorted((ROOT / "towns").glob("*/services/*/service.toml"))
    assert paths, "no service found below towns/"
    assert not _too_long(paths, SERVICE)
