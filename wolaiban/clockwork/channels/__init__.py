"""The ways out of the house, behind one small interface: is it set up, and send one letter. 「渠道」

A channel is a module with `is_configured() -> bool` and `send(letter) -> None`. `send` returns once the other side took
the letter over, and raises TryAgain where that may still happen, NeverWill where it will not. A letter tried again
carries the same id, by which the other side may know it: at least once is what two machines can promise each other.
"""

from .letter import Away, Letter, NeverWill, TryAgain

__all__ = ["Away", "Letter", "NeverWill", "TryAgain"]
