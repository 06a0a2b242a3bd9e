"""What the walls read: the product's files, and Python text without its comments and docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wolaiban"
SERVICES = ROOT / "towns" / "pinghu" / "services"
CHINESE_TERM = re.compile(r"「([^」]+)」")


def files(*suffixes: str, below: Path = PACKAGE) -> list[Path]:
    """The product's own files of some kinds, without migrations."""
    found = (path for path in sorted(below.rglob("*")) if path.suffix in suffixes)
    return [path for path in found if not {"migrations", "node_modules", "__pycache__"} & set(path.parts)]


def short(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def docstrings(module: ast.Module) -> set[int]:
    """The identities of the string nodes that document something: a bare string as a statement."""
    statements = (node for node in ast.walk(module) if isinstance(node, ast.Expr))
    return {id(node.value) for node in statements if isinstance(node.value, ast.Constant)}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string in a Python file that is not documentation."""
    module = tree(path)
    documenting = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documenting:
            yield node.lineno, node.value


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every name in a Python file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.lineno, node.arg


def rooms() -> list[str]:
    """The rooms of the product: the packages directly below it."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def first_docstring_line(path: Path) -> str:
    """The first line of a module's docstring, empty where it has none."""
    return (ast.get_docstring(tree(path)) or "").partition("\n")[0]
