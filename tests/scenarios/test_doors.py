"""Who sees what: not allowed is not found; a confidential asker is masked; mistakes are corrected on record."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from tests.cast import City
from wolaiban.people.models import Deputy
from wolaiban.promises.access import access_case, access_cases, possible, sees_requester
from wolaiban.promises.models import Case
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import erase, perform


def test_the_stranger_does_not_find_what_does_not_concern_them(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    assert access_case(city.water_handler.actor, case.number) == case
    assert access_case(None, case.number, tracking_code=case.tracking_code.lower()) == case
    for actor, code in (
        (city.stranger.actor, ""),
        (None, ""),
        (None, "WRONGWRONG12"),
        (city.planning_handler.actor, ""),
    ):
        with pytest.raises(Http404):
            access_case(actor, case.number, tracking_code=code)
    assert list(access_cases(city.stranger.actor)) == []
    assert list(access_cases(city.lin.actor)) == [case]
    assert ("sign", 1) in possible(case, city.water_handler.actor)


def test_a_confidential_asker_is_masked_from_the_handling_unit(city: City):
    case = city.firm.asks("pingfu365", "反映邻厂噪音", confidential=True)
    city.lin.does("respond", case, text="已安排")
    city.lin.dispatches(case, "ecology")
    assert sees_requester(city.lin.actor, case)
    assert not sees_requester(city.ecology_handler.actor, case)
    open_case = city.other_firm.asks("pingfu365", "发票")
    assert sees_requester(city.ecology_handler.actor, open_case)


def test_a_mistyped_phone_is_corrected_on_record(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    before = city.due(case, "done")
    with pytest.raises(Refused):
        city.lin.does("correct", case, requester={"phone": "123"})
    city.lin.does("correct", case, requester={"phone": "13800009999"}, subject="厂区供水接入卡住了")
    said = said_at_first(case)
    assert (said["requester"]["phone"], said["requester"]["name"]) == ("13800009999", "王经理")
    assert said["subject"] == "厂区供水接入卡住了"
    assert case.words.get(seq=1).content["requester"]["phone"] == "13800001234", "the first wording stays"
    assert city.due(case, "done") == before


def test_only_an_operator_erases_and_every_word_goes(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    with pytest.raises(Refused):
        erase(case, by=city.lin.actor)
    erase(case, by=city.op.actor)
    assert said_at_first(case) == {}
    assert case.events.count() == 2


def test_a_deputy_acts_on_behalf_and_only_in_the_days_recorded(city: City):
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    post = city.water_handler.officer.posts.get()
    Deputy.objects.create(
        post=post, officer=city.planning_handler.officer, from_on=date(2024, 9, 13), until_on=date(2024, 9, 14)
    )
    event = city.planning_handler.does("sign", case, task=1)
    assert (event.role, event.behalf, event.post) == ("unit", f"officer:{post.officer.pk}", post.pk)
    city.clock("2024-09-15 09:00")
    with pytest.raises(Refused):
        city.planning_handler.does("answer", case, answer="已接通")


def test_a_filing_takes_four_statements_and_a_verb_a_bounded_number(city: City):
    with CaptureQueriesContext(connection) as filing:
        case = city.firm.asks("pingfu365", "厂区用水接入卡住了", text="详情")
    own = [query["sql"] for query in filing if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(own) <= 5, own
    actor = city.lin.actor
    counts = []
    for verb, said in (("respond", {"text": "已联系"}), ("classify", {"grade": "complex"}), ("talk", {"text": "再问"})):
        found = Case.objects.get(pk=case.pk)
        with CaptureQueriesContext(connection) as doing:
            perform(found, verb, by=actor, **said)
        counts.append(len([q for q in doing if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]))
    assert max(counts) <= 8, counts
