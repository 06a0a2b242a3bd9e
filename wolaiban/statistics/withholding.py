"""What a public figure may not tell: pure rules over sizes; no subtraction leads below the limit. 「不公布的规则」

Two rules, each by construction and not by search. Along time, months with few behind them are tied into blocks; a
span is counted only if it holds whole blocks, and whatever is taken from whole blocks leaves whole blocks. Among the
names of one year, a name that is small in any one row is pooled in every row, so that the rows tell no more of it
than its sum over the year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

Block = tuple[str, ...]


def blocks(sizes: Mapping[str, int], limit: int) -> list[Block]:
    """Months (such as 2024-06) tied together until `limit` stand behind each block; empty months belong to none.

    What a year has left over at its end joins the last block of that year, so that a year of enough cases can be
    counted whatever came before it. Only where all there is stays below the limit is there a block below it.
    """
    found: list[list[str]] = []
    tied: list[str] = []
    for month in sorted(month for month, size in sizes.items() if size):
        if tied and month[:4] != tied[-1][:4] and found and found[-1][-1][:4] == tied[-1][:4]:
            found[-1] += tied
            tied = []
        tied = [*tied, month]
        if sum(sizes[one] for one in tied) >= limit:
            found.append(tied)
            tied = []
    if tied and found:
        found[-1] += tied
    elif tied:
        found.append(tied)
    return [tuple(block) for block in found]


def is_told(months: Collection[str], sizes: Mapping[str, int], limit: int) -> bool:
    """Whether a figure of these months may be told: they hold whole blocks, and each has enough behind it."""
    return all(
        not inside or (len(inside) == len(block) and sum(sizes[month] for month in block) >= limit)
        for block in blocks(sizes, limit)
        for inside in [[month for month in block if month in months]]
    )


def pooled(table: Mapping[tuple[str, str], int], limit: int, also: Iterable[str] = ()) -> set[str]:
    """The names that are shown only in the sum of their row, the same ones in every row of (row, name) -> size.

    A name goes where 1 to limit - 1 stand behind it in a row. The next smallest goes with it, until two names or
    more are pooled and each row's pool is empty or large enough; where that cannot be had, all names go.
    """
    whole: Counter[str] = Counter()
    for (_, name), size in table.items():
        whole[name] += size
    out = {name for (_, name), size in table.items() if 0 < size < limit} | set(also)
    rest = iter(sorted((name for name in whole if name not in out and whole[name]), key=lambda one: (whole[one], one)))
    while out and not _is_enough(table, out, limit) and (more := next(rest, None)) is not None:
        out.add(more)
    return out


def _is_enough(table: Mapping[tuple[str, str], int], out: set[str], limit: int) -> bool:
    rows: Counter[str] = Counter()
    for (row, name), size in table.items():
        rows[row] += size if name in out else 0
    there = {name for (_, name), size in table.items() if size and name in out}
    return len(there) >= 2 and all(size >= limit or not size for size in rows.values())
