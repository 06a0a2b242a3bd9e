"""Who is to be told what, written with the verb itself: in the file's words, each thing once."""

from __future__ import annotations

import pytest

from tests.cast import FIRM, City
from wolaiban.lib import clock
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.posting import resend_code
from wolaiban.promises.refused import Refused


def told(case: Case) -> set[tuple[str, str]]:
    return set(case.deliveries.values_list("template", "to"))


def since(case: Case, seq: int) -> set[tuple[str, str]]:
    return set(case.deliveries.filter(seq__gte=seq).values_list("template", "to"))


def officer(city: City, name: str) -> str:
    return f"officer:{getattr(city, name).officer.pk}"


def test_the_firm_is_told_its_number_and_the_desk_that_something_came(city: City):
    case = city.firm.asks("pingfu365", "用水")
    assert told(case) == {("received", "asker"), ("came", "role:desk")}
    row = case.deliveries.get(to="asker")
    assert (row.state, row.seq, row.not_before, row.next_try_at) == ("waiting", 1, clock.now(), clock.now())


def test_nothing_that_was_typed_and_no_address_stands_in_a_row(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    text = str(list(Delivery.objects.values()))
    assert case.tracking_code not in text
    assert not [word for word in ("用水", *FIRM.values()) if word in text]


def test_a_refused_verb_tells_nobody(city: City):
    case = city.firm.asks("pingfu365", "用水")
    before = Delivery.objects.count()
    with pytest.raises(Refused):
        city.stranger.does("respond", case, text="我来")
    assert Delivery.objects.count() == before


def test_a_unit_is_told_of_the_dispatch_and_the_desk_of_the_first_return_and_the_centre_of_the_second(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water", ("ecology",))
    assert since(case, 3) >= {("dispatched", "unit:water"), ("dispatched", "unit:ecology")}
    city.water_handler.does("return_back", case, task=1, ground="不属本单位")
    assert since(case, 4) == {("returned", "role:desk")}
    city.lin.dispatches(case, "planning", verb="redispatch")
    city.planning_handler.does("return_back", case, task=3, ground="不属本单位")
    assert since(case, 6) == {("returned_twice", "role:centre")}


def test_the_asker_is_told_of_each_move_of_a_due_instant_that_they_had_been_told(city: City):
    """Grade, pause, resume and extension each say so; a note, which moves nothing, does not."""
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="已联系")
    city.lin.does("note", case, text="内部")
    assert ("moved", "asker") not in told(case)
    city.lin.does("classify", case, grade="complex")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("pause", case, reason="authority")
    city.water_handler.does("resume", case)
    day = city.due(case, "done")[:10]
    city.water_handler.does("extend", case, promise="done", until="2024-10-10", ground="等设备")
    city.chen.does("grant_extension", case, promise="done", until="2024-10-10")
    moved = {row.seq for row in case.deliveries.filter(template="moved", to="asker")}
    assert moved == {event.seq for event in case.events.all() if event.verb in
                     ("classify", "pause", "resume", "grant_extension")}, day  # fmt: skip


def test_the_collector_is_told_of_the_result_and_a_case_that_nobody_filed_for_them_has_none(city: City):
    case = city.stranger.files("pingfu365", "走访时反映")
    city.lin.does("close", case, answer="当场解答")
    assert ("result", officer(city, "stranger")) in told(case)
    own = city.firm.asks("pingfu365", "用水")
    city.lin.does("close", own, answer="当场解答")
    assert not [to for _, to in told(own) if to.startswith("officer:")]


def test_a_bad_rating_tells_lead_centre_and_leader(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("answer", case, answer="已接通")
    city.firm.does("rate", case, rating="dissatisfied")
    assert since(case, case.seq) >= {("redo", "unit:water"), ("redo", "role:centre"), ("redo", "role:leader")}


def test_a_warning_goes_to_the_holder_and_higher_up_each_stage_once(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.clock("2024-09-13 17:05")
    assert city.tick() == 1
    city.tick()
    stage = case.deliveries.filter(about="0:respond:1")
    assert [(row.template, row.to) for row in stage] == [("warning", "role:desk")]
    city.clock("2024-09-13 17:14")
    city.tick()
    assert sorted(stage.values_list("to", flat=True)) == ["role:centre", "role:desk", "role:desk"]
    assert all(row.not_before == row.written_at for row in stage), "half an hour runs day and night"


def test_after_a_stand_still_of_the_clock_each_promise_warns_once_not_for_every_day_missed(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.clock("2024-09-20 09:00")
    city.tick()
    rows = case.deliveries.filter(about="0:respond:1")
    assert sorted(rows.values_list("to", flat=True)) == ["role:centre", "role:desk", "role:leader", "role:supervisor"]
    assert case.promises.get(code="respond").warnings.count() > 4


def test_what_counts_in_days_wakes_nobody_on_a_day_off(city: City):
    """Due on Friday 17:00, the daily warning of Saturday waits for Monday's opening."""
    city.clock("2024-09-02 09:00")
    case = city.firm.asks("mailbox", "来信")
    city.lin.does("respond", case, text="已收到")
    due = city.t(city.due(case, "answer"))
    city.clock("2024-09-28 17:00")
    city.tick()
    assert due < clock.now()
    row = case.deliveries.filter(about="0:answer:1").first()
    assert row.not_before.astimezone(city.town.zone).strftime("%Y-%m-%d %H:%M") == "2024-09-29 08:30", "a make-up day"


@pytest.mark.parametrize(
    ("caught_up", "goes_out"),
    [
        ("2024-09-29 23:00", "2024-09-30 08:30"),  # evening of a working day: the next opening
        ("2024-09-29 17:00", "2024-09-29 17:00"),  # what falls due at the bell is told at the bell
        ("2024-09-29 17:06", "2024-09-30 08:30"),
        ("2024-09-30 18:00", "2024-10-08 08:30"),  # the evening before the national holiday
        ("2024-09-30 07:00", "2024-09-30 08:30"),
        ("2024-09-30 12:30", "2024-09-30 12:30"),  # the noon break is of the day
        ("2024-09-30 16:59", "2024-09-30 16:59"),
    ],
)
def test_what_counts_in_days_is_not_caught_up_with_in_the_evening(city: City, caught_up: str, goes_out: str):
    city.clock("2024-09-02 09:00")
    case = city.firm.asks("mailbox", "来信")
    city.lin.does("respond", case, text="已收到")
    city.clock(caught_up)
    city.tick()
    rows = case.deliveries.filter(about="0:answer:1")
    assert {row.not_before for row in rows} == {row.next_try_at for row in rows} == {city.t(goes_out)}


def test_what_runs_by_minutes_is_caught_up_with_at_any_hour(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.clock("2024-09-14 23:00")
    city.tick()
    rows = case.deliveries.filter(about="0:respond:1")
    assert {row.not_before for row in rows} == {city.t("2024-09-14 23:00")}


def test_a_lost_code_is_sent_again_to_the_asker_and_not_ten_times(city: City):
    case = city.firm.asks("pingfu365", "用水")
    assert [resend_code(case) for _ in range(3)] == [None, None, None]
    assert case.deliveries.filter(template="resend_code", to="asker").count() == 1
    city.later(minutes=11)
    resend_code(case)
    assert case.deliveries.filter(template="resend_code").count() == 2


def test_an_import_tells_nobody_of_years_gone_by(city: City):
    from wolaiban.people.actor import Actor
    from wolaiban.promises.verbs import register

    case = register("mailbox", by=Actor.importer("旧系统"), requester={"name": "张三"}, subject="旧信",
                    asked_at=city.t("2014-03-03 10:00"), external_number="1")  # fmt: skip
    assert not case.deliveries.exists()
