"""A service is a file: how long each is, and what code is there for it alone, is counted and stands in the docs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from tests.cast import shipped
from tests.walls._source import PACKAGE, ROOT, SERVICES, files, short
from wolaiban.catalogue.reading import MAX_LINES
from wolaiban.catalogue.service import ByField, Named, Path, Service

DOC = ROOT / "docs" / "services.md"
MOST = 100
"""Lines of code that one service alone may need, if there is a reason."""


@dataclass(frozen=True)
class Part:
    """A part of the grammar that not every service needs: whether one uses it, and the files that are there for it.

    What a part adds to files that all services use is not counted: there it stands for whoever asks for it next. Nor is
    a room: towns talk with each other in `partners/`, whichever service says `[partner]`.
    """

    used_by: Callable[[Service], bool]
    files: tuple[str, ...]


def _due(service: Service, kind: type) -> bool:
    return any(isinstance(rule.due, kind) for rule in service.promises)


def _has(*verbs: str) -> Callable[[Service], bool]:
    return lambda service: bool(set(verbs) & set(service.verbs))


PARTS = {
    "plan and forecast": Part(
        lambda s: _due(s, Named) or _due(s, Path),
        ("promises/life/path.py", "promises/life/forecast.py", "web/shared/outlook.py"),
    ),
    "periods by a field": Part(
        lambda s: any(isinstance(rule.within, ByField) for rule in s.promises), ("promises/deciding.py",)
    ),
    "rows of tasks": Part(lambda s: any(verb.opens for verb in s.verbs.values()), ("web/shared/task_rows.py",)),
    "rules": Part(
        lambda s: any(verb.rule for verb in s.verbs.values()),
        ("catalogue/rules.py", "catalogue/rule_reading.py", "promises/ruling.py", "promises/looking_back.py",
         "web/shared/ruling.py", "web/hall/rules.py"),
    ),
    "links": Part(
        lambda s: any(field.kind == "case" for field in s.fields.values()),
        ("promises/linking.py", "promises/models/link.py", "web/shared/linking.py"),
    ),
    "figures of its own": Part(
        lambda s: bool(s.figures), ("catalogue/figure_rules.py", "statistics/declared.py", "statistics/units.py")
    ),
    "board": Part(
        lambda s: bool(s.publish.board), ("statistics/board.py", "web/office/boards.py", "web/hall/board.py")
    ),
    "cases published": Part(lambda s: bool(s.publish.words), ("statistics/published.py", "web/hall/published.py")),
    "one person signs": Part(
        lambda s: any(verb.signer for verb in s.verbs.values()), ("promises/signing.py", "web/office/charge.py")
    ),
    "inspection by lot": Part(
        _has("inspect"), ("statistics/draw.py", "statistics/drawing.py", "statistics/inspecting.py",
                          "web/office/draws.py", "command/draw.py"),
    ),
    "supervision notices": Part(_has("supervise"), ("web/office/notices.py", "web/office/sending.py")),
    "extensions": Part(_has("extend"), ("promises/life/extending.py",)),
    "ratings": Part(_has("rate"), ("web/office/ratings.py",)),
    "merging": Part(_has("merge"), ("promises/verbs/merge.py", "web/desk/twins.py")),
    "counting again": Part(_has("recount"), ("promises/recounting.py", "promises/verbs/recount.py")),
}  # fmt: skip


@cache
def lines_of(part: str) -> int:
    """Lines of the files that are there for a part."""
    found = [path for name in PARTS[part].files for path in _python(name)]
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in found)


def _python(name: str) -> list:
    path = PACKAGE / name
    assert path.exists(), f"{short(path)} is gone: say what serves the part now"
    return files(".py", below=path) if path.is_dir() else [path]


def alone(code: str) -> list[str]:
    """The parts that this service uses and no other."""
    town = shipped()
    users = {part: [c for c, (*_, s) in town.services.items() if known.used_by(s)] for part, known in PARTS.items()}
    return [part for part, codes in users.items() if codes == [code]]


def table() -> dict[str, tuple[int, int, str]]:
    """Lines of file, lines of code that only it uses, and what the docs say of it, by service."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\d+) \| (\d+) \| (.*?) \|$", DOC.read_text(encoding="utf-8"), re.M)
    return {code: (int(lines), int(only), why) for code, lines, only, why in rows}


def test_every_part_is_used_by_a_service() -> None:
    unused = [
        part for part, known in PARTS.items() if not any(known.used_by(s[-1]) for s in shipped().services.values())
    ]
    assert unused == []


@pytest.mark.parametrize("code", sorted(path.parent.name for path in SERVICES.glob("*/service.toml")))
def test_the_docs_count_its_lines(code: str) -> None:
    longest = max(len(path.read_text("utf-8").splitlines()) for path in (SERVICES / code).glob("service*.toml"))
    only = sum(lines_of(part) for part in alone(code))
    assert longest <= MAX_LINES
    assert code in table(), f"docs/services.md does not know {code}: {longest} lines, {only} of code ({alone(code)})"
    lines, said, why = table()[code]
    assert (lines, said) == (longest, only), f"{code}: {longest} lines, {only} of code for it alone ({alone(code)})"
    assert only < MOST and (why.strip() or not only), f"{code} alone needs {alone(code)}"
