"""The inspection system: cases are drawn so that nobody can choose them (field book 2.3)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cast import SHIPPED, City
from tests.statistics.crowd import Story, store
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.heads import seal
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused
from wolaiban.promises.verifying import verify
from wolaiban.statistics.drawing import draw_finished, is_repeatable
from wolaiban.statistics.inspecting import inspected, numbers_of, outcome, three_running
from wolaiban.statistics.models import Draw
from wolaiban.statistics.watched import OTHERS, cut_off, merged, watched


def finished_cases(count: int) -> list[str]:
    stories = [
        Story("pingfu365", "2024-06-03 09:00").does("close", "2024-06-03 09:10", words="answer") for _ in range(count)
    ]
    in_hand = [Story("pingfu365", "2024-06-03 09:00") for _ in range(5)]
    return [case.number for case in store([*stories, *in_hand])][:count]


def test_the_same_seed_draws_the_same_cases_and_the_draw_is_on_record(city: City):
    """40 finished cases, a share of 10 %, the same seed twice: the same 4 cases, and both draws are on record."""
    numbers = finished_cases(40)
    city.clock("2024-07-02 09:00")
    once = draw_finished("pingfu365", by=city.qian.actor, seed="2024-07 督查", share=10)
    again = draw_finished("pingfu365", by=city.qian.actor, seed="2024-07 督查", share=10)
    assert once.numbers == again.numbers
    assert (len(once.numbers), once.size) == (4, 40)
    assert set(once.numbers) <= set(numbers)
    by_hand = sorted(numbers, key=lambda number: hashlib.sha256(f"2024-07 督查|{number}".encode()).hexdigest())
    assert once.numbers == by_hand[:4], "the rule as it is written down gives the same"
    record = Draw.objects.get(pk=once.pk)
    assert (record.seed, record.share, record.at) == ("2024-07 督查", 10, city.t("2024-07-02 09:00"))
    assert record.by == f"officer:{city.qian.officer.pk}"
    assert record.rule["of"] == "finished"
    assert is_repeatable(record, numbers)
    assert not is_repeatable(record, numbers[1:])


def test_another_seed_draws_others_and_a_share_is_one_to_a_hundred(city: City):
    finished_cases(40)
    city.clock("2024-07-02 09:00")
    drawn = {
        tuple(draw_finished("pingfu365", by=city.qian.actor, seed=seed, share="2.5").numbers) for seed in "abcdefgh"
    }
    assert len(drawn) > 1
    assert {len(numbers) for numbers in drawn} == {1}
    with pytest.raises(Refusal):
        draw_finished("pingfu365", by=city.qian.actor, seed="a", share=0)


def drawn(city: City, seed: str = "2024-07") -> Draw:
    return draw_finished("pingfu365", by=city.qian.actor, seed=seed, share=100)


def closed(city: City, unit: str = "water") -> Case:
    """A case that a unit answered and the asker was satisfied with."""
    case = city.firm.asks("pingfu365", "厂门口路灯不亮", grade="ordinary")
    city.lin.does("respond", case, text="今天派单")
    city.lin.dispatches(case, unit)
    handler = getattr(city, f"{unit}_handler")
    handler.does("sign", case, task=1)
    handler.does("answer", case, answer="已修")
    city.firm.does("rate", case, rating="satisfied")
    return case


def test_key_cases_and_overdue_ones_are_looked_at_beside_the_random_share(city: City):
    finished = closed(city)
    late = city.firm.asks("pingfu365", "没有人回应")
    key = city.firm.asks("pingfu365", "三家企业的污水管")
    city.chen.does("take_charge", key, leader_in_charge="zhou", key=True)
    city.lin.does("respond", key, text="已联系")
    city.later(minutes=31)
    record = drawn(city)
    assert numbers_of(record) == {finished.number: "drawn", late.number: "overdue", key.number: "key"}


def test_archived_cases_are_not_drawn_because_nothing_can_be_corrected_in_them(city: City):
    closed(city)
    city.clock("2025-03-01 09:00").tick()
    assert drawn(city).size == 0


def test_without_a_seed_the_latest_signed_head_serves(city: City, head_key: Path):
    closed(city)
    head = seal(clock.now())
    record = draw_finished("pingfu365", by=city.qian.actor, share=50)
    assert head and (record.seed, record.rule["seed"]) == (head.hash, "latest head")


def test_a_fault_has_a_correction_with_its_own_clock_and_a_second_look(city: City):
    """Found Mon 2024-07-15: corrected within 5 working days, by Mon 07-22 17:00; then looked at again."""
    city.clock("2024-07-01 09:00")
    good, bad = closed(city), closed(city)
    city.clock("2024-07-15 09:00")
    record = drawn(city)
    city.qian.does("inspect", good, fault="none")
    city.qian.does("inspect", bad, fault="unsolved", finding="灯仍不亮", tasks=[Opening("rectify", "water")])
    number = bad.tasks.get(kind="rectify").number
    assert (bad.state, city.due(bad, "rectify", number)) == ("closed", "2024-07-22 17:00")
    city.clock("2024-07-17 09:00")
    city.water_handler.does("rectify", bad, task=number, answer="已换灯")
    assert city.promise(bad, "second_look").state == "running"
    city.qian.does("inspect", bad, fault="none")
    account = outcome(inspected(record))
    assert (account.cases, account.inspected, account.faults) == (2, 2, {"unsolved": 1})
    assert (account.corrections, account.in_time) == (1, 1)
    assert [row.again for row in inspected(record) if row.has_fault] == ["none"]
    assert verify().clean


def test_nobody_but_the_supervisor_inspects(city: City):
    case = closed(city)
    for person in (city.water_handler, city.lin, city.chen):
        with pytest.raises(Refused) as refused:
            person.does("inspect", case, fault="none")
        assert refused.value.forbidden


def test_a_unit_with_faults_in_three_draws_running_stands_out(city: City):
    city.clock("2024-07-01 09:00")
    cases = []
    for month in ("07", "08", "09"):
        assert three_running("pingfu365") == []
        city.clock(f"2024-{month}-02 09:00")
        bad, other = closed(city), closed(city, "planning")
        drawn(city, month)
        city.qian.does("inspect", bad, fault="unsolved")
        city.qian.does("inspect", other, fault="none" if month == "08" else "record")
        cases.append(bad.pk)
    hit = three_running("pingfu365")
    assert [(one.unit, set(one.cases)) for one in hit] == [("water", set(cases))]


def test_the_command_draws_and_the_same_seed_draws_the_same(city: City, line, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    finished_cases(40)
    city.clock("2024-07-02 09:00")
    words = ("draw", "--service", "pingfu365", "--share", "10%", "--seed", "2024-07", "--json")
    tables = [json.loads(line(*words)[1]) for _ in range(2)]
    assert len(tables[0]["drawn"]) == 4 and tables[0]["drawn"] == tables[1]["drawn"]
    code, out, _ = line("draw", "--service", "pingfu365", "--share", "10", "--to", "2024-05-31", "--by", "qian")
    assert (code, Draw.objects.first().by) == (0, f"officer:{city.qian.officer.pk}")
    assert "0 of 0" in out and Draw.objects.count() == 3
    assert line("draw", "--service", "pingfu365", "--share", "ten")[0] == 2
    assert line("draw", "--service", "nothing", "--share", "10")[0] == 1


def test_the_public_is_told_the_faults_by_kind_of_whole_months(city: City):
    city.clock("2024-07-01 09:00")
    cases = [closed(city) for _ in range(3)]
    drawn(city)
    for case, fault in zip(cases, ("unsolved", "unsolved", "none"), strict=True):
        city.qian.does("inspect", case, fault=fault)
    assert watched("pingfu365", cut_off()) is None, "this month is told when it is over"
    city.clock("2024-08-01 09:00")
    told = watched("pingfu365", cut_off())
    assert told and (told.draws, told.cases, told.inspected, told.found) == (1, 3, 3, 2)
    assert told.faults == {}, "two cases are too few to be told apart"
    assert merged({"unsolved": 12, "record": 11, "conduct": 3}, 10) == {"unsolved": 12, OTHERS: 14}
    assert merged({"unsolved": 12, "conduct": 10}, 10) == {"unsolved": 12, "conduct": 10}
    assert merged({}, 10) == {}
