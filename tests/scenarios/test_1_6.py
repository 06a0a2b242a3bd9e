"""Call-back and satisfaction: only the asker decides whether it is good (field book 1.6)."""

from __future__ import annotations

import pytest

from tests.cast import City
from wolaiban.promises.models import Case
from wolaiban.promises.names import name_of
from wolaiban.promises.refused import Refused


def finished(city: City) -> Case:
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(minutes=10)
    city.lin.does("respond", case, text="已联系，今天派单")
    city.lin.dispatches(case, "water", grade="ordinary")
    city.water_handler.does("sign", case, task=1)
    city.later(minutes=10)
    city.water_handler.does("answer", case, answer="已接通，水表号已告知")
    return case


def test_a_bad_rating_opens_a_redo_with_first_contact_due_the_next_working_day(city: City):
    """Not satisfied on Mon 2024-07-08 10:00: a redo with its own clock, first contact by Tue 2024-07-09 17:00."""
    city.clock("2024-07-05 09:00")
    case = finished(city)
    city.clock("2024-07-08 10:00")
    city.firm.does("rate", case, rating="dissatisfied", text="水压仍不足")
    assert (case.state, case.handling) == ("redo", 2)
    assert city.due(case, "contact") == "2024-07-09 17:00"
    assert city.due(case, "correct") == "2024-07-15 17:00"
    assert city.promise(case, "done").state == "kept", "the first answer stays on record"
    city.later(hours=2)
    city.water_handler.does("talk", case, text="已电话联系，明日上门")
    city.water_handler.does("answer", case, answer="已更换减压阀")
    assert (city.promise(case, "contact").state, city.promise(case, "correct").state) == ("kept", "kept")
    city.firm.does("rate", case, rating="very_dissatisfied")
    assert case.state == "redo_leader"
    city.water_handler.does("answer", case, answer="再次整改")
    assert case.state == "awaiting_leader"
    city.zhou.does("sign_result", case)
    assert case.state == "answered"


def test_a_handler_who_rates_in_the_askers_name_is_refused_and_logged(city: City):
    case = finished(city)
    with pytest.raises(Refused) as refused:
        city.water_handler.does("rate", case, rating="very_satisfied")
    assert refused.value.forbidden
    logged = case.refusals.get()
    assert (logged.verb, logged.code, name_of(logged.by)) == ("rate", "wrong_role", "沈水务")
    assert case.rating == ""


def test_three_failed_attempts_on_different_days_archive_as_not_reached(city: City):
    """When the third fails, the case is archived as not reached, not as satisfied."""
    case = finished(city)
    for day in ("2024-09-14", "2024-09-14", "2024-09-18"):
        city.clock(f"{day} 10:00")
        city.he.does("call_back", case, reached="no")
        assert case.state == "answered"
    city.clock("2024-09-19 10:00")
    city.he.does("call_back", case, reached="no")
    assert (case.contract_state, case.reached, case.rating, case.resolved) == ("closed", "no", "", "")
    assert city.promise(case, "call_back").state == "kept"


def test_a_closed_case_may_be_reopened_for_90_days_and_is_then_archived(city: City):
    case = finished(city)
    city.firm.does("rate", case, rating="satisfied", resolved="yes")
    city.clock("2024-11-01 10:00")
    city.firm.does("reopen", case, text="又漏水了")
    assert case.state == "redo"
    city.water_handler.does("answer", case, answer="已修")
    city.firm.does("rate", case, rating="satisfied")
    city.clock("2025-03-01 10:00").tick()
    case.refresh_from_db()
    assert (case.state, case.is_over) == ("archived", True)
    with pytest.raises(Refused):
        city.firm.does("reopen", case, text="还想说")
