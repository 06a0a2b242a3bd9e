"""A day's requests of New York City: two that were closed before they were made are rejected, the rest add up."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.importing.conftest import rejected
from tests.real.test_letters import rows
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.verifying import verify

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def late_police(record: list[dict[str, str]]) -> int:
    """Closed by the police more than eight hours after it was made, hours counted as they pass."""
    closed = [row for row in record if row["agency"] == "NYPD" and row["status"] == "Closed" and row["closed_date"]]
    spans = [at(row["closed_date"]).timestamp() - at(row["created_date"]).timestamp() for row in closed]
    return sum(1 for span in spans if span > timedelta(hours=8).total_seconds())


def test_requests_closed_before_they_were_made_are_rejected_and_the_rest_add_up(db, in_town, importing, data, tmp_path):
    requests = data("nyc311_requests.csv.gz")
    in_town("nyc")
    record = rows(requests)
    summary = importing(requests, "requests", "--rejects", tmp_path / "rejected.csv")
    wrong = {r["unique_key"] for r in record if r["closed_date"] and r["closed_date"] < r["created_date"]}
    out = rejected(summary) if summary["rejects"] else []
    assert {row["unique_key"] for row in out} == wrong
    assert all(row["rejected_column"] == "closed_date" and "lies before" in row["reason_en"] for row in out)
    good = [row for row in record if row["unique_key"] not in wrong]
    assert summary["new"] == Case.objects.count() == len(good)
    states = Counter(Case.objects.values_list("contract_state", flat=True))
    closed = sum(1 for row in good if row["status"] == "Closed")
    assert states == {"closed": closed, "registered": len(good) - closed}
    late = Promise.objects.filter(code="closed", state="kept_late", case__fields__agency="NYPD").count()
    assert late == late_police(good) > 0
    assert Promise.objects.filter(code="by_the_day").count() == sum(1 for row in good if row["due_date"])
    again = importing(requests, "requests", "--rejects", tmp_path / "rejected.csv")
    assert (again["unchanged"], again["rejected"]) == (len(good), len(wrong)) and verify().clean
