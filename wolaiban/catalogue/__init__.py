"""Reads and checks the town's files into typed, immutable objects. 「服务目录」

town = read_town(folder)             # or TownError with every mistake
town = read_hours(folder)            # its hours and calendars alone
mistakes = check(folder)             # the same mistakes as a list
service = read_service(folder)       # one service, newest version
situations = read_situations(folder, zone)
"""

from .folders import check, read_hours, read_town
from .mistakes import Mistake, TownError
from .reading import read_service, read_versions
from .service import Service
from .situations import Situation
from .stories import read_situations
from .town import Town

__all__ = [
    "Mistake",
    "Service",
    "Situation",
    "Town",
    "TownError",
    "check",
    "read_hours",
    "read_service",
    "read_situations",
    "read_town",
    "read_versions",
]
