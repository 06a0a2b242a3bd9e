"""Files that come with a verb: taken by their bytes, bound to one event, read through a door, verified, erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.attaching import attached
from wolaiban.promises.file_access import access_file
from wolaiban.promises.files import LARGEST, NotTaken, TooLarge, reference, take_in
from wolaiban.promises.models import Case, Event, File, Words
from wolaiban.promises.reading import words_by_seq
from wolaiban.promises.refused import Refused
from wolaiban.promises.sorting import sort_out
from wolaiban.promises.verbs import erase
from wolaiban.promises.verifying import verify
from wolaiban.statistics.opendata import export

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def sent(name: str = "管线图.pdf", content: bytes = PDF) -> str:
    """Somebody sends a file; what names it to a verb."""
    return reference(take_in(name, content, by="asker", at=clock.now()))


def asked_with(city: City, *references: str) -> Case:
    return city.firm.asks("pingfu365", "厂区用水接入卡住了", attachment=list(references))


def test_a_firm_asks_with_files_and_they_stand_with_its_words(city: City):
    case = asked_with(city, sent(), sent("现场.png", PNG))
    told = words_by_seq(case)[1].content["attachment"]
    assert [(one["name"], one["type"], one["size"]) for one in told] == [
        ("管线图.pdf", "application/pdf", len(PDF)),
        ("现场.png", "image/png", len(PNG)),
    ]
    assert {(file.seq, file.field) for file in case.files.all()} == {(1, "attachment")}
    assert "管线图" not in str(case.events.get().fields)
    assert verify().clean


def test_what_no_verb_took_is_swept_after_a_day(city: City):
    sent()
    city.later(hours=25)
    kept = sent()
    assert [reference(file) for file in File.objects.all()] == [kept]


@pytest.mark.parametrize("wrong", ["used", "old", "forged", "none"])
def test_a_reference_that_is_not_good_is_refused_at_its_field(city: City, wrong: str):
    good = sent()
    several = {"forged": [good[:-2] + "xx"], "none": ["管线图.pdf"]}.get(wrong, [good])
    if wrong == "used":
        asked_with(city, good)
    if wrong == "old":
        city.later(hours=25)
        sent()
    with pytest.raises(Refused) as refused:
        asked_with(city, *several)
    assert list(refused.value.by_field("zh")) == ["attachment"]
    assert "重新上传" in refused.value.message("zh")


def test_of_two_verbs_that_name_the_same_file_at_once_one_gets_it(city: City):
    file, case = sent(), asked_with(city)
    late = attached(city.town.service("pingfu365"), {"attachment": [file]}, 2)
    asked_with(city, file)
    assert [wrong.code for wrong in late.bind(case.events.get())] == ["no_such_file"]
    assert not case.files.exists()


def test_no_files_are_no_answer_where_files_are_needed(city: City):
    assert sort_out(city.town.service("pingfu365"), {"attachment": [], "evidence": ()}) == ({}, {})
    assert "attachment" not in words_by_seq(asked_with(city))[1].content


def test_at_most_ten_files_come_with_a_verb(city: City):
    with pytest.raises(Refused, match="At most 10 files"):
        asked_with(city, *(sent(f"{n}.pdf") for n in range(11)))
    assert asked_with(city, *(sent(f"{n}.pdf") for n in range(10))).files.count() == 10


def test_a_verb_that_is_refused_leaves_the_file_for_the_next_try(city: City):
    case, file = asked_with(city), sent()
    with pytest.raises(Refused):
        city.lin.does("respond", case, attachment=[file])
    city.lin.does("respond", case, text="已联系水务", attachment=[file])
    assert [one.seq for one in case.files.all()] == [2]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", NotTaken), (b"MZ\x90\x00\x03", NotTaken), (b"\x7fELF\x02", NotTaken), (b"x" * (LARGEST + 1), TooLarge)],
    ids=["empty", "program", "another program", "too large"],
)
def test_programs_and_what_is_too_large_are_not_taken(city: City, content: bytes, problem: type[Exception]):
    with pytest.raises(problem):
        sent("管线图.pdf", content)
    assert not File.objects.exists()


def test_asker_and_officers_of_the_case_may_read_it_strangers_and_other_cases_not(city: City):
    case = asked_with(city, sent())
    key = case.files.get().pk
    for actor in (Actor.asker(case), city.lin.actor):
        assert bytes(access_file(case, actor, key).content) == PDF
    other = city.other_firm.asks("pingfu365", "另一件")
    with pytest.raises(Http404):
        access_file(other, Actor.asker(other), key)


def test_what_officers_send_among_themselves_is_not_for_the_asker(city: City):
    case = asked_with(city)
    city.lin.does("respond", case, text="已联系水务", attachment=[sent("回复.pdf")])
    city.lin.does("note", case, text="内部", attachment=[sent("内部.pdf")])
    reply, inner = case.files.order_by("seq")
    assert access_file(case, Actor.asker(case), reply.pk).name == "回复.pdf"
    assert access_file(case, city.lin.actor, inner.pk).name == "内部.pdf"
    with pytest.raises(Http404):
        access_file(case, Actor.asker(case), inner.pk)


def test_erasing_removes_name_and_bytes_and_breaks_no_chain(city: City):
    case = asked_with(city, sent())
    erase(case, by=city.op.actor)
    file = case.files.defer(None).get()
    assert (file.name, bytes(file.content), file.salt, file.digest) == ("", b"", "", "")
    with pytest.raises(Http404):
        access_file(case, city.lin.actor, file.pk)
    assert verify().clean


@pytest.mark.parametrize("what", ["content", "name", "gone", "moved", "erased", "stray"])
def test_verify_names_a_file_that_was_tampered_with(city: City, what: str):
    case = asked_with(city, sent())
    rows = File.objects.filter(case=case)
    match what:
        case "content":
            rows.update(content=PDF + b"!")
        case "name":
            rows.update(name="别的.pdf")
        case "gone":
            rows.delete()
        case "moved":
            rows.update(seq=2)
        case "erased":
            rows.update(name="", content=b"", erased_at=clock.now())
        case "stray":
            sent("混入.pdf")
            File.objects.filter(case=None).update(case=case, seq=1, field="attachment")
    found = verify().broken
    assert len(found) == 1
    assert found[0].startswith(f"{case.number}/") and "file" in found[0]


def test_a_verb_without_files_asks_nothing_more_of_the_database(city: City):
    with CaptureQueriesContext(connection) as captured:
        city.firm.asks("pingfu365", "厂区用水接入卡住了")
    assert captured.captured_queries
    assert not [query["sql"] for query in captured if "promises_file" in query["sql"]]


def test_a_file_is_not_in_the_words_of_lists_nor_in_events(city: City):
    case = asked_with(city, sent())
    assert "管线图" not in str([event.sealed() for event in Event.objects.filter(case=case)])
    assert Words.objects.get(case=case).content["attachment"][0]["digest"] == case.files.get().digest


def test_no_file_leaves_with_the_open_data(city: City, tmp_path: Path):
    asked_with(city, sent("绝密.pdf"))
    for written in (tmp_path / name for name in export("pingfu365", tmp_path).files):
        told = written.read_bytes()
        assert "绝密".encode() not in told and PDF not in told and b"attachment" not in told, written.name
