"""A Dutch municipality's permits: what ended after its deadline equals an independent count of the file."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.real.test_letters import rows
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.verifying import verify

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def day(text: str):
    return datetime.fromisoformat(text).astimezone(AMSTERDAM).date()


def test_the_permits_that_ended_after_their_deadline_are_those_of_the_file(db, in_town, importing, data, tmp_path):
    """A named day ends at its midnight, so the count goes by days; on the clock 64 more ended later that same day."""
    permits = data("nl_permit_cases.csv.gz")
    in_town("permits")
    record = rows(permits)
    summary = importing(permits, "permits", "--rejects", tmp_path / "rejected.csv")
    assert (summary["new"], summary["rejected"]) == (len(record), 0)
    late = {row["case_id"] for row in record if row["enddate"] and day(row["enddate"]) > day(row["deadline"])}
    found = Promise.objects.filter(code="decision", state="kept_late").values_list("case__external_number", flat=True)
    assert set(found) == late and len(late) > len(record) / 10
    decided = sum(1 for row in record if row["enddate"])
    assert Case.objects.filter(contract_state="answered").count() == decided
    assert Promise.objects.filter(state="running").count() == len(record) - decided
    again = importing(permits, "permits", "--rejects", tmp_path / "rejected.csv")
    assert again["unchanged"] == len(record) and verify().clean
