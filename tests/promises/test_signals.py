"""What should make somebody look: the warnings of the field book that are no promise of a file."""

from __future__ import annotations

import pytest

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.promises import signals
from wolaiban.promises.likeness import alike, groups, pairs_of
from wolaiban.promises.models import Case
from wolaiban.promises.signals import LABELS, QUESTIONS, Hit, hits


def found(city: City, code: str) -> list[Hit]:
    return [hit for hit in hits(clock.now()) if hit.code == code]


def answered(city: City, subject: str = "厂区用水接入卡住了", asker: str = "firm") -> Case:
    case = getattr(city, asker).asks("pingfu365", subject, grade="ordinary")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("answer", case, answer="已接通")
    return case


def test_a_firm_for_whom_somebody_filed_is_to_be_reached_in_a_working_day(city: City):
    """Filed Fri 2024-09-13 16:50; the next working day is the make-up Saturday, 17:00."""
    case = city.water_handler.files("pingfu365", "路灯不亮")
    city.clock("2024-09-14 17:00")
    assert not found(city, "not_reached")
    city.later(minutes=1)
    assert found(city, "not_reached") == [Hit("not_reached", city.t("2024-09-14 17:00"), (case.pk,))]
    city.lin.does("talk", case, text="电话打通了")
    assert not found(city, "not_reached")


def test_who_asked_without_help_or_wrote_since_is_reached(city: City):
    city.firm.asks("pingfu365", "路灯不亮")
    filed = city.lin.files("pingfu365", "水压不足")
    city.firm.does("say", filed, text="我在线上看到了")
    city.clock("2024-09-20 09:00")
    assert not found(city, "not_reached")


def test_what_only_officers_can_file_is_filed_for_nobody(city: City):
    """A ledger of their own, or a notice given to a firm: nobody asked and waits to be called."""
    city.lin.files("integrity", "老街二期", owner="water")
    city.lin.files("commitment", "水果店", unit="water", copy_to="planning", scope="both", delivery="sms")
    city.clock("2024-09-20 09:00")
    assert not found(city, "not_reached")


def test_a_bad_rating_is_to_be_handled_in_a_working_day(city: City):
    city.clock("2024-07-05 09:00")
    case = answered(city)
    city.clock("2024-07-08 10:00")
    city.firm.does("rate", case, rating="dissatisfied")
    city.clock("2024-07-09 17:00")
    assert not found(city, "bad_rating")
    city.clock("2024-07-09 17:01")
    city.lin.does("note", case, text="看到了")
    assert [hit.cases for hit in found(city, "bad_rating")] == [(case.pk,)]
    city.water_handler.does("talk", case, text="已约明天上门")
    assert not found(city, "bad_rating")


def test_the_same_firm_with_the_same_matter_within_ninety_days(city: City):
    city.clock("2024-06-03 09:00")
    first = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.lin.does("close", first, answer="已接通")
    city.clock("2024-08-30 09:00")
    second = city.firm.asks("pingfu365", "厂区用水接入又卡住了")
    city.firm.asks("pingfu365", "食堂许可证怎么办")
    city.other_firm.asks("pingfu365", "厂区用水接入卡住了")
    assert [hit.cases for hit in found(city, "again")] == [(second.pk, first.pk)]
    city.lin.does("close", second, answer="已接通")
    assert not found(city, "again")


def test_a_matter_brought_after_ninety_days_is_new(city: City):
    city.clock("2024-06-03 09:00")
    city.lin.does("close", city.firm.asks("pingfu365", "厂区用水接入卡住了"), answer="已接通")
    city.clock("2024-09-02 09:00")
    city.firm.asks("pingfu365", "厂区用水接入卡住了")
    assert not found(city, "again")


def test_a_unit_with_which_askers_were_dissatisfied_twice_on_one_matter(city: City):
    one, other = answered(city), answered(city, "厂区用水接入卡住", asker="other_firm")
    third = answered(city, "食堂许可证怎么办")
    for asker, case in ((city.firm, one), (city.firm, third)):
        asker.does("rate", case, rating="dissatisfied")
    assert not found(city, "unit_again")
    city.later(minutes=5)
    city.other_firm.does("rate", other, rating="very_dissatisfied")
    assert [(hit.unit, set(hit.cases)) for hit in found(city, "unit_again")] == [("water", {one.pk, other.pk})]


