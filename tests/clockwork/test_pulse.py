"""Whether the clock runs: healthz says it to a monitor, a quiet line to officers, nothing to anybody else."""

from __future__ import annotations

import re

import pytest
from django.db import Error
from django.test import Client

from tests.cast import City
from wolaiban.clockwork import loop, settling
from wolaiban.clockwork.loop import tick
from wolaiban.clockwork.models import Beat, PutOff
from wolaiban.clockwork.pulse import pulse
from wolaiban.lib import clock

LINE, TICKED = "没有走", "时钟最近一次走动"


@pytest.fixture
def city(city: City, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(loop, "SCHEDULE", [one for one in loop.SCHEDULE if one.name == "settle"])  # a head writes a key
    return city


def told() -> dict:
    answer = Client().get("/api/v1/healthz")
    assert answer.status_code == 200, "a late clock takes no page away: the proxy goes on sending visitors"
    return answer.json()


def test_a_clock_that_ticks_is_told_with_its_last_tick(city: City):
    tick()
    city.later(seconds=30)
    found = told()
    assert (found["status"], found["clock"]["late"]) == ("ok", False)
    assert found["clock"]["last_tick"] == "2024-09-13T16:50:00+08:00"
    assert (found["clock"]["unsettled"], found["clock"]["put_off"]) == (0, 0)


def test_a_clock_that_stopped_is_degraded_and_says_what_stands(city: City):
    tick()
    case = city.firm.asks("pingfu365", "事项")
    city.later(minutes=5)
    assert told()["status"] == "ok"
    city.later(hours=1)
    found = told()
    assert (found["status"], found["clock"]["late"]) == ("degraded", True)
    assert found["clock"]["unsettled"] == case.promises.filter(counts=True, next_stage_at__lte=clock.now()).count() > 0
    tick()
    assert (told()["status"], told()["clock"]["unsettled"]) == ("ok", 0)


def test_a_town_whose_clock_was_never_started_is_well_until_something_is_due(city: City):
    assert (told()["status"], told()["clock"]["last_tick"]) == ("ok", None)
    city.firm.asks("pingfu365", "事项")
    city.later(hours=1)
    assert told()["status"] == "degraded"


def test_a_clock_that_ticks_and_settles_nothing_is_late_too(city: City, monkeypatch: pytest.MonkeyPatch):
    city.firm.asks("pingfu365", "事项")
    city.later(hours=1)
    monkeypatch.setattr(settling, "due_cases", lambda *_, **__: [])
    tick()
    assert told()["clock"]["late"]


def test_a_case_that_is_put_off_is_counted_apart(city: City, monkeypatch: pytest.MonkeyPatch):
    def failing(*_: object) -> None:
        raise ValueError("the file is gone")

    city.firm.asks("pingfu365", "坏")
    city.later(hours=1)
    monkeypatch.setattr(settling, "settle", failing)
    tick()
    assert PutOff.objects.count() == 1
    assert (told()["status"], told()["clock"]["put_off"], told()["clock"]["unsettled"]) == ("ok", 1, 0)


def test_a_round_in_which_the_database_was_away_is_no_tick(city: City, monkeypatch: pytest.MonkeyPatch):
    def away(*_: object, **__: object) -> None:
        raise Error("away")

    monkeypatch.setattr(settling, "due_cases", away)
    with pytest.raises(Error):
        tick()
    assert not Beat.objects.exists()


def test_the_tick_is_not_written_every_second(city: City):
    tick()
    first = Beat.objects.get().at
    city.later(seconds=1)
    tick()
    assert Beat.objects.get().at == first
    city.later(seconds=10)
    tick()
    assert Beat.objects.get().at == clock.now()


def test_a_demo_opened_anew_at_an_earlier_hour_is_not_late(city: City):
    city.later(days=3)
    tick()
    city.clock("2024-09-13 16:50")
    assert not pulse(clock.now()).late
    tick()
    assert Beat.objects.get().at == clock.now()


def test_officers_read_a_quiet_line_and_visitors_do_not(city: City):
    tick()
    city.later(minutes=30)
    officer, visitor = Client(headers={"accept-language": "zh-CN"}), Client(headers={"accept-language": "zh-CN"})
    officer.force_login(city.lin.officer)
    assert LINE in officer.get("/desk/").content.decode()
    assert LINE not in visitor.get("/").content.decode()
    tick()
    assert LINE not in officer.get("/desk/").content.decode()


def seen(city: City, lang: str, *, path: str = "/desk/", who: str = "lin") -> str:
    """What an officer reads on a page, without its tags."""
    client = Client(headers={"accept-language": lang})
    client.force_login(getattr(city, who).officer)
    page = client.get(path)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def test_a_beat_an_hour_old_says_since_when_the_clock_stands(city: City):
    tick()
    city.later(hours=1)
    assert "时钟自 2024年9月13日 周五 16:50 起没有走。到期和预警暂不更新" in seen(city, "zh-CN")
    assert "The clock has stood still since Fri 13 Sept 2024, 16:50. Due promises" in seen(city, "en-GB")
    assert TICKED not in seen(city, "zh-CN") and "last ticked" not in seen(city, "en-GB"), "said once is enough"


def test_a_fresh_beat_is_told_quietly_to_the_second(city: City):
    city.later(seconds=5)
    tick()
    city.later(seconds=3)
    assert "时钟最近一次走动：16:50:05" in seen(city, "zh-CN")
    assert "The clock last ticked: 16:50:05" in seen(city, "en-GB")
    overview = seen(city, "zh-CN", path="/office/", who="qian")
    assert overview.count("时钟最近一次走动：16:50:05") == 2, "under the numbers, and in the footer"
    assert LINE not in overview
    visitor = Client(headers={"accept-language": "zh-CN"}).get("/").content.decode()
    assert TICKED not in visitor


def test_a_clock_that_never_ticked_says_nothing_until_something_is_due(city: City):
    assert LINE not in seen(city, "zh-CN") and TICKED not in seen(city, "zh-CN")
    city.firm.asks("pingfu365", "事项")
    city.later(hours=1)
    assert "时钟没有走。到期和预警暂不更新" in seen(city, "zh-CN")
