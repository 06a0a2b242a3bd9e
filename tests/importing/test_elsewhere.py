"""Nothing in the product is bound to one country: a Dutch and a New York record, our own rows in their columns."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.importing.conftest import record, rejected
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.verifying import verify

PERMIT = ("case_id", "channel", "department", "responsible", "startdate", "enddate", "deadline")
REQUEST = (
    "unique_key", "created_date", "closed_date", "due_date", "status", "agency", "complaint_type", "descriptor",
    "borough", "open_data_channel_type", "resolution_description",
)  # fmt: skip


def local(instant: datetime | None, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if instant else "none"


def permit(number: int, start: str, end: str, deadline: str) -> dict[str, str]:
    return dict(zip(PERMIT, (f"c{number}", "Desk", "General", "R1", start, end, deadline), strict=True))


def test_a_dutch_permit_is_due_at_the_end_of_the_day_that_the_record_names(db, in_town, importing, tmp_path):
    in_town("permits")
    rows = [
        # Its deadline lies on the other side of the change of clocks; the end of that day still counts as in time.
        permit(1, "2011-10-11T13:42:22.688+02:00", "2011-12-06T23:59:00+01:00", "2011-12-06T13:41:31.788+01:00"),
        permit(2, "2011-10-11T01:06:40.020+02:00", "2011-12-07T00:00:01+01:00", "2011-12-06T01:06:40.000+01:00"),
        permit(3, "2011-10-12T01:06:40.020+02:00", "", "2011-12-07T01:06:40.000+01:00"),
    ]
    assert importing(record(tmp_path / "p.csv", *rows), "permits")["new"] == 3
    promises = {p.case.external_number: p for p in Promise.objects.select_related("case")}
    assert local(promises["c1"].due_at, "Europe/Amsterdam") == "2011-12-07 00:00"
    assert {number: p.state for number, p in promises.items()} == {"c1": "kept", "c2": "kept_late", "c3": "running"}
    case = Case.objects.get(external_number="c1")
    assert (case.channel, case.registered_on.isoformat(), case.number[:6]) == ("window", "2011-10-11", "PM2011")
    assert verify().clean


def request(number: int, created: str, closed: str, agency: str, due: str = "") -> dict[str, str]:
    status = "Closed" if closed else "Open"
    cells = (
        str(number),
        created,
        closed,
        due,
        status,
        agency,
        "Street light",
        "Out",
        "QUEENS",
        "PHONE",
        "Lamp replaced.",
    )
    return dict(zip(REQUEST, cells, strict=True))


def test_new_york_counts_on_its_own_holidays_and_its_own_clock(db, in_town, importing, tmp_path):
    in_town("nyc")
    rows = [
        request(1, "2023-02-17T12:00:00", "2023-02-27T12:00:00", "DSNY"),  # 20 February is Washington's Birthday
        request(2, "2023-03-12T00:30:00", "2023-03-12T09:00:00", "NYPD"),  # the night that lacks an hour
        request(3, "2023-03-01T12:00:00", "2023-02-28T12:00:00", "NYPD"),
        request(4, "2023-03-01T12:00:00", "", "DSNY", due="2023-03-05T09:48:24"),
    ]
    summary = importing(record(tmp_path / "r.csv", *rows), "requests")
    (row,) = rejected(summary)
    assert (row["unique_key"], row["rejected_column"]) == ("3", "closed_date") and "lies before" in row["reason_en"]
    due = {
        (p.case.external_number, p.code): (local(p.due_at, "America/New_York"), p.state)
        for p in Promise.objects.select_related("case")
    }
    assert due["1", "closed"] == ("2023-02-27 17:00", "kept")
    assert due["2", "closed"] == ("2023-03-12 09:30", "kept")
    assert due["4", "by_the_day"] == ("2023-03-06 00:00", "running"), "a Sunday that is named stays that Sunday"
    assert "by_the_day" not in {code for number, code in due if number != "4"}
    assert Case.objects.get(external_number="2").state == "closed" and verify().clean


def test_the_same_record_run_twice_changes_nothing_there_either(db, in_town, importing, tmp_path):
    in_town("nyc")
    file = record(tmp_path / "r.csv", request(1, "2023-11-05T01:30:00", "2023-11-05T01:45:00", "HPD"))
    assert (importing(file, "requests")["new"], importing(file, "requests")["unchanged"]) == (1, 1)
