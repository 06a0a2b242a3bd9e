"""Life: state and promises of a case, derived from its events by one pure function. 「演算」

No database, no clock of its own, no rule asked: what had to be asked stands in the event as an answer.
"""

from .acts import Act, Opening
from .given import Given, Move
from .machine import Life, life
from .owed import Owed, owed
from .spans import Span
from .tasks import Task
from .wrong import Wrong

__all__ = ["Act", "Given", "Life", "Move", "Opening", "Owed", "Span", "Task", "Wrong", "life", "owed"]
