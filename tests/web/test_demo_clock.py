"""The clock of a town for demonstration: anybody stops it, hurries it, moves it on; in a real town nobody can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.promises.town import serve
from wolaiban.web.hall.moving import target


@pytest.fixture
def followed(city: City, tmp_path: Path) -> Iterator[City]:
    """The clock of the demo stands at Friday 13 September, 16:50; Saturday 14 is a working day, then a holiday."""
    opened = clock.now()
    clock.follow(tmp_path / clock.FILE)
    clock.move_to(opened, speed=0)
    yield city
    clock.run_real()


def press(button: str, **more: str) -> str:
    answer = Client().post("/demo/clock/", {"do": button, **more})
    assert answer.status_code == 302
    return answer["Location"]


def local(city: City, at: datetime | None) -> str:
    assert at is not None
    return f"{at.astimezone(city.town.zone):%m-%d %H:%M}"


def test_a_visitor_hurries_the_clock_and_stops_it(followed: City) -> None:
    for button, speed in (("minutes", 60), ("hours", 600), ("real", 1), ("pause", 0)):
        press(button)
        assert clock.speed() == speed
    stands = clock.now()
    assert clock.now() == stands


def test_a_visitor_moves_it_to_the_next_opening_and_to_the_end_of_the_week(followed: City) -> None:
    now = clock.now()
    press("half_hour")
    assert clock.now() == now + timedelta(minutes=30) and clock.speed() == 0, "it stands, as it stood"
    assert local(followed, target("opening", now)) == "09-14 08:30", "the Saturday is worked"
    closes = target("week_end", now)
    assert local(followed, closes) == "09-14 17:00"
    assert closes and local(followed, target("opening", closes)) == "09-18 08:30", "after the holiday"
    assert local(followed, target("week_end", closes)) == "09-20 17:00"


def test_one_comes_back_to_the_page_that_was_looked_at_and_to_no_other_host(followed: City) -> None:
    assert press("half_hour", next="/figures/?from=2024-09-01") == "/figures/?from=2024-09-01"
    assert press("pause", next="https://elsewhere.example/") == "/demo/"
    before = clock.now()
    press("nonsense")
    assert clock.now() == before


def test_whoever_takes_a_role_has_time_to_act(followed: City) -> None:
    press("hours")
    Client().post("/demo/lin/")
    assert clock.speed() == 1
    press("hours")
    assert Client().post("/demo/asker/")["Location"] == "/ask/"
    assert clock.speed() == 1


def test_the_page_shows_the_clock_and_how_fast_it_runs(followed: City) -> None:
    press("minutes")
    page = Client(headers={"accept-language": "zh-CN"}).get("/").content.decode()
    assert "时钟快 60 倍" in page and 'data-clock="60.0"' in page and "9月13日" in page


def test_a_clock_that_is_not_shared_cannot_be_moved_and_a_real_towns_never(followed: City) -> None:
    serve(replace(followed.town, demo=False))
    assert Client().post("/demo/clock/", {"do": "pause"}).status_code == 404
    assert Client().get("/demo/pieces/").status_code == 404
    assert Client().post("/demo/asker/").status_code == 404
    serve(followed.town)
    clock.run_real()
    assert Client().post("/demo/clock/", {"do": "pause"}).status_code == 404
    assert "/demo/clock/" not in Client().get("/").content.decode()
