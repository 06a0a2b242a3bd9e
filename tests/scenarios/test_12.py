"""The defaults for what the sources leave open, as the shipped service sets them, row by row (field book 12)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cast import SHIPPED, City, playing
from tests.folders import copied
from tests.scenarios.test_11_6 import handled
from tests.statistics.crowd import store
from wolaiban.catalogue.vocabulary import SATISFIED
from wolaiban.promises.models import Case, Event
from wolaiban.promises.refused import Refused
from wolaiban.promises.town import reread
from wolaiban.statistics.cells import OTHERS
from wolaiban.statistics.public import public_figures

PF = "pingfu365"


def asked(city: City, **said: str) -> Case:
    """A firm asks on Fri 2024-09-13 16:50; the days after are a make-up Saturday and the Mid-Autumn holiday."""
    return city.firm.asks(PF, "厂区用水接入卡住了", **said)


def dispatched(city: City, **said: str) -> Case:
    case = asked(city, **said)
    city.later(minutes=10)
    city.lin.does("respond", case, text="已联系，今天派单")
    city.lin.dispatches(case, "water", grade=said.get("grade", "ordinary"))
    return case


def signed(city: City, **said: str) -> Case:
    case = dispatched(city, **said)
    city.water_handler.does("sign", case, task=1)
    return case


def answered(city: City, **said: str) -> Case:
    case = signed(city, **said)
    city.water_handler.does("answer", case, answer="已接通")
    return case


def ticked(city: City, case: Case, at: str) -> Case:
    city.clock(at).tick()
    case.refresh_from_db()
    return case


def told_to_the_asker(case: Case, event: Event) -> list[str]:
    return sorted(case.deliveries.filter(seq=event.seq, to="asker").values_list("template", flat=True))


def test_counting_of_days_leaves_the_start_day_out_and_ends_at_the_close_of_the_last(city: City):
    """Friday does not count; Sat 14, Wed 18 and Thu 19 do; at 17:00 it is kept, a second later it is not."""
    kept, broken = signed(city), signed(city)
    assert city.due(kept, "done") == "2024-09-19 17:00"
    city.clock("2024-09-19 17:00:00")
    city.water_handler.does("answer", kept, answer="已接通")
    city.clock("2024-09-19 17:00:01")
    city.water_handler.does("answer", broken, answer="已接通")
    assert city.promise(kept, "done").state == "kept"
    assert city.promise(broken, "done").state == "kept_late"


def test_counting_of_minutes_runs_from_acceptance_elapsed_or_business_as_the_service_says(db: None, tmp_path: Path):
    """The shipped service says elapsed; the same file with working minutes stops at night."""
    folder = copied(SHIPPED, tmp_path / "town", PF)
    file = folder / "services" / PF / "service.toml"
    elapsed, business = 'code = "respond", within = "30 minutes"', 'code = "respond", within = "30 working minutes"'
    assert elapsed in file.read_text("utf-8")
    with playing(folder) as city:
        assert city.due(asked(city.clock("2024-09-13 16:50")), "respond") == "2024-09-13 17:20"
        file.write_text(file.read_text("utf-8").replace(elapsed, business), "utf-8")
        reread()
        assert city.due(asked(city), "respond") == "2024-09-14 08:50"


def test_what_starts_the_handling_clock_is_acceptance_and_not_the_dispatch(city: City):
    case = asked(city)
    before = city.due(case, "done")
    city.clock("2024-09-18 10:00")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water", grade="ordinary")
    assert city.due(case, "done") == before == "2024-09-19 17:00"
    assert city.promise(case, "done").given_at == city.t("2024-09-13 16:50")


def test_a_request_filed_outside_hours_is_accepted_at_once_and_day_1_is_the_next_working_day(city: City):
    city.clock("2024-09-15 09:00")
    case = asked(city)
    assert (case.state, case.registered_at) == ("registered", city.t("2024-09-15 09:00"))
    assert city.due(case, "done") == "2024-09-20 17:00"
    assert told_to_the_asker(case, case.events.get(seq=1)) == ["received"]


def test_warnings_come_at_50_80_and_100_percent_and_then_daily_one_level_up(city: City):
    case = signed(city)
    ticked(city, case, "2024-09-23 09:00")
    came = [(warning.stage, warning.to) for warning in city.promise(case, "done").warnings.all()]
    assert came == [
        ("50%", ["water"]),
        ("80%", ["water", "centre"]),
        ("due", ["water", "centre"]),
        ("daily 1", ["water", "centre", "supervisor"]),
        ("daily 2", ["water", "centre", "supervisor", "leader"]),
        ("daily 3", ["water", "centre", "supervisor", "leader"]),
    ]


@pytest.mark.parametrize(
    ("urgency", "due"),
    [("ordinary", "2024-09-18 17:00"), ("utilities", "2024-09-15 09:40"), ("danger", "2024-09-15 09:25")],
)
def test_sign_for_takes_a_working_day_and_minutes_for_utilities_and_danger_on_any_day(
    city: City, urgency: str, due: str
):
    """Dispatched on a Sunday that is a holiday, at 09:10."""
    city.clock("2024-09-15 09:00")
    assert city.due(dispatched(city, urgency=urgency), "sign", 1) == due


def test_return_is_for_a_working_day_or_two_with_ground_and_after_three_dispatches_the_centre_decides(city: City):
    difficult = dispatched(city, grade="complex")
    assert city.due(difficult, "return_window", 1) == "2024-09-18 17:00"
    case = dispatched(city)
    assert city.due(case, "return_window", 1) == "2024-09-14 17:00"
    with pytest.raises(Refused) as refused:
        city.water_handler.does("return_back", case, task=1)
    assert "ground" in refused.value.by_field("en")
    city.water_handler.does("return_back", case, task=1, ground="不属本单位")
    city.lin.dispatches(case, "planning", verb="redispatch")
    city.planning_handler.does("return_back", case, task=2, ground="不属本单位")
    city.chen.dispatches(case, "ecology", verb="assign")
    assert (case.dispatches, case.returns) == (3, 2)
    with pytest.raises(Refused):
        city.ecology_handler.does("return_back", case, task=3, ground="不属本单位")


def test_an_extension_is_once_asked_before_the_due_time_at_most_10_working_days_and_told_to_the_asker(city: City):
    case, late = signed(city), signed(city)
    city.clock("2024-09-19 16:00")
    city.water_handler.does("extend", case, promise="done", until="2024-10-09", ground="需停水施工")
    with pytest.raises(Refused):
        city.water_handler.does("grant_extension", case, promise="done", until="2024-10-09")
    with pytest.raises(Refused):
        city.chen.does("grant_extension", case, promise="done", until="2024-10-10")
    granted = city.chen.does("grant_extension", case, promise="done", until="2024-10-09")
    assert city.due(case, "done") == "2024-10-09 17:00", "ten working days from Thu 19 Sept, over the national day"
    assert told_to_the_asker(case, granted) == ["moved"]
    with pytest.raises(Refused):
        city.water_handler.does("extend", case, promise="done", until="2024-10-10", ground="仍需施工")
    city.clock("2024-09-19 17:01")
    with pytest.raises(Refused):
        city.water_handler.does("extend", late, promise="done", until="2024-09-26", ground="需停水施工")


def test_pause_reasons_are_the_asker_an_inspection_and_another_authority_and_no_other(city: City):
    for reason in ("asker", "inspection", "authority"):
        case = signed(city)
        paused = city.water_handler.does("pause", case, reason=reason)
        assert (city.promise(case, "done").state, city.due(case, "done")) == ("paused", "none")
        assert told_to_the_asker(case, paused), "the asker is told in writing"
    with pytest.raises(Refused) as refused:
        city.water_handler.does("pause", signed(city), reason="holiday")
    assert "reason" in refused.value.by_field("en")


def test_waiting_for_the_asker_reminds_after_5_working_days_closes_after_10_and_reopens_for_90_days(city: City):
    case, forgotten = signed(city), signed(city)
    for one in (case, forgotten):
        city.water_handler.does("pause", one, reason="asker")
    ticked(city, case, "2024-09-23 17:01")
    assert not city.promise(case, "asker_answer").warnings.exists()
    ticked(city, case, "2024-09-24 08:30")
    reminder = city.promise(case, "asker_answer").warnings.get()
    assert (reminder.stage, reminder.to, reminder.at) == ("50%", ["asker"], city.t("2024-09-24 08:30"))
    ticked(city, case, "2024-09-29 17:01")
    assert (case.state, case.events.get(verb="give_up").at) == ("closed", city.t("2024-09-29 17:00"))
    city.clock("2024-12-28 16:00")
    city.firm.does("reopen", case, text="图纸找到了")
    assert case.state == "redo"
    ticked(city, forgotten, "2024-12-30 17:01")
    assert forgotten.state == "archived", "the ninetieth day is a Saturday: it ends on Monday"
    with pytest.raises(Refused):
        city.firm.does("reopen", forgotten, text="图纸找到了")


def test_the_call_back_is_of_all_that_is_finished_and_tries_three_times_on_different_days(city: City):
    on_the_spot = asked(city)
    city.lin.does("close", on_the_spot, answer="可在电子税务局自助补开")
    case = answered(city)
    assert [city.promise(one, "call_back").state for one in (on_the_spot, case)] == ["running", "running"]
    for at in ("2024-09-14 09:00", "2024-09-14 16:00", "2024-09-18 10:00"):
        city.clock(at)
        city.he.does("call_back", case, reached="no")
        assert (case.state, city.promise(case, "call_back").state) == ("answered", "running")
    city.clock("2024-09-19 10:00")
    city.he.does("call_back", case, reached="no")
    assert (case.state, city.promise(case, "call_back").state, case.rating) == ("closed", "kept", "")


def test_the_rating_scale_has_five_levels_of_which_three_are_satisfied_and_two_are_bad(city: City):
    levels = [choice.code for choice in city.town.service(PF).fields["rating"].choices]
    states = {}
    for level in levels:
        case = answered(city)
        city.firm.does("rate", case, rating=level)
        states[level] = case.state
    assert list(states.values()) == ["closed", "closed", "closed", "redo", "redo"]
    assert levels[:3] == list(SATISFIED)


@pytest.mark.parametrize(("grade", "due"), [("ordinary", "2024-09-23 17:00"), ("complex", "2024-10-11 17:00")])
def test_a_bad_rating_is_contacted_in_a_working_day_and_corrected_in_5_or_15(city: City, grade: str, due: str):
    case = answered(city, grade=grade)
    city.firm.does("rate", case, rating="very_dissatisfied")
    assert city.due(case, "contact") == "2024-09-14 17:00"
    assert city.due(case, "correct") == due


def test_small_cells_of_fewer_than_10_are_merged_in_what_is_published(city: City):
    counts = {"water": 9, "planning": 10, "ecology": 11}
    store([one for unit, count in counts.items() for one in handled(unit, "2024-06-03", count)])
    june = public_figures(PF, first=date(2024, 6, 1), last=date(2024, 6, 30), by="unit")
    assert june.cells() == [{"unit": "ecology"}, {"unit": OTHERS}]
    assert june.figure("received", unit=OTHERS).value == 19, "nine alone would be what is left of the sum"
