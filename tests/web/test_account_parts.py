"""The public account broken down: by name only where enough stand behind a name."""

from __future__ import annotations

from django.test import Client

from tests.cast import City
from tests.scenarios.test_11_6 import handled
from tests.statistics.crowd import store
from tests.web.conftest import FIRMS, RESIDENTS
from tests.web.seeing import han_in


def test_months_and_units_stand_with_their_counts_and_few_are_merged(city: City, visitor: Client) -> None:
    store(
        handled("water", "2024-06-03", 12) + handled("planning", "2024-06-04", 6) + handled("ecology", "2024-06-05", 6)
    )
    city.clock("2024-06-28 16:50")
    front = visitor.get("/figures/").content.decode()
    assert f"/figures/{FIRMS}/by/month/" in front and f"/figures/{FIRMS}/by/unit/" in front
    months = visitor.get(f"/figures/{FIRMS}/by/month/").content.decode()
    assert "<bdi>2024-06</bdi>" in months and ">24</td>" in months
    units = visitor.get(f"/figures/{FIRMS}/by/unit/", {"year": "2024"}).content.decode()
    assert "水务集团" in units and "其他（合并）" in units
    assert "自然资源和规划局" not in units, "six cases lead to who asked"
    reader = Client(headers={"accept-language": "en"})
    for part in ("month", "unit", "channel", "board"):
        assert not han_in(reader.get(f"/figures/{FIRMS}/by/{part}/").content.decode()), part


def test_what_is_not_published_is_not_found_and_an_odd_year_is_this_one(city: City, visitor: Client) -> None:
    for wrong in (f"/figures/{FIRMS}/by/area/", f"/figures/{FIRMS}/by/subject/", "/figures/nothing/by/month/"):
        assert visitor.get(wrong).status_code == 404
    for year in ("1", "９９９９", "next", "9999"):
        answer = visitor.get(f"/figures/{RESIDENTS}/by/month/", {"year": year})
        assert answer.status_code == 200 and "这一年没有" in answer.content.decode()
