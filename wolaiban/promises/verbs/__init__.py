"""The verbs: one function each; those without a row of their own share `act`. 「操作」"""

from __future__ import annotations

from .act import act
from .correct import correct
from .erase import erase
from .hand_over import hand_over
from .merge import merge
from .perform import perform
from .recount import recount
from .register import register

__all__ = ["act", "correct", "erase", "hand_over", "merge", "perform", "recount", "register"]
