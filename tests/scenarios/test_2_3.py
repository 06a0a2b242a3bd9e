"""The inspection system: cases are drawn so that nobody can choose them (field book 2.3)."""

from __future__ import annotations

import hashlib

import pytest

from tests.cast import City
from tests.statistics.crowd import Story, store
from wolaiban.lib.words import Refusal
from wolaiban.statistics.drawing import draw_finished, is_repeatable
from wolaiban.statistics.models import Draw


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
