"""The town's folder read whole, or refused with every mistake in it. 「一城文件夹的读取」

read_town(folder) -> Town        check(folder) -> [Mistake, ...]
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from wolaiban.workdays import Hours, Shelf
from wolaiban.workdays.errors import WorkdaysError
from wolaiban.workdays.notices import read_notices

from .message_rules import check_messages, read_messages, read_sms, town_messages
from .mistakes import Findings, Mistake, TownError
from .partner_rules import read_partners
from .reading import Surroundings, read_folder
from .rule_reading import check_rules, read_rules
from .service import Service
from .shape import Table, load
from .stories import SITUATIONS_FILE, check_situations
from .town import Town

TOWN_FILE = "town.toml"


def read_town(folder: Path | str) -> Town:
    """A town's folder as one immutable object.

    Raises:
        TownError: with every mistake of every file.
    """
    return _sound(Path(folder), whole=True)


def read_hours(folder: Path | str) -> Town:
    """The town without services, messages of services and rules: enough to count with, in a fraction of the time.

    Raises:
        TownError: with every mistake of the files that were read.
    """
    return _sound(Path(folder), whole=False)


def _sound(folder: Path, *, whole: bool) -> Town:
    findings = Findings()
    town = _read(folder, findings, whole=whole)
    findings.stop()
    if town is None:  # nothing was found wrong, so there is a town
        raise TownError(findings.found)
    return town


def check(folder: Path | str) -> list[Mistake]:
    """Every mistake in a town's files, in the order of the files; an empty list where all is right."""
    findings = Findings()
    _read(Path(folder), findings)
    return findings.found


def _read(folder: Path, findings: Findings, *, whole: bool = True) -> Town | None:
    path = folder / TOWN_FILE
    findings = findings.into(TOWN_FILE)
    if not path.is_file():
        findings.add("no_town", word=folder)
        return None
    raw = load(path, findings)
    if raw is None:
        return None
    table = Table(raw, "", findings)
    head = table.table("town", required=True)
    hours = _hours(table, findings)
    zone = _zone(head)
    shelf = _shelf(folder, zone, findings)
    calendar = head.text("calendar", "cn")
    default = head.text("hours", next(iter(hours), "office"))
    rules = read_rules(folder, findings) if whole else {}
    around = Surroundings(table.table("hours").raw or None, default, rules)
    if shelf is not None:
        _calendars(shelf, calendar, hours, findings)
    services = _services(folder, findings, around, zone) if whole else {}
    check_rules(rules, services, findings)
    town = Town(
        folder=folder,
        code=head.text("code", required=True),
        name=MappingProxyType({"zh": head.text("name", required=True), "en": head.text("name_en", required=True)}),
        zone=zone,
        demo=head.flag("demo"),
        calendar=calendar,
        hours=MappingProxyType(hours),
        shelf=shelf or Shelf(zone=zone),
        services=MappingProxyType(_in_order(head, services) if whole else {}),
        default_hours=default,
        settings=MappingProxyType(_settings(head)),
        messages=MappingProxyType(town_messages(folder, findings)),
        sms=MappingProxyType(read_sms(table.table("sms"))),
        rules=MappingProxyType(rules),
        partners=MappingProxyType(read_partners(table, demo=head.flag("demo"))),
    )
    if whole:
        head.close()
        table.close()
    return town


def _in_order(head: Table, services: dict[str, tuple[Service, ...]]) -> dict[str, tuple[Service, ...]]:
    """Services as people are shown them: those that `order` names first, the others by their folders."""
    order = head.texts("order")
    for code in order:
        if code not in services:
            head.findings.unknown("unknown_word", head.path("order"), code, services)
    first = [code for code in order if code in services]
    return {code: services[code] for code in (*first, *(code for code in services if code not in order))}


def _settings(head: Table) -> dict[str, object]:
    """Keys of `[town]` that only other rooms read."""
    found = {
        "public_url": head.maybe("public_url"),
        "small_cells": head.count("small_cells", least=0),
        "hand_over": head.period("hand_over"),
    }
    return {name: value for name, value in found.items() if value is not None}


def _zone(head: Table) -> ZoneInfo:
    name = head.text("zone", "Asia/Shanghai")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        head.findings.unknown("unknown_zone", head.path("zone"), name, available_timezones())
        return ZoneInfo("Asia/Shanghai")


def _hours(table: Table, findings: Findings) -> dict[str, Hours]:
    found = {}
    for name, inner in table.tables("hours"):
        try:
            found[name] = Hours.read(name, inner.raw)
        except WorkdaysError as error:
            findings.add("workdays", inner.key, zh=error.zh, en=error.en)
    if not table.raw.get("hours"):
        findings.add("missing_key", "hours", word="hours", expected='[hours.office] frames = ["08:30-12:00", …]')
    return found


def _shelf(folder: Path, zone: ZoneInfo, findings: Findings) -> Shelf | None:
    """The calendars; where one is wrong each file is tried alone, so that every wrong one is named."""
    try:
        return Shelf.read(folder, zone)
    except WorkdaysError as error:
        before = len(findings.found)
        for path in sorted((folder / "calendars").glob("*.toml")):
            try:
                read_notices(path, zone)
            except WorkdaysError as own:
                zh, en = own.zh.removeprefix(f"{path}："), own.en.removeprefix(f"{path}: ")
                findings.into(f"calendars/{path.name}").add("workdays", zh=zh, en=en)
        if len(findings.found) == before:
            findings.into("calendars").add("workdays", zh=error.zh, en=error.en)
        return None


def _calendars(shelf: Shelf, calendar: str, hours: dict[str, Hours], findings: Findings) -> None:
    """The town's calendar, and that of each set of hours, is on the shelf."""
    for key, name in (("town.calendar", calendar), *((f"hours.{h.name}.calendar", h.calendar) for h in hours.values())):
        if name not in shelf.names():
            findings.unknown("unknown_calendar", key, name, shelf.names())


def _services(folder: Path, findings: Findings, around: Surroundings, zone: ZoneInfo) -> dict[str, tuple[Service, ...]]:
    home = folder / "services"
    places = sorted(place for place in home.iterdir() if place.is_dir()) if home.is_dir() else []
    if not places:
        findings.into("services").add("no_services")
    found = {}
    for place in places:
        versions = read_folder(place, f"services/{place.name}", findings, around)
        if versions:
            messages = f"services/{place.name}/messages.toml"
            told = read_messages(place / "messages.toml", findings.into(messages))
            check_messages(told, versions[-1], findings.into(messages))
            versions = tuple(replace(version, messages=told) for version in versions)
            found[place.name] = versions
            label = f"services/{place.name}/{SITUATIONS_FILE}"
            check_situations(place / SITUATIONS_FILE, versions, zone, findings.into(label))
    return found
