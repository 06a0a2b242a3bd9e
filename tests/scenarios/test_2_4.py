"""Results must still stand after the reply: the look-back (field book 2.4)."""

from __future__ import annotations

from django.test import Client

from tests.cast import City
from tests.scenarios.test_2_1 import Hall, refused, start_of
from tests.scenarios.test_files import sent
from wolaiban.promises.models import Case
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import figures


def with_one_broken(city: City) -> tuple[Hall, Case]:
    """Three starts promised by the end of 2023: two kept, and the third, task 4, broken when January is half over."""
    hall = Hall(city)
    case = hall.replied(hall.handed_over(), *map(start_of, ("科学图书馆", "会议中心", "产业集群一期")))
    city.clock("2023-12-20 10:00")
    for task in (2, 3):
        hall.unit.does("report_done", case, task=task, done_on="2023-12-18", evidence=[sent()])
    city.clock("2024-01-15 10:00").tick()
    return hall, case


def test_two_starts_kept_and_one_broken_are_two_thirds_and_open_one_correction(city: City):
    hall, case = with_one_broken(city)
    states = [city.promise(case, "measure", task).state for task in (2, 3, 4)]
    assert states == ["kept", "kept", "broken"]
    told = figures("proposal")
    kept, missed = told.figure("kept:measure").value, told.figure("missed:measure").value
    assert (kept, missed, str(told.figure("on_time_rate:measure").value)) == (2, 1, "66.7")
    corrections = case.tasks.filter(kind="rectify")
    assert [(task.unit, task.state) for task in corrections] == [("group", "open")]
    hall.unit.does("look_back", case, finding="图书馆、会议中心已开工，产业集群一期未开工")
    assert city.promise(case, "look_back_early").state == "kept_late" and verify().clean


def test_the_look_back_of_a_year_is_no_look_back_of_the_first_day(city: City):
    hall = Hall(city)
    case = hall.replied(hall.handed_over())
    hall.unit.does("publish", case, publication="summary", public_text="今年开工")
    hall.unit.does("look_back", case, finding="已开工")
    hall.unit.does("look_back", case, finding="又看了一次")
    assert city.promise(case, "look_back_late").state == "running"
    assert refused(city.qian, "look_back_late", case, finding="很好") == "not_yet", "not before nine months"
    assert refused(hall.committee, "archive", case) == "not_yet", "nor is it filed away before both"
    city.clock("2024-02-20 10:00").tick()
    city.qian.does("look_back_late", case, finding="已完工")
    assert city.promise(case, "look_back_late").state == "kept"
    hall.committee.does("archive", case)
    assert case.state == "archived" and verify().clean


def test_a_measure_is_put_off_by_half_a_year_at_most(city: City):
    hall = Hall(city)
    case = hall.replied(hall.handed_over(), start_of("科学图书馆", "2023-08-31"))
    hall.unit.does("extend", case, task=2, promise="measure", until="2024-02-29", ground="招标")
    about = {"task": 2, "promise": "measure"}
    assert refused(hall.office, "grant_extension", case, until="2024-03-31", **about) == "beyond_ceiling"
    hall.office.does("grant_extension", case, until="2024-02-29", **about)


def test_the_share_kept_stands_by_unit_and_year_with_the_broken_ones_listed(city: City, client: Client):
    hall, case = with_one_broken(city)
    page = "/figures/proposal/by/unit/?year=2023"
    told = client.get(page).content.decode()
    assert "66.7%" in told and "逾期的承诺 1" in told and "尚未兑现" in told
    assert "产业集群一期" not in told and case.number not in told, "the reply is not published"
    hall.unit.does("publish", case, publication="full", public_text="今年开工")
    hall.unit.does("report_done", case, task=4, done_on="2024-01-14", evidence=[sent()])
    told = client.get(page).content.decode()
    assert "产业集群一期开工" in told and case.number in told and "迟到兑现" in told
    assert "逾期的承诺" not in client.get("/figures/proposal/by/unit/?year=2024").content.decode()
