"""Energy-saving technical projects: reserve, measurement, subsidy (field book 7.6)."""

from __future__ import annotations

from tests.cast import City
from tests.scenarios.ledgers import proof
from wolaiban.promises.models import Case
from wolaiban.statistics.board import board
from wolaiban.statistics.figures import figures
from wolaiban.statistics.replay import figures_from_events


def applied(city: City, expected: str) -> Case:
    return city.firm.asks("energy", "余热回收", expected=expected, stage="reserve")


def test_one_of_39_withdrawn_leaves_38_and_24_200_tonnes_and_the_old_total_keeps_its_date(city: City):
    city.clock("2022-06-20 09:00")
    cases = [applied(city, "800"), *(applied(city, "600") for _ in range(37)), applied(city, "2000")]
    before = figures("energy")
    assert (before.figure("projects").value, before.figure("expected").value) == (39, 25000)
    city.clock("2022-07-04 10:00")
    city.firm.does("withdraw", cases[0])
    now = figures("energy")
    assert (now.figure("projects").value, now.figure("expected").value) == (38, 24200)
    assert now.figure("expected").text("zh") == "24,200 吨标准煤（n=38）"
    then = figures_from_events("energy", cut_off=city.t("2022-06-30 23:59"))
    assert (then.figure("projects").value, then.figure("expected").value) == (39, 25000)
    assert {one.code: one.value for one in board("energy", city.t("2022-06-30 23:59")).figures}["expected"] == 25000


def test_a_subsidy_paid_before_the_measurement_is_owed_one_within_a_year(city: City):
    city.clock("2022-06-20 09:00")
    case = applied(city, "800")
    city.lin.dispatches(case, "ecology")
    city.ecology_handler.does("apply", case)
    city.ecology_handler.does("approve", case, text="同意", due_on="2022-12-30")
    city.ecology_handler.does("pay", case, subsidy="60")
    assert city.due(case, "measure") == "2023-06-20 17:00"
    city.clock("2023-06-21 09:00")
    city.tick()
    assert city.promise(case, "measure").state == "broken"
    city.ecology_handler.does("measure", case, measured="740", method="能源审计", evidence=proof())
    assert (figures("energy").figure("saving_rate").value, city.promise(case, "measure").state) == (92.5, "kept_late")
