"""What may be told month after month, when nothing told can be taken back: pure rules over sizes. 「逐月公布的规则」

What was published once stays known. So what is told of a new month is weighed together with all that was told before:
along time, blocks of months are closed in the order of freezing and never opened again; among the names of a year, a
name is told only if all tables told so far, the new one and the exact totals of the months do not lead to a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .withholding import Block, pooled

Told = tuple[str, frozenset[str]]
"""A name, and the months of which one sum was told of it."""
Sizes = Mapping[tuple[str, str], int]
"""How many stand behind each (month, name)."""
Few = tuple[str, tuple[str, ...]]
NEARLY = 1e-8
LONGEST = 2
"""Sums of so many months of a name are looked for."""


def closed_blocks(sizes: Iterable[tuple[str, int]], limit: int) -> list[Block]:
    """Months in the order in which they were frozen, tied until `limit` stand behind each block.

    Further months never change a closed block; what is left over at the end is in none.
    """
    found: list[Block] = []
    tied: list[str] = []
    behind = 0
    for month, size in sizes:
        if not size:
            continue
        tied.append(month)
        behind += size
        if behind >= limit:
            found.append(tuple(tied))
            tied, behind = [], 0
    return found


def names_to_tell(months: Collection[str], sizes: Sizes, told: Sequence[Told], limit: int) -> list[str]:
    """The names of which the sum over `months` may be told beside all that was told before; the others are pooled."""
    row = {name: sum(sizes.get((month, name), 0) for month in months) for _, name in sizes}
    out = pooled({("", name): size for name, size in row.items()}, limit)
    names = sorted((name for name in row if row[name] and name not in out), key=lambda name: (row[name], name))
    known, span = few_given_away(sizes, told, limit), frozenset(months)
    while names:
        given = few_given_away(sizes, [*told, *((name, span) for name in names)], limit) - known
        if not given:
            break
        guilty = {name for name, _ in given}
        names.remove(next((name for name in names if name in guilty), names[0]))
    return names


def few_given_away(sizes: Sizes, told: Iterable[Told], limit: int) -> set[Few]:
    """The sums of one or two months of a name, below the limit, that follow from what was told and the months' totals.

    The reader is taken to know the empty cells. All that is known are the totals of the months and vectors over the
    months of single names; a name is known as far as itself is told, and as far as all others are: their sum is then
    what the total leaves.
    """
    months = sorted({month for month, _ in sizes})
    names = sorted({name for (_, name), size in sizes.items() if size})
    spaces = {name: _unit_rows(months, [m for m in months if not sizes.get((m, name))]) for name in names}
    for name, span in told:
        if name in spaces:
            spaces[name].append([float(month in span) for month in months])
    untold = {name: _orthogonal(_matrix(spaces[name], len(months))) for name in names}
    found: set[Few] = set()
    for name in names:
        others = [untold[other] for other in names if other != name]
        rest = _orthogonal(np.concatenate(others) if others else np.empty((0, len(months))))
        # What is orthogonal to this lies in the space of what is known of the name.
        unknown = _orthogonal(np.concatenate([_matrix(spaces[name], len(months)), rest]))
        found |= {(name, few) for few in _few(months, sizes, name, limit) if _is_known(few, months, unknown)}
    return found


def _few(months: Sequence[str], sizes: Sizes, name: str, limit: int) -> Iterable[tuple[str, ...]]:
    there = [month for month in months if sizes.get((month, name))]
    for count in range(1, LONGEST + 1):
        for few in combinations(there, count):
            if sum(sizes[month, name] for month in few) < limit:
                yield few


def _is_known(few: Collection[str], months: Sequence[str], unknown: NDArray[np.float64]) -> bool:
    wanted = np.array([float(month in few) for month in months])
    return bool(np.all(np.abs(unknown @ wanted) < NEARLY))


def _unit_rows(months: Sequence[str], ones: Iterable[str]) -> list[list[float]]:
    return [[float(month == one) for month in months] for one in ones]


def _matrix(rows: list[list[float]], width: int) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(len(rows), width)


def _orthogonal(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """A basis of everything orthogonal to the rows."""
    if not len(rows):
        return np.eye(rows.shape[1])
    _, values, basis = np.linalg.svd(rows, full_matrices=True)
    return basis[int((values > NEARLY).sum()) :]
