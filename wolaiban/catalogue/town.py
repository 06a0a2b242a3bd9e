"""The town's folder as one typed, immutable object. 「一城之文件」"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from wolaiban.workdays import Hours, Shelf, Timetable

from .partner_rules import Partner
from .rules import Rule, Versions, in_force
from .service import MessageRule, Service


@dataclass(frozen=True)
class Town:
    """A folder that was read whole: settings, service hours, calendars, services. 「城」"""

    folder: Path
    code: str
    name: Mapping[str, str]
    zone: ZoneInfo
    demo: bool
    calendar: str
    hours: Mapping[str, Hours]
    shelf: Shelf
    services: Mapping[str, tuple[Service, ...]] = field(default_factory=dict)
    default_hours: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    messages: Mapping[str, MessageRule] = field(default_factory=dict)
    sms: Mapping[str, str] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    rules: Mapping[str, Versions] = field(default_factory=dict)
    _timetables: dict[tuple[str, str], Timetable] = field(default_factory=dict, repr=False, compare=False)

    def service(self, code: str, on: date | None = None) -> Service | None:
        """The version of a service in force on a day (default: the newest), or None."""
        versions = self.services.get(code, ())
        if on is None:
            return versions[-1] if versions else None
        return next((version for version in reversed(versions) if version.valid_from <= on), None)

    def version(self, code: str, valid_from: date) -> Service | None:
        """Exactly the version that a case was registered under."""
        return next((v for v in self.services.get(code, ()) if v.valid_from == valid_from), None)

    def rule(self, code: str, on: date) -> Rule | None:
        """The version of a dated rule in force on a day, or None."""
        return in_force(self.rules.get(code, ()), on)

    def timetable(self, hours: str, calendar_version: str) -> Timetable:
        """Service hours on one version of their calendar: what a due instant is counted on."""
        key = (hours, calendar_version)
        if key not in self._timetables:
            self._timetables[key] = Timetable(self.shelf.get(calendar_version), self.hours[hours], self.zone)
        return self._timetables[key]

    def calendar_known_at(self, instant: datetime, hours: str) -> str:
        """The version, known at an instant, of the calendar that these service hours follow: what an event carries."""
        return self.shelf.known_at(instant, self.hours[hours].calendar).version
