"""A small service and the real calendars: what the kernel's own tests run on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.folders import write_service
from wolaiban.catalogue import read_service
from wolaiban.catalogue.service import Service
from wolaiban.promises.life import Act, Life, Opening
from wolaiban.workdays import Hours, Shelf, Timetable, read_hours

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")


class Calendars:
    """The shipped calendars with the test hours of the field book: what life asks of a town."""

    zone = ZONE

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf.read(ROOT / "towns/pinghu/calendars", ZONE)
        self.hours: dict[str, Hours] = read_hours({"office": {"frames": ["08:30-12:00", "13:30-17:00"]}})

    def timetable(self, hours: str, calendar_version: str) -> Timetable:
        return Timetable(self.shelf.get(calendar_version), self.hours[hours], self.zone)

    def known_at(self, instant: datetime) -> str:
        return self.shelf.known_at(instant, "cn").version


def t(text: str) -> datetime:
    """A town instant: "2024-09-13 16:50"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Story:
    """Events written one after another, and the life they make."""

    def __init__(self, service: Service, calendars: Calendars) -> None:
        self.calendars, self.life = calendars, Life(service, calendars)

    def does(
        self, verb: str, at: str, *, by: str = "test", task: int = 0, tasks: tuple[Opening, ...] = (), role: str = "",
        **fields: str,
    ):  # fmt: skip
        words = frozenset(fields.pop("words", "").split())
        act = Act(
            seq=len(self.life.acts) + 1, at=t(at), verb=verb, by=by, role=role, task=task, fields=fields,
            words=words, tasks=tasks, calendar=self.calendars.known_at(t(at)),
        )  # fmt: skip
        self.life.step(act)
        return self

    def extends(self, at: str, until: str, promise: str = "done", asked: str = ""):
        """Asked for, then granted, in one instant; `asked` where another day was asked for than is granted."""
        self.does("extend", at, promise=promise, until=asked or until)
        return self.does("grant_extension", at, promise=promise, until=until)

    def due(self, code: str, task: int = 0, first: bool = False) -> str:
        given = self.life.promise(code, task)
        assert given is not None
        instant = given.first_due_at if first else given.due_at
        return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if instant else "none"

    def state(self, code: str, task: int = 0) -> str:
        given = self.life.promise(code, task)
        return given.state if given else "absent"


def service(folder: Path, text: str, words: str, policy: str) -> Service:
    """A service written into a folder at run time and read back through the catalogue."""
    return read_service(write_service(folder / "probe", text, words, policy))