def test_a_class_changed_to_complex_after_the_third_working_day(city: City):
    """Third working day after Fri 2024-09-13: Thu 19. Changed that day at 16:59 it is no hit, the day after it is."""
    early, late = city.firm.asks("pingfu365", "扩建用地"), city.other_firm.asks("pingfu365", "环评")
    for case in (early, late):
        city.lin.does("classify", case, grade="ordinary")
        city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(late, "water")
    city.water_handler.does("sign", late, task=1)
    city.water_handler.does("extend", late, promise="done", until="2024-09-24", ground="设备未到")
    city.clock("2024-09-19 16:59")
    city.lin.does("classify", early, grade="complex", ground="要勘测")
    city.water_handler.does("pause", late, reason="inspection")
    city.clock("2024-09-20 09:00")
    city.water_handler.does("resume", late)
    city.lin.does("classify", late, grade="complex", ground="要勘测")
    assert [hit.cases for hit in found(city, "late_complex")] == [(late.pk,)]


def test_a_leader_meets_the_asker_by_half_time(city: City):
    """Seven working days from Mon 2024-07-01: the fourth opens on Fri 07-05 at 08:30."""
    city.clock("2024-07-01 09:00")
    case = city.firm.asks("pingfu365", "污水管堵塞", grade="complex")
    city.lin.does("respond", case, text="已联系")
    city.chen.does("take_charge", case, leader_in_charge="zhou", key=True)
    city.clock("2024-07-05 08:29")
    assert not found(city, "not_met")
    city.clock("2024-07-05 08:30")
    assert [(hit.since, hit.cases) for hit in found(city, "not_met")] == [(city.t("2024-07-05 08:30"), (case.pk,))]
    city.zhou.does("meet", case, text="到厂里看了")
    assert not found(city, "not_met")


def test_three_askers_with_one_matter_in_a_month_are_a_cluster(city: City):
    third = {"name": "张三", "phone": "13700001111"}
    one = city.firm.asks("pingfu365", "园区道路积水")
    city.other_firm.asks("pingfu365", "园区道路积水严重")
    city.firm.asks("pingfu365", "园区道路积水了")
    assert not found(city, "cluster")
    city.lin.files("pingfu365", "园区道路又积水", requester=third)
    assert [len(hit.cases) for hit in found(city, "cluster")] == [4]
    assert [hit.code for hit in hits(clock.now())].count("cluster") == 1
    city.clock("2024-10-20 09:00")
    assert one.pk and not found(city, "cluster")


def test_every_kind_has_its_words_in_both_languages():
    assert set(LABELS) == set(QUESTIONS)
    assert all(zh and en and en.isascii() for zh, en in LABELS.values())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("厂区用水接入卡住了", "厂区用水接入，又卡住了！", True),
        ("厂区用水接入卡住了", "食堂许可证怎么办", False),
        ("Street lamp out", "street lamp out!", True),
        ("", "", False),
        ("电", "电", True),
    ],
)
def test_what_is_alike(one: str, other: str, same: bool):
    assert alike(pairs_of(one), pairs_of(other)) is same
    assert len(list(groups([(1, pairs_of(one)), (2, pairs_of(other))]))) == (1 if same else 2)


def test_the_questions_are_few_whatever_the_number_of_cases(city: City, django_assert_max_num_queries):
    for number in range(8):
        city.lin.does("close", city.firm.asks("pingfu365", f"厂区用水接入卡住了{number}"), answer="好")
        city.water_handler.files(
            "pingfu365", f"道路积水{number}", requester={"name": "某", "phone": f"1370000111{number}"}
        )
    city.clock("2024-09-20 09:00")
    with django_assert_max_num_queries(14):
        assert hits(clock.now())


def test_what_came_before_is_sorted_once_however_many_come_again(city: City, monkeypatch: pytest.MonkeyPatch):
    for _ in range(2):
        for asker in (city.firm, city.other_firm):
            asker.asks("pingfu365", "厂区用水接入卡住了")
        city.later(minutes=1)
    times: list[int] = []
    monkeypatch.setattr(signals, "sorted", lambda *a, **b: times.append(1) or sorted(*a, **b), raising=False)
    assert len(list(signals.again(clock.now()))) == 2 and len(times) == 1
