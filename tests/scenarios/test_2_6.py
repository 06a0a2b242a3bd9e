"""A list of problems, and their correction with evidence (field book 2.6)."""

from __future__ import annotations

from tests.cast import City
from wolaiban.promises.access import possible
from wolaiban.promises.models import Case
from wolaiban.promises.verifying import verify


def problem(city: City, due_on: str = "2024-10-31") -> Case:
    return city.chen.files("rectification", "办事指南与实际不符", owner="planning", due_on=due_on, source="firms")


def test_a_measure_without_evidence_is_returned_to_its_owner_and_counts_as_open(city: City):
    case = problem(city)
    assert (case.lead_unit, city.due(case, "rectify")) == ("planning", "2024-11-01 00:00")
    city.planning_handler.does("claim", case, measure="已修改指南")
    assert case.contract_state == "handling" and case.finished_at is None
    offered = [verb for verb, _ in possible(case, city.qian.actor)]
    assert "send_back" in offered and "review" not in offered  # there is no evidence that could be passed
    city.qian.does("send_back", case)
    assert (case.state, case.contract_state, case.lead_unit) == ("returned", "handling", "planning")
    assert case.finished_at is None and city.promise(case, "rectify").state == "running"
    assert ("prove", 0) in possible(case, city.planning_handler.actor)


def test_each_problem_carries_its_own_deadline(city: City):
    early, late = problem(city, "2024-09-30"), problem(city, "2024-12-31")
    assert city.due(early, "rectify") == "2024-10-01 00:00" and city.due(late, "rectify") == "2025-01-01 00:00"
    city.clock("2024-10-08 09:00").tick()
    assert (city.promise(early, "rectify").state, city.promise(late, "rectify").state) == ("broken", "running")
    assert verify().clean
