"""GET /cases/{number}: who may see what of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.api.conftest import ASKED, Program
from tests.cast import City


def read(program: Program, filed: dict[str, Any], *, code: bool = True) -> Any:
    query = {"tracking_code": filed["tracking_code"]} if code else {}
    return program.get(f"/cases/{filed['number']}", **query)


def test_a_stranger_does_not_find_it(city: City, anybody: Program, program_of: Callable[..., Program], filed: Any):
    """Not allowed is not found: the answer is the one for a number that does not exist."""
    nothing = anybody.get("/cases/PF2024-000000", tracking_code=filed["tracking_code"])
    for reply in (
        read(anybody, filed, code=False),
        anybody.get(f"/cases/{filed['number']}", tracking_code="000000000000"),
        anybody.get("/cases/%00", tracking_code=filed["tracking_code"]),
        read(program_of(city.stranger), filed, code=False),
        read(program_of(city.stranger), filed),
    ):
        assert reply.status_code == nothing.status_code == 404
        assert reply.json()["detail"] == nothing.json()["detail"]


def test_the_asker_sees_promises_with_their_working_and_what_is_left(city: City, anybody: Program, filed: Any):
    city.later(minutes=10)
    told = read(anybody, filed).json()
    respond, done = told["promises"]
    assert (respond["left"], respond["seconds_left"]) == ("20 分钟", 1200)
    assert done["holder"] == {"code": "desk", "label": "窗口"} and done["first_due_at"] == done["due_at"]
    assert done["steps"][0].endswith("3 个工作日（起算当日不计）") and done["steps"][-1].startswith("到期：2024-09-19")
    assert told["requester"]["phone"] == "13800001234" and told["subject"] == ASKED["subject"]
    assert [possible["verb"] for possible in told["possible"]] == ["say", "withdraw"]


def test_the_same_in_english(city: City, in_english: Program, filed: Any):
    told = read(in_english, filed).json()
    assert told["stage"]["label"] == "Registered" and told["service_name"].startswith("PingFu")
    assert told["promises"][1]["steps"][-1] == "Due: Thu 2024-09-19 17:00 (closing time)"
    assert told["promises"][0]["left"] == "30 min"


def test_a_missed_promise_is_broken_even_if_the_clock_has_not_seen_it(city: City, anybody: Program, filed: Any):
    city.clock("2024-09-13 17:20:01")
    respond = read(anybody, filed).json()["promises"][0]
    assert (respond["state"], respond["broken_at"]) == ("broken", "2024-09-13T17:20:00+08:00")
    assert respond["seconds_left"] == -1


def test_while_paused_the_days_left_are_shown_and_no_due_instant(
    city: City, anybody: Program, program_of: Callable[..., Program], filed: Any
):
    lin, chen = program_of(city.lin), program_of(city.chen)
    lin.post(f"/cases/{filed['number']}/respond", {"text": "请补充图纸"})
    assert chen.post(f"/cases/{filed['number']}/pause", {"reason": "asker"}).status_code == 200
    done = next(p for p in read(anybody, filed).json()["promises"] if p["code"] == "done")
    assert (done["state"], done["due_at"], done["left"]) == ("paused", None, "3 个工作日")


def test_notes_among_officers_are_not_for_the_asker(
    city: City, anybody: Program, program_of: Callable[..., Program], filed: Any
):
    lin = program_of(city.lin)
    lin.post(f"/cases/{filed['number']}/note", {"text": "此人常来"})
    lin.post(f"/cases/{filed['number']}/respond", {"text": "明早 9 点前回话"})
    seen, all_of_it = read(anybody, filed), read(lin, filed, code=False)
    assert [step["verb"] for step in seen.json()["history"]] == ["register", "respond"]
    assert "此人常来" not in seen.content.decode() and "林一帆" not in seen.content.decode()
    assert seen.json()["history"][1]["words"] == {"text": "明早 9 点前回话"}
    assert seen.json()["history"][1]["who"] == {"kind": "officer", "label": "窗口", "unit": "企服中心", "name": ""}
    assert [step["verb"] for step in all_of_it.json()["history"]] == ["register", "note", "respond"]
    assert all_of_it.json()["history"][1]["who"]["name"] == "林一帆"


def test_supervision_is_a_matter_among_officers(
    city: City, anybody: Program, program_of: Callable[..., Program], filed: Any
):
    qian = program_of(city.qian)
    body = {"tasks": [{"kind": "supervision", "unit": "water"}], "text": "请说明"}
    assert qian.post(f"/cases/{filed['number']}/supervise", body).status_code == 200
    seen, all_of_it = read(anybody, filed).json(), read(qian, filed, code=False).json()
    assert seen["tasks"] == [] and "supervision" not in [promise["code"] for promise in seen["promises"]]
    assert [task["kind"] for task in all_of_it["tasks"]] == ["supervision"]
    assert "supervision" in [promise["code"] for promise in all_of_it["promises"]]


def test_a_confidential_asker_is_masked_from_the_handling_unit(
    city: City, anybody: Program, program_of: Callable[..., Program]
):
    filed = anybody.post("/cases", {**ASKED, "confidential": True}).json()
    lin, handler = program_of(city.lin), program_of(city.water_handler)
    lin.post(f"/cases/{filed['number']}/respond", {"text": "已联系水务"})
    lin.post(f"/cases/{filed['number']}/dispatch", {"lead": "water"})
    reply = read(handler, filed, code=False)
    assert reply.json()["requester"] == {
        "name": "保密", "phone": "", "email": "", "organisation": "", "credit_code": "", "masked": True,
    }  # fmt: skip
    assert not re.search("王|138|1234|晨光", reply.content.decode())
    assert read(lin, filed, code=False).json()["requester"]["phone"] == "13800001234"


def test_a_page_of_cases_leads_to_the_next(city: City, program_of: Callable[..., Program]):
    numbers = [city.firm.asks("pingfu365", f"第 {n} 件").number for n in range(5) if city.later(minutes=1)]
    lin, seen, query = program_of(city.lin), [], {}
    for _ in range(3):
        page = lin.get("/cases", limit=2, **query).json()
        seen += [row["number"] for row in page["cases"]]
        query = {"cursor": page["next"]}
    assert seen == numbers[::-1] and page["next"] is None
    assert page["cases"][0]["subject"] == "第 0 件"


def test_the_list_is_filtered_and_shows_each_officer_their_own(city: City, program_of: Callable[..., Program]):
    mine = city.firm.asks("pingfu365", "用水")
    other = city.later(seconds=1).firm.asks("mailbox", "路灯")
    lin, handler, stranger = (program_of(p) for p in (city.lin, city.water_handler, city.stranger))
    lin.post(f"/cases/{mine.number}/respond", {"text": "好"})
    lin.post(f"/cases/{mine.number}/dispatch", {"lead": "water"})

    def numbers(program: Program, **query: Any) -> list[str]:
        return [row["number"] for row in program.get("/cases", **query).json()["cases"]]

    assert numbers(lin) == [other.number, mine.number]
    assert numbers(handler) == [mine.number] and numbers(stranger) == []
    assert numbers(lin, service="mailbox") == [other.number]
    assert (
        numbers(lin, state="handling")
        == numbers(lin, state="dispatched")
        == numbers(lin, unit="water")
        == [mine.number]
    )
    assert numbers(lin, overdue=True) == []
    city.clock("2024-09-19 17:00:01")
    assert numbers(lin, overdue=True, service="pingfu365") == [mine.number]
    assert lin.get("/cases", service="mailbx").json()["errors"][0]["message"].endswith("是否指“mailbox”？")
    assert lin.get("/cases", cursor="x").status_code == lin.get("/cases", limit=0).status_code == 422


def test_a_page_counts_nothing_and_asks_little(
    city: City, program_of: Callable[..., Program], django_assert_max_num_queries: Any
):
    for n in range(5):
        city.firm.asks("pingfu365", f"第 {n} 件")
    lin = program_of(city.lin)
    lin.get("/cases")
    with django_assert_max_num_queries(5) as captured:  # the token, its posts (two), the cases, their subjects
        lin.get("/cases")
    assert not [query for query in captured.captured_queries if "COUNT(" in query["sql"]]


def test_the_list_is_not_for_everybody(city: City, anybody: Program, in_english: Program):
    assert anybody.get("/cases").status_code == 401
    assert "token" in in_english.get("/cases").json()["detail"]
