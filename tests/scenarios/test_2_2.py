"""One named leader answers for a case, and signs its result (field book 2.2)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import City
from wolaiban.people.models import Deputy
from wolaiban.promises.access import possible
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.statistics.watched import KeyCase, cut_off, key_cases


def in_charge(city: City, key: bool = True) -> Case:
    """A case that the centre gave to a leader, dispatched and signed for by the water company."""
    case = city.firm.asks("pingfu365", "三家企业共用的污水管反复堵塞", grade="complex")
    city.lin.does("respond", case, text="由领导包案，今天派单")
    city.chen.does("take_charge", case, leader_in_charge="zhou", key=key)
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    return case


@pytest.mark.parametrize("key", [True, False])
def test_a_finished_case_waits_for_the_leader_who_took_charge_of_it(city: City, key: bool):
    """The handler marks it finished: it stays awaiting the leader, with its clock running, until that leader signs."""
    case = in_charge(city, key)
    city.water_handler.does("answer", case, answer="已清淤")
    assert (case.state, city.promise(case, "done").state) == ("awaiting_leader", "running")
    with pytest.raises(Refused) as refused:
        city.qian.does("sign_result", case)
    assert refused.value.forbidden
    city.zhou.does("sign_result", case)
    assert (case.state, city.promise(case, "done").state) == ("answered", "kept")


def test_a_deputy_signs_only_with_a_recorded_delegation(city: City):
    case = in_charge(city)
    city.water_handler.does("answer", case, answer="已清淤")
    fang = city.joins("fang", "方副职", "qfzx", "deputy")
    with pytest.raises(Refused) as refused:
        fang.does("sign_result", case)
    assert [one.code for one in refused.value.wrong] == ["not_the_signer"]
    assert "周领导" in refused.value.message("zh")
    assert ("sign_result", 0) not in possible(case, fang.actor)
    city.zhou.does("delegate", case, to="fang", until="2024-09-20")
    assert fang.does("sign_result", case).behalf == f"officer:{city.zhou.officer.pk}"
    assert case.state == "answered"


def test_another_leader_does_not_sign_in_the_place_of_the_named_one(city: City):
    """The post is not enough: a leader of the same rank answers for other cases."""
    case = in_charge(city)
    city.water_handler.does("answer", case, answer="已清淤")
    han = city.joins("han", "韩领导", "qfzx", "leader")
    for verb, said in (("sign_result", {}), ("sign_plan", {"plan": "另议"}), ("delegate", {"to": "han"})):
        with pytest.raises(Refused) as refused:
            han.does(verb, case, **said)
        assert [one.code for one in refused.value.wrong] == ["not_the_signer"], verb
        assert "周领导" in refused.value.message("zh")
        assert (verb, 0) not in possible(case, han.actor)
    assert (case.state, city.promise(case, "done").state) == ("awaiting_leader", "running")
    assert ("sign_result", 0) in possible(case, city.zhou.actor)


def test_somebody_who_stands_in_for_the_leaders_post_signs(city: City):
    case = in_charge(city)
    city.water_handler.does("answer", case, answer="已清淤")
    days = {"from_on": date(2024, 9, 13), "until_on": date(2024, 9, 14)}
    Deputy.objects.create(post=city.zhou.officer.posts.get(), officer=city.qian.officer, **days)
    assert city.qian.does("sign_result", case).role == "leader"


def test_the_desk_cannot_close_past_the_leader(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.chen.does("take_charge", case, leader_in_charge="zhou", key=False)
    city.lin.does("close", case, answer="已处理")
    assert case.state == "awaiting_leader"
    city.zhou.does("sign_result", case)
    city.lin.does("close", case, answer="已处理")
    assert case.state == "closed"


def test_after_a_second_bad_rating_the_centre_names_a_leader_by_the_next_working_day(city: City):
    city.clock("2024-07-08 09:00")
    case = city.firm.asks("pingfu365", "水压不足")
    city.lin.does("close", case, answer="已处理")
    city.firm.does("rate", case, rating="dissatisfied")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("answer", case, answer="已处理")
    city.firm.does("rate", case, rating="dissatisfied")
    assert (case.state, city.due(case, "charge")) == ("redo_leader", "2024-07-09 17:00")
    city.zhou.does("take_charge", case, leader_in_charge="zhou", key=False)
    assert city.promise(case, "charge").state == "kept"
    city.zhou.does("sign_plan", case, plan="周三前换泵")
    city.zhou.does("meet", case, text="到厂里看了")


def test_the_asker_may_write_as_long_as_the_case_is_open_and_no_clock_moves(city: City):
    for asker, service in ((city.firm, "pingfu365"), (city.firm, "mailbox")):
        case = asker.asks(service, "门口积水")
        due = city.due(case, "respond")
        event = asker.does("say", case, text="刚才又下雨了，水更深")
        assert (event.role, city.due(case, "respond")) == ("asker", due)
        with pytest.raises(Refused):
            city.other_firm.does("say", case, text="")
        with pytest.raises(Refused) as refused:
            city.water_handler.does("say", case, text="冒充")
        assert refused.value.forbidden
        asker.does("withdraw", case)
        with pytest.raises(Refused):
            asker.does("say", case, text="还有一句")


def test_the_public_sees_which_post_took_charge_of_a_key_case_and_the_result(city: City):
    city.clock("2024-08-12 09:00")
    case = in_charge(city)
    in_charge(city, key=False)
    city.water_handler.does("answer", case, answer="已清淤")
    city.zhou.does("sign_result", case)
    assert key_cases(cut_off()) == []
    city.clock("2024-09-02 09:00")
    assert key_cases(cut_off()) == [KeyCase("pingfu365", "2024-08", "企服中心", "leader", "answered", missed=False)]
