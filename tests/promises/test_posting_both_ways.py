"""Who hears of what the other side did: messages both ways, and every verb after which somebody else has to act."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SHIPPED, City
from tests.statements import statements
from wolaiban.catalogue.service import Service
from wolaiban.clockwork.recipients import Reader
from wolaiban.clockwork.today import Today
from wolaiban.clockwork.wording import Wording, filled
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case, Event
from wolaiban.promises.verbs import merge, perform

BOTH = ("pingfu365", "mailbox")
TELLS_NOBODY = {"sign", "archive", "note", "recount"}
"""Seen on the desk by whoever needs it; a recount tells by whatever due instants it moves."""


def of(event: Event) -> set[tuple[str, str]]:
    return set(event.case.deliveries.filter(seq=event.seq).values_list("template", "to"))


def at_work(city: City, service: str = "pingfu365", co: tuple[str, ...] = (), **said: str) -> Case:
    """Asked, answered within its minutes, dispatched to the water company and signed for."""
    case = city.firm.asks(service, "用水", **said)
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water", co)
    city.water_handler.does("sign", case, task=1)
    return case


@pytest.mark.parametrize("service", BOTH)
def test_what_the_asker_writes_reaches_who_owes_the_case_and_its_lead(city: City, service: str):
    case = city.firm.asks(service, "用水")
    assert of(city.firm.does("say", case, text="门口也停水")) == {("said", "role:desk")}
    case = at_work(city, service)
    assert of(city.firm.does("say", case, text="门口也停水")) == {("said", "unit:water")}


def test_before_anybody_signed_a_message_reaches_the_unit_that_has_to(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    assert of(city.firm.does("say", case, text="门口也停水")) == {("said", "unit:water"), ("said", "role:desk")}


def test_an_asker_who_is_waited_for_is_not_told_of_their_own_message(city: City):
    case = at_work(city)
    paused = city.water_handler.does("pause", case, reason="asker")
    assert of(paused) == {("moved", "asker"), ("asked", "asker")}
    assert of(city.firm.does("say", case, text="明天给")) == {("said", "unit:water")}


@pytest.mark.parametrize("service", BOTH)
def test_what_an_officer_writes_reaches_the_asker_by_short_message_or_e_mail(city: City, service: str):
    case = at_work(city, service)
    assert of(city.water_handler.does("talk", case, text="明天上门")) == {("talked", "asker")}
    rule = next(rule for rule in city.town.service(service).messages if rule.code == "talked")
    assert rule.channels == ("sms", "email")


@pytest.mark.parametrize("service", BOTH)
def test_a_withdrawal_stops_every_unit_at_work_and_tells_the_desk_and_the_asker(city: City, service: str):
    case = at_work(city, service, co=("ecology",))
    event = city.firm.does("withdraw", case)
    told = {("withdrawn", "unit:water"), ("withdrawn", "unit:ecology"), ("withdrawn", "role:desk"), ("closed", "asker")}
    assert of(event) == told
    alone = city.firm.asks(service, "另一件")
    assert of(city.firm.does("withdraw", alone)) == {("withdrawn", "role:desk"), ("closed", "asker")}


@pytest.mark.parametrize("service", BOTH)
def test_a_case_that_is_declined_or_merged_tells_the_asker_and_whoever_worked_on_it(city: City, service: str):
    case = city.firm.asks(service, "用水")
    assert of(city.lin.does("decline", case, ground="不属本级")) == {("closed", "asker")}
    older = at_work(city, service)
    city.later(seconds=1)
    younger = at_work(city, service)
    merge(younger, into=older, by=city.lin.actor)
    merged = younger.events.get(verb="merge")
    assert of(merged) == {("closed", "asker"), ("stopped", "unit:water")}
    assert of(older.events.get(verb="join")) == {("joined", "unit:water")}


@pytest.mark.parametrize("service", BOTH)
def test_the_lead_hears_of_its_co_units_and_the_desk_of_a_part_that_comes_back(city: City, service: str):
    case = at_work(city, service, co=("ecology", "planning"))
    opinion = city.ecology_handler.does("opinion", case, task=2, answer="可以")
    assert of(opinion) == {("opinion", "unit:water")}
    returned = city.planning_handler.does("return_part", case, task=3, ground="无关")
    assert of(returned) == {("part_returned", "role:desk"), ("part_returned", "unit:water")}


@pytest.mark.parametrize("service", BOTH)
def test_whoever_asked_for_an_extension_hears_whether_they_have_it(city: City, service: str):
    promise, until = {"pingfu365": ("done", "2024-09-25"), "mailbox": ("answer", "2024-10-12")}[service]
    case = at_work(city, service)
    asked = city.water_handler.does("extend", case, promise=promise, until=until, ground="等设备")
    assert of(asked) == {("extension_asked", "role:centre")}
    refused = city.chen.does("refuse_extension", case, promise=promise, ground="不必")
    assert of(refused) == {("extension_decided", "unit:water")}


def test_units_at_work_hear_of_another_class_and_of_corrected_words(city: City):
    case = at_work(city, co=("ecology",))
    both = {("changed", "unit:water"), ("changed", "unit:ecology")}
    assert of(city.lin.does("classify", case, grade="complex")) == {*both, ("moved", "asker")}
    assert of(city.lin.does("correct", case, subject="二期用水", ground="听错")) == both
    early = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", early, text="已联系")
    assert of(city.lin.does("classify", early, grade="complex")) == {("moved", "asker")}


def test_the_clock_tells_the_unit_that_it_can_return_the_case_no_more(city: City):
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    city.clock("2024-09-19 09:00").tick()
    assert ("accepted", "unit:water") in of(case.events.get(verb="accept"))


@pytest.mark.parametrize("service", BOTH)
def test_a_case_closed_for_want_of_an_answer_tells_asker_lead_and_desk(city: City, service: str):
    case = at_work(city, service)
    city.water_handler.does("pause", case, reason="asker")
    city.clock("2024-10-30 09:00").tick()
    told = of(case.events.get(verb="give_up"))
    assert told == {("closed", "asker"), ("withdrawn", "unit:water"), ("withdrawn", "role:desk")}


def test_the_third_pause_goes_to_the_centre_and_its_finding_to_the_lead(city: City):
    case = at_work(city)
    for _ in range(2):
        city.water_handler.does("pause", case, reason="authority")
        city.water_handler.does("resume", case)
    third = city.water_handler.does("pause", case, reason="authority")
    assert of(third) == {("moved", "asker"), ("pause_to_review", "role:centre")}
    assert of(city.chen.does("review_pause", case, finding="属实")) == {("pauses_reviewed", "unit:water")}


def test_a_leader_in_charge_and_the_lead_hear_of_each_other(city: City):
    """Named, planned, met, delegated, finished, signed (field book 2.2)."""
    case = at_work(city)
    taken = city.chen.does("take_charge", case, leader_in_charge="zhou", key=True)
    assert of(taken) == {("in_charge", "role:leader"), ("in_charge", "unit:water")}
    assert of(city.zhou.does("sign_plan", case, plan="先清淤")) == {("led", "unit:water")}
    assert of(city.zhou.does("meet", case, text="到厂里看了")) == {("led", "unit:water")}
    fang = city.joins("fang", "方副职", "qfzx", "deputy").officer
    delegated = city.zhou.does("delegate", case, to="fang", until="2024-09-20")
    assert of(delegated) == {("delegated", f"officer:{fang.pk}")}
    finished = city.water_handler.does("answer", case, answer="已清淤")
    assert of(finished) == {("awaiting_leader", "role:leader"), ("awaiting_leader", f"officer:{fang.pk}")}
    signed = city.zhou.does("sign_result", case)
    assert of(signed) == {("answered", "asker"), ("result_signed", "unit:water")}


def test_who_supervised_or_inspected_hears_the_answer(city: City):
    case = at_work(city)
    sent = city.qian.does("supervise", case, tasks=[Opening("supervision", "water")])
    assert of(sent) == {("supervised", "unit:water")}
    answer = city.water_handler.does("report", case, task=2, text="已到场")
    assert of(answer) == {("reported", "role:supervisor"), ("reported", "role:centre")}
    fault = [Opening("rectify", "water")]
    found = city.qian.does("inspect", case, fault="unsolved", finding="仍不通", tasks=fault)
    assert of(found) == {("inspected", "unit:water")}
    assert of(city.water_handler.does("rectify", case, task=3, answer="已通")) == {("rectified", "role:supervisor")}
    assert of(city.qian.does("inspect", case, fault="none")) == set(), "nothing found, nobody to tell"


@pytest.mark.parametrize("service", BOTH)
def test_a_redo_tells_the_asker_too_and_a_leader(city: City, service: str):
    case = at_work(city, service)
    city.water_handler.does("answer", case, answer="已接通")
    rated = city.firm.does("rate", case, rating="dissatisfied")
    redo = {("redo", "unit:water"), ("redo", "role:centre"), ("redo", "role:leader"), ("redone", "asker")}
    assert of(rated) == redo


def test_a_letter_that_comes_reaches_the_desk(city: City):
    case = city.firm.asks("mailbox", "来信")
    assert of(case.events.get()) == {("received", "asker"), ("came", "role:desk")}


def test_telling_costs_no_more_than_the_one_statement_that_writes_the_rows(city: City):
    case = at_work(city, co=("ecology",))
    asker = Actor.asker(case)
    for by, verb, said in (
        (city.water_handler.actor, "talk", {"text": "明天上门"}),
        (asker, "say", {"text": "门口也停水"}),
        (asker, "withdraw", {}),
    ):
        case.refresh_from_db()
        with CaptureQueriesContext(connection) as captured:
            event = perform(case, verb, by=by, own=by is asker, **said)
        told = statements(captured)
        assert sum("promises_delivery" in sql for sql in told) == 1 and of(event)
        assert len(told) <= 8, (len(told), told)


def rules(service: Service) -> Iterator[tuple[str, str]]:
    file = SHIPPED / "services" / service.code / "messages.toml"
    for message in tomllib.loads(file.read_text("utf-8"))["message"]:
        for pattern in message.get("on", ()):
            yield message["code"], pattern if isinstance(pattern, str) else pattern.get("do", "")


@pytest.mark.parametrize("name", BOTH)
def test_every_verb_of_a_shipped_service_tells_somebody_or_is_known_to_tell_nobody(city: City, name: str):
    service = city.town.service(name)
    by_name = {verb for _, verb in rules(service)}
    entered = {state for rule in service.messages for pattern in rule.on for state in pattern.to}
    silent = {
        verb.name
        for verb in service.verbs.values()
        if verb.name not in by_name and not entered & {branch.to for branch in verb.to}
    }
    assert silent == TELLS_NOBODY


@pytest.mark.parametrize("name", BOTH)
def test_every_message_of_a_shipped_service_can_be_worded_in_both_languages(city: City, name: str):
    """Without a blank left open, and without anything that was typed."""
    case = at_work(city, name)
    city.firm.does("say", case, text="厂门口的秘密")
    row, today = case.deliveries.get(template="said"), Today(clock.now())
    for lang in ("zh", "en"):
        reader = Reader(lang, {}, ("email",), is_officer=True)
        values = Wording(row, case, reader, today).values()
        for rule in city.town.service(name).messages:
            whole = " ".join(filled(rule, lang, values))
            assert "{" not in whole and case.number in whole
            assert not [word for word in ("秘密", "用水", "王经理", "13800001234") if word in whole]
