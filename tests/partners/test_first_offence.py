"""Two towns, two processes, two databases: who went unpunished there 14 months ago is found from here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kill.station import STARTS, Station
from tests.partners.pair import call, two_towns, until

pytestmark = [pytest.mark.full, pytest.mark.long(25)]
TRADER = {"name": "赵果摊", "phone": "13700009999"}
IDENTITY = "92330482MA2CXAQP1Q"
EARLIER = "2023-07-12"
HARM = {"party_id": IDENTITY, "harm": "slight", "harm_evidence": "占道一米", "searched": "两地记录均已查询"}
SAID = (
    "SELECT e.fields FROM promises_event e JOIN promises_case c ON c.id = e.case_id "
    "WHERE e.verb = '{}' AND c.number = '{}'"
)


def finds(town: Station, token: str, area: str, on: str) -> tuple[str, str]:
    """An officer opens a case on the trader: number and tracking code."""
    answers = {"place_area": area, "matter": "road_trade", "found_on": on}
    sent = {"service": "enforcement", "subject": "门前占道摆摊", "requester": TRADER, "answers": answers}
    found = call(town, "/cases", {**sent, "channel": "visit"}, token=token)
    assert found.status == 201, found.body
    return found.body["number"], found.body["tracking_code"]


def does(town: Station, number: str, verb: str, token: str, **said: Any) -> dict[str, Any]:
    answer = call(town, f"/cases/{number}/{verb}", said, token=token)
    assert answer.status == 200, answer.body
    return answer.body


def fields(town: Station, verb: str, number: str) -> dict[str, str] | None:
    """What an event says in codes, once it is there."""
    rows = town.rows(SAID.format(verb, number))
    return (json.loads(rows[0][0]) if isinstance(rows[0][0], str) else rows[0][0]) if rows else None


def exempted(there: Station) -> str:
    """Jinshan's officers let a trader go unpunished, in their own record and on their own ground."""
    shou, fazhi = there.token_of("shou"), there.token_of("fazhi")
    number, code = finds(there, shou, "310116102", EARLIER)
    does(there, number, "neighbour_answers", shou, ground="电话询问平湖：没有")
    does(there, number, "list_check", shou, **HARM)
    does(there, number, "order", shou, education="当面说明", correct_by="2023-07-13")
    said = call(there, f"/cases/{number}/commit", {"tracking_code": code, "committed": True})
    assert said.status == 200, said.body
    does(there, number, "inspect", shou, corrected=True, correction_evidence="摊位已撤")
    does(there, number, "draft", shou, deciding_officer="shou", co_officer="tongx", reviewer="fazhi",
         legal_ground="sh_appearance", discretion="sh_slight", own_number="2023-7")  # fmt: skip
    does(there, number, "review", fazhi, agreed=True)
    assert does(there, number, "exempt", shou, text="不予处罚，已教育")["stage"]["code"] == "exempted"
    return number


def test_who_was_exempted_there_14_months_ago_is_found_from_here(tmp_path: Path) -> None:
    with two_towns(tmp_path) as (here, there):
        there.starts = f"{EARLIER}T09:00"
        there.start()
        earlier = exempted(there)
        there.kill()
        there.starts = STARTS
        here.start()
        fa = here.token_of("fa")
        number, _ = finds(here, fa, "330482102", "2024-09-13")
        refused = call(here, f"/cases/{number}/list_check", HARM, token=fa)
        assert refused.status in (409, 422), "Jinshan is down: nobody knows yet"
        there.start()
        answered = until(lambda: fields(here, "neighbour_answers", number), "Jinshan answered")
        assert answered == {"earlier_there": earlier}
        does(here, number, "list_check", fa, **HARM)
        checked = fields(here, "list_check", number) or {}
        assert (checked["verdict"], checked["earlier"]) == ("no", earlier)
        assert not there.rows("SELECT 1 FROM promises_case WHERE channel = 'partner'"), "a question makes no case"

        shou = there.token_of("shou")
        back, _ = finds(there, shou, "310116102", "2024-09-13")
        assert until(lambda: fields(there, "neighbour_answers", back), "Pinghu answered")["earlier_there"] == number
        for town in (here, there):
            town.kill()
            report = json.loads(town.run("verify", "--json"))
            assert report["differences"] == report["broken"] == []
