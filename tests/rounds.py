"""How often what is long is repeated."""

from __future__ import annotations

import os

IN_CI = os.environ.get("CI") == "true"


def rounds(whole: int, few: int) -> int:
    """The whole number of rounds where somebody asks for the full run, a few of them in CI, which has half an hour."""
    return few if IN_CI else whole
