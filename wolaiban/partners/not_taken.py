"""A signed message that cannot be done here. 「不予受理」"""

from __future__ import annotations


class NotTaken(Exception):
    """What stands in the way, in both languages; `status` as HTTP has it."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.status, self.zh, self.en = status, zh, en
