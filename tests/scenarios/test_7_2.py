"""Projects led by branch secretaries (field book 7.2)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import City
from tests.scenarios.ledgers import listed, shown, unit
from wolaiban.promises.refused import Refused

YEAR = {"owner": "scenic", "post": "景区支部书记", "aim": "一年三十场", "due_on": "2023-12-15"}


def test_8_projects_are_listed_with_their_last_report_and_none_is_done_without_evidence(city: City, client: Client):
    city.clock("2023-01-09 09:00")
    branch = unit(city, "scenic", "景区公司")
    cases = [listed(city, "led_project", f"项目{n}", **YEAR) for n in range(1, 9)]
    city.clock("2023-02-06 10:00")
    for case in cases[:2]:
        branch.does("report", case, text="已开三场", sessions="3")
    city.clock("2023-09-12 09:00")
    with pytest.raises(Refused) as refused:
        branch.does("finish", cases[0], result="三十余场")
    assert list(refused.value.by_field("zh")) == ["evidence"]
    found = shown("led_project", public=True)
    reported = [one.reported_at.date().isoformat() for one in found.rows if one.reported_at]
    assert (len(found.rows), reported) == (8, ["2023-02-06"] * 2)
    assert next(one for one in found.figures if one.code == "done_rate").value == 0.0
    assert client.get("/figures/led_project/board/").content.decode().count("尚未填报") == 6
    assert all(one.due and one.due.code == "done" for one in found.rows)


def test_no_entry_for_30_days_is_owed(city: City):
    city.clock("2023-01-09 09:00")
    unit(city, "scenic", "景区公司")
    case = listed(city, "led_project", "水上课堂", **YEAR)
    city.clock("2023-02-09 09:00")
    city.tick()
    assert city.promise(case, "progress").state == "broken"
    assert shown("led_project").rows[0].overdue
