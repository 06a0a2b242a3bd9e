"""Small cells are merged so that no subtraction gives them back. 「小单元合并」

A cell is small when fewer than the town's limit stand behind it (field book 11.6: 10 people or firms). A small one
alone would still be what is left of its line's sum, so it takes the next smallest with it; and as the sums of the
other lines are published too (a unit over the year, a month over all units), the same holds along every part of the
breakdown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .scope import Cell

OTHERS = "others"
"""What stands in place of the names that were merged."""


def merged(sizes: Mapping[Cell, int], limit: int) -> dict[Cell, Cell]:
    """Where each cell is shown: under its own name, or in the sum of its group (its last names are "others").

    `sizes` says how many stand behind each cell; those of size 0 are left out. Each sum holds at least two cells and
    `limit` in all, unless there is nothing else to merge with.
    """
    shown = {cell: cell for cell, size in sizes.items() if size}
    parts = len(next(iter(shown), ()))
    for fixed in range(1, parts):
        # A month too small to be named has no units of its own to show either.
        groups = _sums(sizes, {cell: label[:fixed] for cell, label in shown.items()})
        small = _hidden(groups, _lines(groups, fixed - 1), limit)
        shown = {
            cell: (*label[: fixed - 1], OTHERS, *label[fixed:]) if label[:fixed] in small else label
            for cell, label in shown.items()
        }
    whole = _sums(sizes, shown)
    lines = [line for part in range(parts) for line in _lines(whole, part)]
    small = _hidden(whole, lines, limit)
    return {cell: (*label[:-1], OTHERS) if label in small else label for cell, label in shown.items()}


def _sums(sizes: Mapping[Cell, int], labels: Mapping[Cell, Cell]) -> dict[Cell, int]:
    found: dict[Cell, int] = defaultdict(int)
    for cell, label in labels.items():
        found[label] += sizes[cell]
    return found


def _lines(sizes: Mapping[Cell, int], part: int) -> list[list[Cell]]:
    """The cells that differ in one part only, the smallest first: their sum is published."""
    lines: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in sizes:
        lines[(*cell[:part], *cell[part + 1 :])].append(cell)
    return [sorted(line, key=lambda cell: (sizes[cell], cell)) for line in lines.values()]


def _hidden(sizes: Mapping[Cell, int], lines: Iterable[list[Cell]], limit: int) -> set[Cell]:
    """The small ones, and along each line as many more, smallest first, as it takes to hide them."""
    hidden = {cell for cell, size in sizes.items() if size < limit}
    lines, before = list(lines), -1
    while len(hidden) > before:
        before = len(hidden)
        for line in lines:
            inside = [cell for cell in line if cell in hidden]
            total, others = sum(sizes[cell] for cell in inside), iter([cell for cell in line if cell not in hidden])
            while inside and (total < limit or len(inside) < 2) and (more := next(others, None)):
                inside.append(more)
                hidden.add(more)
                total += sizes[more]
    return hidden
