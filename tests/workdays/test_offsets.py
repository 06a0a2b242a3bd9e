"""Changes of clocks, to the second, for arrays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from wolaiban.workdays import to_local, to_utc
from wolaiban.workdays.offsets import offsets_of

CHANGES = {
    "Europe/Amsterdam": ["2024-03-31 01:00", "2024-10-27 01:00"],
    "America/New_York": ["2024-03-10 07:00", "2024-11-03 06:00"],
    "Australia/Lord_Howe": ["2024-04-06 15:00", "2024-10-05 15:30"],
}


@pytest.mark.parametrize(("zone", "changes"), CHANGES.items(), ids=CHANGES.keys())
def test_changes_are_found_to_the_second(zone: str, changes: list[str]) -> None:
    offsets = offsets_of(ZoneInfo(zone), 2024, 2024)
    expected = np.array(changes, "datetime64[s]").astype(np.int64)
    assert offsets.changes.tolist() == expected.tolist()
    assert len(offsets.offsets) == 3
    assert offsets.fixed is None
    assert len(offsets_of(ZoneInfo(zone), 2023, 2025).changes) == 6


def test_a_zone_without_changes() -> None:
    shanghai = offsets_of(ZoneInfo("Asia/Shanghai"), 2011, 2026)
    assert (shanghai.fixed, len(shanghai.changes)) == (8 * 3600, 0)
    assert len(offsets_of(ZoneInfo("Asia/Shanghai"), 1986, 1991).changes) == 12


@pytest.mark.parametrize("zone", CHANGES)
def test_every_second_around_a_change_as_datetime_has_it(zone: str) -> None:
    info = ZoneInfo(zone)
    for change in CHANGES[zone]:
        middle = datetime.fromisoformat(change).replace(tzinfo=UTC)
        moments = [
            middle + timedelta(seconds=n) for n in (-5401, -3601, -3600, -3599, -1, 0, 1, 1800, 3599, 3600, 3601)
        ]
        naive = np.array([moment.replace(tzinfo=None) for moment in moments], "datetime64[s]")
        expected = [moment.astimezone(info).replace(tzinfo=None, fold=0) for moment in moments]
        assert to_local(naive, zone).astype(object).tolist() == expected
        wall = middle.astimezone(info).replace(tzinfo=None, fold=0)
        around = [
            wall + timedelta(seconds=n)
            for n in (-7201, -7200, -3601, -3600, -3599, -1801, -1800, -1, 0, 1, 1799, 1800, 3599, 3600)
        ]
        back = [moment.replace(tzinfo=info).astimezone(UTC).replace(tzinfo=None) for moment in around]
        assert to_utc(np.array(around, "datetime64[s]"), zone).astype(object).tolist() == back


def test_other_units_and_lists_of_texts() -> None:
    minutes = np.array(["2024-09-13T16:50"], "datetime64[m]")
    assert to_utc(minutes, "Asia/Shanghai").tolist() == [datetime(2024, 9, 13, 8, 50)]
    assert to_utc(minutes, "Asia/Shanghai").dtype == "datetime64[s]"
    edge = np.array(["2023-12-31T23:59:59", "2024-12-31T23:59:59"], "datetime64[s]")
    assert to_utc(to_local(edge, "America/New_York"), "America/New_York").tolist() == edge.tolist()
