"""A list of problems, and their correction with evidence (field book 2.6)."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from tests.cast import SHIPPED, City
from tests.folders import copied
from tests.scenarios.test_files import sent
from wolaiban.catalogue import read_town
from wolaiban.promises.access import possible
from wolaiban.promises.models import Case
from wolaiban.promises.town import serve
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import figures
from wolaiban.statistics.opendata import export
from wolaiban.statistics.public import public_figures


def problem(city: City, due_on: str = "2024-10-31") -> Case:
    return city.chen.files("rectification", "办事指南与实际不符", owner="planning", due_on=due_on, source="firms")


def test_a_measure_without_evidence_is_returned_to_its_owner_and_counts_as_open(city: City):
    case = problem(city)
    assert (case.lead_unit, city.due(case, "rectify")) == ("planning", "2024-11-01 00:00")
    city.planning_handler.does("claim", case, measure="已修改指南")
    assert told("rectification") == (0, 1)
    assert case.contract_state == "handling" and case.finished_at is None
    offered = [verb for verb, _ in possible(case, city.qian.actor)]
    assert "send_back" in offered and "review" not in offered  # there is no evidence that could be passed
    city.qian.does("send_back", case)
    assert (case.state, case.contract_state, case.lead_unit) == ("returned", "handling", "planning")
    assert case.finished_at is None and city.promise(case, "rectify").state == "running"
    assert told("rectification") == (0, 1), "open in the closed share as well"
    assert ("prove", 0) in possible(case, city.planning_handler.actor)


def test_the_closed_share_moves_only_when_a_correction_with_evidence_has_passed(city: City):
    case, other = problem(city), problem(city)
    for one in (case, other):
        city.planning_handler.does("prove", one, measure="已修改指南", evidence=[sent()])
    assert told("rectification") == (0, 2), "evidence that nobody has looked at closes nothing"
    city.qian.does("review", case, result="passed")
    city.qian.does("review", other, result="returned", ground="照片不清")
    assert told("rectification") == (1, 2) and figures("rectification").figure("completion_rate").value == 50.0


def test_nothing_is_public_before_the_leading_group_decides_and_counts_alone_after(
    city: City, client: Client, tmp_path: Path
):  # fmt: skip
    problem(city)
    assert public_figures("rectification").shown == ()
    assert "检视整改" not in client.get("/figures/").content.decode()
    decided = copied(SHIPPED, tmp_path / "town", "rectification")
    file = decided / "services" / "rectification" / "service.toml"
    file.write_text(file.read_text("utf-8").replace("# figures", "figures"), "utf-8")
    serve(read_town(decided))
    assert public_figures("rectification").figure("received").value == 1
    done = export("rectification", tmp_path / "data", formats=("csv",))
    assert [done.rows[table] for table in ("cases", "events", "promises")] == [0, 0, 0]


def told(service: str) -> tuple[float | None, float | None]:
    """Closed, of all that are neither withdrawn nor declined."""
    share = figures(service).figure("completion_rate")
    return share.numerator, share.denominator


def test_each_problem_carries_its_own_deadline(city: City):
    early, late = problem(city, "2024-09-30"), problem(city, "2024-12-31")
    assert city.due(early, "rectify") == "2024-10-01 00:00" and city.due(late, "rectify") == "2025-01-01 00:00"
    city.clock("2024-10-08 09:00").tick()
    assert (city.promise(early, "rectify").state, city.promise(late, "rectify").state) == ("broken", "running")
    assert verify().clean
