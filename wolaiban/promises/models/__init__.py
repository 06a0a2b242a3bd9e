"""Stored rows: events are the truth, the rest is a copy of what life answers. 「存储」"""

from .attempt import Attempt
from .brought import Brought
from .case import Case
from .delivery import Delivery
from .event import Event
from .file import File
from .gathered import Gathered
from .head import Head, Leaf
from .link import Link
from .promise import Promise
from .refusal import Refusal
from .sent import Sent
from .task import Task
from .warning import Warning
from .words import Words

__all__ = [
    "Attempt",
    "Brought",
    "Case",
    "Delivery",
    "Event",
    "File",
    "Gathered",
    "Head",
    "Leaf",
    "Link",
    "Promise",
    "Refusal",
    "Sent",
    "Task",
    "Warning",
    "Words",
]
