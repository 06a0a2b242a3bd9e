"""The calendars, hours and instants that the stories about working days share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wolaiban.workdays import Hours, Pause, Shelf, Timetable

ROOT = Path(__file__).resolve().parents[2]
TOWN = ROOT / "towns" / "pinghu"
SHELF = Shelf.read(TOWN)
CN = SHELF.latest()
# The test hours of field book 0.4.
OFFICE_HOURS = Hours.read("office", {"calendar": "cn", "frames": ["08:30-12:00", "13:30-17:00"]})
OFFICE = Timetable(CN, OFFICE_HOURS)


def at(text: str, timetable: Timetable = OFFICE) -> datetime:
    """2024-09-13 16:50 as an instant in the timetable's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=timetable.zone)


def pauses(*spans: str, timetable: Timetable = OFFICE) -> list[Pause]:
    """ "2024-09-18 09:00 / 2024-09-18 16:59", the second half empty while the pause is open."""
    found: list[Pause] = []
    for span in spans:
        begin, _, end = (part.strip() for part in span.partition("/"))
        found.append((at(begin, timetable), at(end, timetable) if end else None))
    return found


def stamp(moment: datetime | None) -> str | None:
    """An instant by its local clock, as the stories write it."""
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M}"
