"""A town's folder, read whole."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cast import shipped
from tests.catalogue.patching import GOOD, patched
from wolaiban.catalogue import Town, check, read_town

ROOT = Path(__file__).resolve().parents[2]
VERSION = "services/repair/service.2025-03-01.toml"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The good town with a second version of its service."""
    newer = {"file": VERSION, "copy": "services/repair/service.toml", "old": "2024-01-01", "new": "2025-03-01"}
    return read_town(patched(newer, tmp_path))


def test_the_settings_of_a_town(town: Town) -> None:
    assert (town.code, town.zone.key, town.calendar, town.demo) == ("harbour", "Asia/Shanghai", "cn", False)
    assert town.name == {"zh": "港口区", "en": "Harbour district"}
    assert list(town.hours) == ["office"]


def test_the_version_in_force_on_a_day(town: Town) -> None:
    def started(on: date | None) -> str:
        service = town.service("repair", on)
        return str(service and service.valid_from)

    assert started(None) == "2025-03-01"
    assert started(date(2025, 2, 28)) == "2024-01-01"
    assert started(date(2025, 3, 1)) == "2025-03-01"
    assert started(date(2023, 12, 31)) == "None"
    assert town.service("nothing of the sort") is None


def test_a_case_finds_the_version_it_was_registered_under(town: Town) -> None:
    found = town.version("repair", date(2024, 1, 1))
    assert found is not None and found.valid_from == date(2024, 1, 1)
    assert town.version("repair", date(2024, 1, 2)) is None


def test_the_calendar_known_at_an_instant_counts_for_the_hours(town: Town) -> None:
    known = town.calendar_known_at(datetime(2024, 6, 7, 8, 50, tzinfo=UTC), "office")
    timetable = town.timetable("office", known)
    assert timetable.is_open(date(2024, 6, 7))
    assert not timetable.is_open(date(2024, 6, 10)), "端午节"
    assert town.calendar_known_at(datetime(2023, 1, 1, tzinfo=UTC), "office") != known, "the notice was not out yet"


def test_other_settings_are_kept_for_the_rooms_that_read_them(tmp_path: Path) -> None:
    patch = {"file": "town.toml", "old": 'calendar = "cn"', "new": 'calendar = "cn"\npublic_url = "https://x.example"'}
    assert read_town(patched(patch, tmp_path)).settings == {"public_url": "https://x.example"}


RULE = """
[rule]
code = "first_offence"
valid_from = 2024-01-01
level = "local"
source = "local decision"
title = { zh = "首违", en = "First offence" }
"""


def test_a_rule_of_the_town_may_be_named(tmp_path: Path) -> None:
    new = 'by = ["firm", "any_officer"], rule = "first_offence",'
    patch = {"file": "services/repair/service.toml", "old": 'by = ["firm", "any_officer"],', "new": new}
    town = patched(patch, tmp_path)
    (town / "rules").mkdir()
    (town / "rules" / "first_offence.2024-01-01.toml").write_text(RULE, encoding="utf-8")
    assert check(town) == []


def test_the_shipped_town_is_right() -> None:
    assert check(ROOT / "towns" / "pinghu") == []
    assert {"pingfu365", "mailbox"} <= set(read_town(ROOT / "towns" / "pinghu").services)


def test_the_number_of_a_case_tells_its_service() -> None:
    letters = [versions[-1].number.partition("{")[0] for versions in shipped().services.values()]
    assert len(set(letters)) == len(letters), letters


def test_the_good_town_is_read() -> None:
    assert set(read_town(GOOD).services) == {"repair"}
