"""Whether two requests are about the same thing, by their words alone. 「相似」"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

ALIKE = 0.5
"""From this share of common pairs of letters on, two texts count as one matter."""
_BETWEEN = re.compile(r"[\W_]+")
Pairs = frozenset[str]


def pairs_of(text: str) -> Pairs:
    """The pairs of neighbouring letters of a text, for scripts without spaces; case and punctuation do not count."""
    plain = _BETWEEN.sub("", text).lower()
    return frozenset(plain[i : i + 2] for i in range(max(1, len(plain) - 1)) if plain)


def alike(one: Pairs, other: Pairs) -> bool:
    """Whether they share at least half of the pairs that either has; nothing is like nothing."""
    if not one or not other:
        return False
    common = len(one & other)
    return common >= ALIKE * (len(one) + len(other) - common)


def groups(texts: Sequence[tuple[Any, Pairs]]) -> list[list[Any]]:
    """Keys whose texts are alike, or joined by others that are; each group in the order given, whatever that is."""
    found: list[list[int]] = []
    for place, (_, pairs) in enumerate(texts):
        near = [group for group in found if any(alike(texts[member][1], pairs) for member in group)]
        found = [group for group in found if group not in near]
        found.append(sorted([place, *(member for group in near for member in group)]))
    return [[texts[place][0] for place in group] for group in sorted(found)]
