"""Whatever is done to the record behind the product's back is named (design §2)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.promises import heads
from wolaiban.promises.models import Case, Event, Head, Leaf, Promise, Task, Words
from wolaiban.promises.verbs import erase
from wolaiban.promises.verifying import verify


@pytest.fixture
def record(city: City, head_key: Path) -> tuple[City, Case, Case]:
    """Two cases of which one was worked on, sealed under a head."""
    worked, other = city.firm.asks("pingfu365", "厂区用水"), city.other_firm.asks("pingfu365", "发票")
    city.later(minutes=5)
    city.lin.does("respond", worked, text="已联系水务")
    city.lin.dispatches(worked, "water", ("planning",))
    assert heads.seal(clock.now()) is not None
    return city, worked, other


def named(*words: str) -> str:
    """The one line of the report that holds all the words; fails where there is none."""
    report = verify()
    lines = [line for line in (*report.broken, *report.differences) if all(word in line for word in words)]
    assert lines, f"{words} not in {report}"
    return lines[0]


def test_an_untouched_record_is_clean(record: tuple[City, Case, Case]):
    report = verify()
    assert report.as_json() == {"events": 4, "cases": 2, "differences": [], "broken": []}


def test_a_flipped_byte_in_an_event_is_named(record: tuple[City, Case, Case]):
    _, worked, _ = record
    Event.objects.filter(case=worked, seq=2).update(by="officer:999")
    named(f"{worked.number}/2 respond", "altered")


def test_a_flipped_byte_in_a_personal_row_is_named(record: tuple[City, Case, Case]):
    _, worked, _ = record
    words = Words.objects.get(case=worked, seq=2)
    words.content["text"] = words.content["text"] + "。"
    words.save()
    named(f"{worked.number}/2 respond", "words were altered")


def test_a_moved_due_instant_in_a_stored_row_is_named(record: tuple[City, Case, Case]):
    _, worked, _ = record
    promise = Promise.objects.get(case=worked, code="done")
    assert promise.due_at is not None
    Promise.objects.filter(pk=promise.pk).update(due_at=promise.due_at + timedelta(seconds=1))
    named(worked.number, "promise 0/done/1", "due_at")


def test_two_swapped_events_are_named(record: tuple[City, Case, Case]):
    _, worked, _ = record
    Event.objects.filter(case=worked, seq=2).update(seq=99)
    Event.objects.filter(case=worked, seq=3).update(seq=2)
    Event.objects.filter(case=worked, seq=99).update(seq=3)
    named(worked.number, "not chained")


def test_a_deleted_last_event_is_named_even_where_the_case_was_made_to_fit(record: tuple[City, Case, Case]):
    _, worked, _ = record
    Event.objects.get(case=worked, seq=3).delete()
    named(worked.number, "should be the last")
    before = Event.objects.get(case=worked, seq=2)
    Task.objects.filter(case=worked).delete()
    Promise.objects.filter(case=worked, task__gt=0).delete()
    Words.objects.filter(case=worked, seq=3).delete()
    Case.objects.filter(pk=worked.pk).update(
        seq=2, hash=before.hash, state="responded", contract_state="responded", dispatches=0, seen_at=before.at
    )
    named(f"{worked.number}/3", "since head 1")


def test_a_whole_case_that_was_deleted_is_named(record: tuple[City, Case, Case]):
    _, _, other = record
    for model in (Promise, Task, Words, Event):
        model.objects.filter(case=other).delete()
    Case.objects.filter(pk=other.pk).delete()
    named(other.number, "whole case is gone")


def test_a_head_that_was_altered_or_signed_by_somebody_else_is_named(record: tuple[City, Case, Case]):
    Leaf.objects.filter(case_number=record[1].number).update(seq=2)
    named("head 1", "altered")
    Head.objects.update(signature="00" * 64)
    named("head 1", "signature")


def test_a_changed_number_of_a_case_is_named(record: tuple[City, Case, Case]):
    Case.objects.filter(pk=record[1].pk).update(number="PF2024-AAAAAA")
    named("PF2024-AAAAAA/1", "not chained")


def test_erasing_a_person_leaves_the_record_clean_and_the_words_gone(record: tuple[City, Case, Case]):
    city, worked, _ = record
    erase(worked, by=city.op.actor)
    assert verify().clean
    assert not any(words.content or words.salt for words in Words.objects.filter(case=worked))
    assert worked.asker_key is None


def test_words_blanked_without_an_erasure_on_record_are_named(record: tuple[City, Case, Case]):
    _, worked, _ = record
    Words.objects.filter(case=worked, seq=1).update(content={}, salt="", erased_at=clock.now())
    named(f"{worked.number}/1 register", "no erasure")


@pytest.mark.parametrize(
    "changed",
    [
        {"registered_on": "2020-01-01"}, {"area": "330482001"}, {"channel": "faked"}, {"collector": "9"},
        {"tracking_code": "AAAAAAAAAAAA"},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_a_changed_column_that_figures_or_doors_rest_on_is_named(
    record: tuple[City, Case, Case], changed: dict[str, str]
):
    Case.objects.filter(pk=record[1].pk).update(**changed)
    named(record[1].number)


def test_a_key_that_is_lost_is_said_and_not_made_anew(record: tuple[City, Case, Case]):
    heads._key_path().unlink()
    named("head 1", "signature")
    assert not heads._key_path().exists()
