"""Programmes that carry many targets under one code (field book 7.7)."""

from __future__ import annotations

from django.test import Client

from tests.cast import City
from tests.scenarios.ledgers import listed, part, row, shown, unit


def test_9_of_12_projects_are_75_percent_with_11_days_left_and_a_hundred_day_drive_ends_on_day_100(
    city: City, client: Client
):
    city.clock("2022-06-01 09:00")
    science = unit(city, "science", "科技局")
    case = listed(city, "programme", "示范行动", owner="science", code_name="13820", ends_on="2022-12-31")
    target = part("target", "science", matter="十二个项目", goal="12", due_on="2022-08-31")
    science.does("plan", case, tasks=[target, part("drive", "science", starts_on="2022-06-01")])
    city.clock("2022-08-20 10:00")
    science.does("count", case, task=2, reached="9")
    [counted, drive] = row(shown("programme", public=True), case).parts
    assert dict(counted.figures)["progress"].value == 75.0
    assert (counted.days_left, drive.days_left) == (11, 19)
    assert city.due(case, "drive", 3) == "2022-09-09 00:00"  # 24:00 of 8 September, the hundredth day
    page = client.get("/figures/programme/board/").content.decode()
    assert "75.0%（9/12）" in page and "还有 11 天" in page and "9月8日 周四 24:00" in page
