"""POST /cases/{number}/{verb}: the same verbs as on the pages, with the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import ASKED, Program
from tests.cast import City
from wolaiban.promises.models import Case, Event


@pytest.fixture
def lin(city: City, program_of: Callable[..., Program]) -> Program:
    """A program of the desk."""
    return program_of(city.lin)


def wrong(reply: Any) -> dict[str, str]:
    return {error["field"]: error["message"] for error in reply.json()["errors"]}


def test_a_case_is_answered_dispatched_signed_and_closed_over_http(
    city: City, anybody: Program, lin: Program, program_of: Callable[..., Program], filed: Any
):
    path, handler = f"/cases/{filed['number']}", program_of(city.water_handler)
    reply = lin.post(f"{path}/respond", {"text": "已联系水务，明早 9 点前回话"})
    assert (reply.status_code, reply.json()["state"]) == (200, "responded")
    assert {p["code"]: p["state"] for p in reply.json()["promises"]}["respond"] == "kept"
    reply = lin.post(f"{path}/dispatch", {"lead": "water", "co": ["planning"], "grade": "ordinary"})
    assert reply.json()["stage"] == {"code": "dispatched", "label": "已派单"}
    assert handler.post(f"{path}/sign", {"task": 1}).status_code == 200
    assert program_of(city.planning_handler).post(f"{path}/opinion", {"task": 2, "answer": "可行"}).status_code == 200
    assert handler.post(f"{path}/answer", {"answer": "已接通"}).json()["state"] == "answered"
    reply = anybody.post(f"{path}/rate", {"rating": "satisfied", "tracking_code": filed["tracking_code"]})
    assert (reply.status_code, reply.json()["state"]) == (200, "closed")
    case = Case.objects.get(number=filed["number"])
    assert (case.rating, case.lead_unit, case.dispatches) == ("satisfied", "water", 1)


def test_tasks_may_be_named_in_full(city: City, lin: Program, filed: Any):
    lin.post(f"/cases/{filed['number']}/respond", {"text": "好"})
    tasks = [{"kind": "lead", "unit": "water", "matter": "接水"}, {"kind": "co", "unit": "ecology"}]
    assert lin.post(f"/cases/{filed['number']}/dispatch", {"tasks": tasks}).status_code == 200
    case = Case.objects.get(number=filed["number"])
    assert [(task.kind, task.unit) for task in case.tasks.all()] == [("lead", "water"), ("co", "ecology")]
    told = lin.get(f"/cases/{filed['number']}").json()
    assert [task["matter"] for task in told["tasks"]] == ["接水", ""] and "接水" not in str(told["history"])


def test_a_task_is_named_by_a_code_and_not_after_a_person(city: City, lin: Program, filed: Any):
    lin.post(f"/cases/{filed['number']}/respond", {"text": "好"})
    tasks = [{"kind": "lead", "unit": "water", "name": "王经理 13800001234"}]
    reply = lin.post(f"/cases/{filed['number']}/dispatch", {"tasks": tasks})
    assert (reply.status_code, [e["field"] for e in reply.json()["errors"]]) == (422, ["tasks"])


def test_the_second_of_two_is_told_who_came_first_and_what_is_possible(
    city: City, program_of: Callable[..., Program], filed: Any
):
    path = f"/cases/{filed['number']}/respond"
    program_of(city.lin).post(path, {"text": "我来办"})
    reply = program_of(city.sun, language="en").post(path, {"text": "我来办"})
    told = reply.json()
    assert (reply.status_code, told["type"], told["title"]) == (
        409, "urn:wolaiban:problem:conflict", "Not possible now",
    )  # fmt: skip
    assert (told["last"]["verb"], told["last"]["by"], told["last"]["state"]) == ("respond", "林一帆", "responded")
    assert "dispatch" in [one["verb"] for one in told["possible"]]
    assert Event.objects.filter(verb="respond").count() == 1


def test_the_asker_is_not_told_an_officers_name(city: City, anybody: Program, lin: Program, filed: Any):
    lin.post(f"/cases/{filed['number']}/respond", {"text": "好"})
    reply = anybody.post(f"/cases/{filed['number']}/rate", {"rating": "satisfied"})
    assert reply.status_code == 404
    path = f"/cases/{filed['number']}/rate?tracking_code={filed['tracking_code']}"
    reply = anybody.post(path, {"rating": "satisfied"})
    assert reply.status_code == 409 and "林一帆" not in reply.content.decode()
    assert [one["verb"] for one in reply.json()["possible"]] == ["say", "withdraw"]


def test_a_role_one_lacks_is_403_a_case_one_may_not_see_404(
    city: City, lin: Program, program_of: Callable[..., Program], filed: Any
):
    assert (
        lin.post(f"/cases/{filed['number']}/grant_extension", {"promise": "done", "until": "2024-09-26"}).status_code
        == 403
    )
    assert program_of(city.stranger).post(f"/cases/{filed['number']}/note", {"text": "x"}).status_code == 404
    assert program_of(city.lin, "read").post(f"/cases/{filed['number']}/respond", {"text": "x"}).status_code == 403


def test_an_officer_does_not_rate_for_the_asker_even_with_the_code(city: City, lin: Program, filed: Any):
    lin.post(f"/cases/{filed['number']}/close", {"answer": "已办"})
    body = {"rating": "very_satisfied", "tracking_code": filed["tracking_code"]}
    assert lin.post(f"/cases/{filed['number']}/rate", body).status_code == 403
    assert Case.objects.get(number=filed["number"]).rating == ""


def test_fields_are_checked_by_name_and_by_value(city: City, lin: Program, filed: Any):
    path = f"/cases/{filed['number']}"
    assert wrong(lin.post(f"{path}/respond", {"txt": "x"})) == {"txt": "没有字段“txt”，是否指“text”？"}
    assert wrong(lin.post(f"{path}/respond", {})) == {"text": "请填写“内容”。"}
    assert list(wrong(lin.post(f"{path}/respond", {"text": {"a": 1}}))) == ["text"]
    assert list(wrong(lin.post(f"{path}/respond", {"text": "a\x00"}))) == ["text"]
    assert list(wrong(lin.post(f"{path}/classify", {"grade": "hard"}))) == ["grade"]
    lin.post(f"{path}/respond", {"text": "好"})
    assert wrong(lin.post(f"{path}/dispatch", {"lead": "watr"})) == {"lead": "没有单位“watr”。是否指“water”？"}
    assert list(wrong(lin.post(f"{path}/dispatch", {"lead": "water", "co": ["x"]}))) == ["co.0"]
    assert list(wrong(lin.post(f"{path}/dispatch", {"tasks": [{"kind": "lead", "unit": "x"}]}))) == ["tasks.0.unit"]
    assert list(wrong(lin.post(f"{path}/dispatch", {}))) == ["tasks"]
    assert list(wrong(lin.post(f"{path}/talk", {"text": "x", "task": 1}))) == ["task"]
    assert Event.objects.filter(case__number=filed["number"]).count() == 2


def test_a_verb_that_does_not_exist_is_404_with_the_nearest(city: City, lin: Program, filed: Any):
    reply = lin.post(f"/cases/{filed['number']}/respnd", {"text": "x"})
    assert reply.status_code == 404 and "respond" in reply.json()["detail"] and reply.json()["possible"]
    for verb in ("register", "join"):
        assert lin.post(f"/cases/{filed['number']}/{verb}", {}).status_code == 404
    assert Event.objects.filter(case__number=filed["number"]).count() == 1


def test_an_instant_is_stated_by_imports_only(city: City, lin: Program, program_of: Callable[..., Program], filed: Any):
    city.later(minutes=20)
    path, body = f"/cases/{filed['number']}/respond", {"text": "好", "at": "2024-09-13T16:55"}
    assert lin.post(path, body).status_code == 403
    importing = program_of(city.lin, "read", "act", "import")
    assert wrong(importing.post(path, {**body, "at": "2024-09-13T16:49"})).keys() == {"at"}
    assert wrong(importing.post(path, {**body, "at": "2024-09-13T17:11"})).keys() == {"at"}
    reply = importing.post(path, body)
    assert (reply.status_code, reply.json()["at"]) == (200, "2024-09-13T16:55:00+08:00")
    event = Event.objects.get(verb="respond")
    assert event.at == city.t("2024-09-13 16:55") and event.recorded_at == city.t("2024-09-13 17:10")


def test_two_cases_are_merged_and_a_mistyped_phone_is_put_right(city: City, anybody: Program, lin: Program, filed: Any):
    city.later(minutes=1)
    younger = anybody.post("/cases", ASKED).json()
    assert list(wrong(lin.post(f"/cases/{younger['number']}/merge", {}))) == ["into"]
    assert list(wrong(lin.post(f"/cases/{younger['number']}/merge", {"into": "nothing"}))) == ["into"]
    reply = lin.post(f"/cases/{younger['number']}/merge", {"into": filed["number"]})
    assert (reply.status_code, reply.json()["state"]) == (200, "merged")
    body = {"requester": {"phone": "13900001111"}, "ground": "听错"}
    assert lin.post(f"/cases/{filed['number']}/correct", body).status_code == 200
    assert lin.get(f"/cases/{filed['number']}").json()["requester"]["phone"] == "13900001111"
    assert list(wrong(lin.post(f"/cases/{filed['number']}/correct", {"requester": {"phone": "1"}}))) == [
        "requester.phone"
    ]
    assert list(wrong(lin.post(f"/cases/{filed['number']}/correct", {"requester": {"fone": "1"}}))) == [
        "requester.fone"
    ]
