"""A verb sent twice with one key is done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import ASKED, Program
from tests.at_once import at_once
from tests.cast import City
from wolaiban.api.models import Receipt
from wolaiban.lib import clock
from wolaiban.people.models import Token
from wolaiban.promises.models import Event, Refusal
from wolaiban.promises.verifying import verify

KEY, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"


@pytest.fixture
def lin(city: City, program_of: Callable[..., Program]) -> Program:
    """A program of the desk."""
    return program_of(city.lin)


def done(number: str) -> list[str]:
    """What was done to a case after it was registered."""
    return list(Event.objects.filter(case__number=number).order_by("seq").values_list("verb", flat=True))[1:]


@pytest.mark.parametrize("verb", ["note", "talk"])
def test_an_officer_who_sends_a_verb_again_does_it_once(city: City, lin: Program, filed: Any, verb: str):
    path = f"/cases/{filed['number']}"
    lin.post(f"{path}/respond", {"text": "好"})
    first = lin.post(f"{path}/{verb}", {"text": "已通话"}, **{KEY: "6f1f"})
    city.later(minutes=5)
    again = lin.post(f"{path}/{verb}", {"text": "已通话"}, **{KEY: "6f1f"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert (first[REPLAYED], again[REPLAYED]) == ("false", "true")
    assert done(filed["number"]) == ["respond", verb]
    assert lin.post(f"{path}/{verb}", {"text": "已通话"}, **{KEY: "6f20"}).json()["seq"] == first.json()["seq"] + 1


def test_an_asker_who_sends_a_message_again_says_it_once(city: City, anybody: Program, filed: Any):
    path, code = f"/cases/{filed['number']}/say", filed["tracking_code"]
    first = anybody.post(path, {"text": "还在等", "tracking_code": code}, **{KEY: "1"})
    again = anybody.post(f"{path}?tracking_code={code}", {"text": "还在等"}, **{KEY: "1"})
    assert (first.status_code, again.status_code, again[REPLAYED]) == (200, 200, "true")
    assert again.json() == first.json(), "where the code stands is no difference"
    assert done(filed["number"]) == ["say"]


def test_the_answer_is_given_again_though_the_verb_is_possible_no_more(city: City, lin: Program, filed: Any):
    path, body = f"/cases/{filed['number']}/respond", {"text": "好"}
    first = lin.post(path, body, **{KEY: "1"})
    assert lin.post(path, body, **{KEY: "1"}).json() == first.json()
    assert lin.post(path, body, **{KEY: "2"}).status_code == 409


def test_an_import_may_send_an_instant_again_that_others_came_after(
    city: City, program_of: Callable[..., Program], filed: Any
):
    city.later(minutes=20)
    importing = program_of(city.lin, "read", "act", "import")
    path, body = f"/cases/{filed['number']}/respond", {"text": "好", "at": "2024-09-13T16:55"}
    first = importing.post(path, body, **{KEY: "1"})
    importing.post(f"/cases/{filed['number']}/note", {"text": "后来"})
    again = importing.post(path, body, **{KEY: "1"})
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_key_with_another_content_another_verb_or_another_case_is_refused(
    city: City, anybody: Program, lin: Program, filed: Any
):
    path, other = f"/cases/{filed['number']}", anybody.post("/cases", {**ASKED, "subject": "另一件"}).json()["number"]
    lin.post(f"{path}/note", {"text": "甲"}, **{KEY: "1"})
    for where, text in ((f"{path}/note", "乙"), (f"{path}/respond", "甲"), (f"/cases/{other}/note", "甲")):
        reply = lin.post(where, {"text": text}, **{KEY: "1"})
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, KEY)
        assert REPLAYED not in reply.headers
    assert (done(filed["number"]), done(other)) == (["note"], [])


def test_a_key_is_the_officers_whatever_token_they_send_and_nobody_elses(
    city: City, lin: Program, program_of: Callable[..., Program], filed: Any
):
    path = f"/cases/{filed['number']}/note"
    lin.post(path, {"text": "甲"}, **{KEY: "1"})
    assert program_of(city.lin).post(path, {"text": "甲"}, **{KEY: "1"})[REPLAYED] == "true"
    assert program_of(city.sun).post(path, {"text": "甲"}, **{KEY: "1"})[REPLAYED] == "false"
    assert done(filed["number"]) == ["note", "note"]
    assert program_of(city.stranger).post(path, {"text": "甲"}, **{KEY: "1"}).status_code == 404
    assert program_of(city.lin, "read").post(path, {"text": "甲"}, **{KEY: "1"}).status_code == 403


def test_an_askers_key_belongs_to_their_case(city: City, anybody: Program, filed: Any):
    other = anybody.post("/cases", {**ASKED, "subject": "另一件"}).json()
    for case in (filed, other):
        body = {"text": "还在等", "tracking_code": case["tracking_code"]}
        assert anybody.post(f"/cases/{case['number']}/say", body, **{KEY: "1"})[REPLAYED] == "false"
    assert anybody.post(f"/cases/{filed['number']}/say", {"text": "还在等"}, **{KEY: "1"}).status_code == 404


def test_a_refused_verb_stays_on_record_and_does_not_use_its_key_up(city: City, lin: Program, filed: Any):
    path = f"/cases/{filed['number']}"
    for body in ({"promise": "done", "until": "2024-09-26"}, {"promise": "done", "until": "2024-09-26"}):
        assert lin.post(f"{path}/grant_extension", body, **{KEY: "1"}).status_code == 403
    assert lin.post(f"{path}/respond", {}, **{KEY: "1"}).status_code == 422
    assert Refusal.objects.filter(code="wrong_role").count() == 2 and not Receipt.objects.exists()
    assert lin.post(f"{path}/respond", {"text": "好"}, **{KEY: "1"}).status_code == 200


def test_what_is_remembered_holds_nothing_that_was_typed(city: City, lin: Program, filed: Any):
    lin.post(f"/cases/{filed['number']}/note", {"text": "只给同事看"}, **{KEY: "1"})
    assert "只给同事看" not in str(list(Receipt.objects.values())) and Receipt.objects.count() == 1


def test_a_keys_limit_is_that_of_filings(city: City, lin: Program, filed: Any):
    path = f"/cases/{filed['number']}/note"
    assert lin.post(path, {"text": "甲"}, **{KEY: "k" * 201}).status_code == 422
    assert lin.post(path, {"text": "甲"}, **{KEY: "k" * 200}).status_code == 200


@pytest.mark.parametrize("verb", ["note", "respond"])
def test_of_eight_equal_verbs_at_once_one_is_done_and_all_get_its_answer(real_city: City, verb: str):
    """`respond` is possible once only: who comes second with its key is no second officer, and is not told of one."""
    number = Program().post("/cases", ASKED).json()["number"]
    _, secret = Token.objects.issue(real_city.lin.officer, at=clock.now())
    token = Program(secret).headers

    def send() -> tuple[int, str | None, bytes]:
        reply = Program().post(f"/cases/{number}/{verb}", {"text": "好"}, **token, **{KEY: "at once"})
        return reply.status_code, reply.headers.get(REPLAYED), reply.content

    answers = at_once(8, send)
    assert {(status, content) for status, _, content in answers} == {(200, answers[0][2])}
    assert sorted(str(replayed) for _, replayed, _ in answers) == ["false", *["true"] * 7]
    assert done(number) == [verb] and not Refusal.objects.exists()
    assert verify().clean
