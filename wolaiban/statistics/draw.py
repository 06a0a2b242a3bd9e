"""A draw that anybody can repeat: numbers, a seed and a share in, the same numbers out. 「随机抽查」

The rule, for who wants to check it without this program: for each case number take SHA-256 over the UTF-8 text
`<seed>|<number>` and write it in hexadecimal; sort by it; take the first ones, as many as the share of all numbers,
rounded half-up, but at least one where there is any. The order in which the numbers are given does not matter. Nobody
can choose who is drawn without choosing the seed, so the seed is named by somebody else, or before the cases are known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from wolaiban.lib.words import Refusal


def draw(numbers: Iterable[str], seed: str, share: Decimal | int | str) -> list[str]:
    """The drawn numbers, in the order of the draw; `share` in percent, above 0 and at most 100.

    >>> draw((f"PF{n:04d}" for n in range(40)), "2024-07", 10) == draw((f"PF{n:04d}" for n in range(40)), "2024-07", 10)
    True
    """
    pool = sorted(set(numbers))
    ranked = sorted(pool, key=lambda number: (_rank(seed, number), number))
    return ranked[: how_many(len(pool), Decimal(str(share)))]


def how_many(size: int, share: Decimal) -> int:
    """How many of so many a share makes. Raises Refusal for a share that is none."""
    if not 0 < share <= 100:
        raise Refusal(
            f"抽查比例应大于 0 且不超过 100（%），得到的是 {share}。",
            f"The share of a draw lies above 0 and at most at 100 percent, not at {share}.",
        )
    if not size:
        return 0
    return max(1, int((size * share / 100).quantize(Decimal(1), ROUND_HALF_UP)))


def fingerprint(numbers: Iterable[str]) -> str:
    """SHA-256 over the sorted numbers, a line each: says later from what was drawn."""
    return hashlib.sha256("\n".join(sorted(set(numbers))).encode()).hexdigest()


def _rank(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()
