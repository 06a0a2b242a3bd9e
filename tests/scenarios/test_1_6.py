"""Call-back and satisfaction: only the asker decides whether it is good (field book 1.6)."""

from __future__ import annotations

import pytest

from tests.cast import City
from tests.statistics.crowd import Story, store
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.names import name_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.verifying import verify
from wolaiban.statistics.figures import figures


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
    city.chen.does("take_charge", case, leader_in_charge="zhou", key=False)
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


def called_back(number: int) -> Story:
    """One of 200 answered cases: 180 are reached; 9 of them say it is not resolved and are answered again."""
    day = f"2024-07-{1 + number % 5:02d}"
    story = Story("pingfu365", f"{day} 09:00", {"grade": "ordinary"})
    story.does("respond", f"{day} 09:10", words="text")
    story.does("dispatch", f"{day} 09:20", tasks=[Opening("lead", "water")])
    story.does("sign", f"{day} 09:30", task=1).does("answer", f"{day} 11:00", words="answer")
    if number >= 180:
        return story.does("call_back", f"{day} 14:00", reached="no")
    rating = "satisfied" if number < 176 else "dissatisfied"
    story.does("call_back", f"{day} 14:00", reached="yes", resolved="yes" if number < 171 else "no", rating=rating)
    return story.does("answer", f"{day} 16:00", words="answer") if number >= 171 else story


def test_the_three_rates_stand_apart_each_with_its_count(city: City):
    """200 finished, 180 reached, 171 resolved, 176 satisfied: 90.0 %, 95.0 %, 97.8 %, each with n."""
    store([called_back(number) for number in range(200)])
    city.clock("2024-07-08 09:00")
    account = figures("pingfu365")
    assert account.figure("finished").value == 200
    shown = {code: account.figure(code) for code in ("reached_rate", "resolved_rate", "satisfied_rate")}
    assert {code: (one.value, one.numerator, one.denominator) for code, one in shown.items()} == {
        "reached_rate": (90.0, 180, 200),
        "resolved_rate": (95.0, 171, 180),
        "satisfied_rate": (97.8, 176, 180),
    }
    assert all(f"{one.numerator}/{one.denominator}" in one.text() for one in shown.values())
    assert shown["satisfied_rate"].text("en").endswith("180 of 200 rated")


def test_a_bad_rating_stays_in_the_rates_while_the_case_is_done_again(city: City):
    """Otherwise each bad rating would vanish from the public page for as long as its redo runs."""
    good, bad = finished(city), finished(city)
    city.clock("2024-09-18 09:00")
    city.firm.does("rate", good, rating="satisfied")
    city.firm.does("rate", bad, rating="very_dissatisfied")
    account = figures("pingfu365")
    assert (account.figure("finished").value, account.figure("in_hand").value) == (1, 1)
    assert account.figure("satisfied_rate").text("en") == "50.0% (1 of 2); 2 of 2 rated"


def test_what_was_said_in_the_first_handling_does_not_decide_the_second(city: City):
    """A call-back after the redo asks what it says itself: the old rating and the old "not resolved" are history."""
    case = finished(city)
    city.he.does("call_back", case, reached="yes", resolved="no", rating="dissatisfied")
    assert (case.state, case.handling) == ("redo", 2)
    city.water_handler.does("answer", case, answer="已更换减压阀")
    city.clock("2024-09-14 10:00")
    city.he.does("call_back", case, reached="no")
    assert case.state == "answered"
    city.clock("2024-09-18 10:00")
    city.he.does("call_back", case, reached="yes", resolved="yes")
    assert case.state == "closed"


def test_a_new_handling_begins_unpaused(city: City):
    """What the first handling left waiting would stop the correction for ever: nobody would resume it."""
    case = finished(city)
    city.firm.does("rate", case, rating="dissatisfied")
    city.water_handler.does("pause", case, reason="inspection")
    assert city.due(case, "correct") == "none"
    city.water_handler.does("answer", case, answer="已整改")
    city.firm.does("rate", case, rating="very_dissatisfied")
    assert (case.state, city.promise(case, "correct").round) == ("redo_leader", 2)
    assert city.due(case, "correct") == "2024-09-23 17:00"
    assert verify().clean


def test_a_rating_is_given_once_and_what_was_redone_is_rated_anew(city: City):
    case = finished(city)
    city.firm.does("rate", case, rating="dissatisfied", text="水压仍不足")
    city.water_handler.does("answer", case, answer="已加装增压泵")
    city.firm.does("rate", case, rating="satisfied")
    with pytest.raises(Refused) as told:
        city.firm.does("rate", case, rating="very_satisfied")
    assert told.value.is_conflict and "评价只有一次，不能更改" in told.value.message("zh")
    assert case.rating == "satisfied"
