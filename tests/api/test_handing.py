"""POST /cases/{number}/hand_over: what is bound to somebody who leaves passes to another, case by case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Program, fields
from tests.cast import City
from wolaiban.people.models import StaffRecord
from wolaiban.promises.handing import bound_to
from wolaiban.promises.models import Case, Event
from wolaiban.promises.verifying import verify

FROM_LIN = {"leaver": "lin", "heir": "sun"}


@pytest.fixture
def case(city: City) -> Case:
    """A case that the desk wrote down for a firm, and follows."""
    return city.lin.files("pingfu365", "厂区用水接入卡住了")


@pytest.fixture
def path(case: Case) -> str:
    return f"/cases/{case.number}/hand_over"


def test_the_operator_hands_a_case_over_and_it_is_on_record(
    city: City, case: Case, path: str, program_of: Callable[..., Program]
):
    op = program_of(city.op)
    reply = op.post(path, FROM_LIN, **{"Idempotency-Key": "1"})
    assert (reply.status_code, reply.json()["verb"], reply.json()["state"]) == (200, "hand_over", "registered")
    case.refresh_from_db()
    assert case.follower == str(city.sun.officer.pk) and not bound_to(city.lin.officer)
    noted = StaffRecord.objects.get(what="handed_over")
    assert (noted.officer, noted.by) == (city.lin.officer, f"officer:{city.op.officer.pk}")
    assert noted.said == {"other": str(city.sun.officer.pk), "count": "1"}
    again = op.post(path, FROM_LIN, **{"Idempotency-Key": "1"})
    assert (again.json(), again["Idempotency-Replayed"]) == (reply.json(), "true")
    assert op.post(path, FROM_LIN).status_code == 422, "nothing is bound to them any more"
    assert Event.objects.filter(verb="hand_over").count() == StaffRecord.objects.filter(what="handed_over").count() == 1
    assert verify().clean


def test_a_centre_hands_over_what_is_bound_to_the_officers_of_its_unit_only(
    city: City, path: str, program_of: Callable[..., Program]
):
    strange = city.water_handler.files("pingfu365", "水压不足")
    chen = program_of(city.chen)
    away = chen.post(f"/cases/{strange.number}/hand_over", {"leaver": "water-handler", "heir": "lin"})
    nobody = chen.post(f"/cases/{strange.number}/hand_over", {"leaver": "nobody", "heir": "lin"})
    for reply, login in ((away, "water-handler"), (nobody, "nobody")):
        assert (reply.status_code, fields(reply)) == (422, ["leaver"])
        assert login in reply.json()["detail"]
    assert len(bound_to(city.water_handler.officer)) == 1
    assert chen.post(path, FROM_LIN).status_code == 200


def test_nobody_else_may_nor_is_told_of_officers(
    city: City, case: Case, path: str, anybody: Program, program_of: Callable[..., Program]
):
    for sent in (FROM_LIN, {"leaver": "nobody", "heir": "sun"}):
        assert program_of(city.lin).post(path, sent).status_code == 403
        reply = anybody.post(f"{path}?tracking_code={case.tracking_code}", sent)
        assert reply.status_code == 401
    assert program_of(city.stranger).post(path, FROM_LIN).status_code == 404
    assert program_of(city.op, "read").post(path, FROM_LIN).status_code == 403
    assert not Event.objects.filter(verb="hand_over").exists()


def test_both_are_named_by_login_and_the_heir_holds_a_post(city: City, path: str, program_of: Callable[..., Program]):
    op = program_of(city.op)
    assert fields(op.post(path, {})) == ["leaver", "heir"]
    assert fields(op.post(path, {**FROM_LIN, "text": "x"})) == ["text"]
    assert fields(op.post(path, {"leaver": "lin", "heir": "lin"})) == ["heir"]
    assert fields(op.post(path, {"leaver": "lin", "heir": "nobody"})) == ["heir"]
    assert op.post(path, {"leaver": "zhou", "heir": "sun"}).status_code == 422


def test_a_case_that_is_over_needs_no_heir(city: City, case: Case, path: str, program_of: Callable[..., Program]):
    city.lin.does("decline", case, ground="不属受理范围")
    assert program_of(city.op).post(path, FROM_LIN).status_code == 422
