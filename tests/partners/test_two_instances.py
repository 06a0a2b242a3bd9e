"""Two towns as two running instances: one number, both records whole, an hour's outage, a tampered message."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.kill.station import STARTS, Station
from tests.partners.pair import MINUTES_A_SECOND, SPEED, call, two_towns, until, uploaded
from wolaiban.partners.signatures import signed

pytestmark = [pytest.mark.full, pytest.mark.long(60)]
ASKER = {"name": "王经理", "phone": "13800001234", "organisation": "平湖晨光包装有限公司"}
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CAME = "SELECT number, external_number FROM promises_case WHERE channel = 'partner'"
ACTS = "SELECT c.number, e.verb, COUNT(*) FROM promises_event e JOIN promises_case c ON c.id = e.case_id GROUP BY 1, 2"


def asked(here: Station, subject: str, *files: str) -> tuple[str, str]:
    """Somebody asks in Pinghu: number and tracking code."""
    answers: dict[str, Any] = {"matter": "registration", "consent": True}
    if files:
        answers["attachment"] = list(files)
    found = call(here, "/cases", {"service": "crossing", "subject": subject, "requester": ASKER, "answers": answers})
    assert found.status == 201, found.body
    return found.body["number"], found.body["tracking_code"]


def does(town: Station, number: str, verb: str, *, token: str = "", **said: Any) -> dict[str, Any]:
    answer = call(town, f"/cases/{number}/{verb}", said, token=token or town.token)
    assert answer.status == 200, answer.body
    return answer.body


def came(there: Station, number: str) -> str | None:
    """The number that a case of Pinghu has in Jinshan; it is there once, or not yet."""
    found = [own for own, theirs in there.rows(CAME) if theirs == number]
    assert len(found) < 2, "registered twice"
    return found[0] if found else None


def state(town: Station, number: str, code: str = "") -> str:
    whose = f"?tracking_code={code}" if code else ""
    return str(call(town, f"/cases/{number}{whose}", token="" if code else town.token).body["state"])


def moved_to(town: Station) -> datetime:
    """What the clock of both towns shows."""
    return datetime.fromisoformat(f"{STARTS}+08:00") + timedelta(seconds=(time.time() - town.began) * SPEED)


def an_hour_passes() -> None:
    time.sleep(60 / MINUTES_A_SECOND)


def counted(town: Station, number: str) -> Counter[str]:
    return Counter({verb: count for case, verb, count in town.rows(ACTS) if case == number})


def handled(there: Station, number: str, answer: str) -> None:
    """Jinshan's desk gives it to a unit, which signs and answers."""
    shi = there.token_of("shi")
    does(there, number, "dispatch", lead="js_market")
    does(there, number, "sign", token=shi, task=1)
    does(there, number, "answer", token=shi, task=1, answer=answer)


def test_two_towns_handle_a_case_under_one_number(tmp_path: Path) -> None:
    with two_towns(tmp_path) as (here, there):
        here.start()
        there.start()
        a_case_crosses_the_border(here, there)
        the_neighbour_is_down_for_an_hour(here, there)
        this_town_is_down_for_an_hour(here, there)
        a_tampered_message_does_nothing(here, there)
        for town in (here, there):
            town.kill()
            report = json.loads(town.run("verify", "--json"))
            assert report["differences"] == report["broken"] == []


def a_case_crosses_the_border(here: Station, there: Station) -> None:
    number, code = asked(here, "在金山设立分公司", uploaded(here, PAPER))
    told = does(here, number, "dispatch", lead="js_window")
    due = {promise["code"]: promise["due_at"] for promise in told["promises"]}
    at = moved_to(here)
    if at < datetime.fromisoformat("2024-09-13T16:00:00+08:00"):
        assert due["sign"] == "2024-09-19T17:00:00+08:00", (
            "Jinshan has Saturday to the 18th off; Pinghu works on Saturday"
        )
    theirs = until(lambda: came(there, number), "the case came to Jinshan")
    assert [bytes(content) for (content,) in there.rows("SELECT content FROM promises_file")] == [PAPER]
    handled(there, theirs, "分公司已设立")
    until(lambda: state(here, number, code) == "answered", "the answer came back")
    seen = call(here, f"/cases/{number}?tracking_code={code}").body
    assert "分公司已设立" in json.dumps(seen, ensure_ascii=False)
    assert theirs not in json.dumps(seen), "whoever asked has one number"
    assert call(there, f"/cases/{number}?tracking_code={code}").status == 404
    assert list(here.rows("SELECT number FROM partners_counterpart")) == [(theirs,)]


def the_neighbour_is_down_for_an_hour(here: Station, there: Station) -> None:
    there.kill()
    number, code = asked(here, "异地购房提取公积金")
    does(here, number, "dispatch", lead="js_window")
    said = call(here, f"/cases/{number}/say", {"tracking_code": code, "text": "材料已备齐"})
    assert said.status == 200, said.body
    an_hour_passes()
    waiting = json.loads(here.run("partner", "--json"))["partners"][0]
    assert waiting["waiting"] == 2, "the case, and what was said of it"
    assert waiting["error"], "and why they wait"
    there.start()
    theirs = until(lambda: came(there, number), "the case came after the outage")
    until(lambda: counted(there, theirs)["say"] == 1, "what was said came behind it")
    an_hour_passes()
    assert counted(there, theirs) == Counter(register=1, check_papers=1, say=1)


def this_town_is_down_for_an_hour(here: Station, there: Station) -> None:
    number, code = asked(here, "养老保险转移")
    does(here, number, "dispatch", lead="js_window")
    theirs = until(lambda: came(there, number), "the case came to Jinshan")
    here.kill()
    handled(there, theirs, "已转移")
    an_hour_passes()
    here.start()
    until(lambda: state(here, number, code) == "answered", "the answer came after the outage")
    an_hour_passes()
    assert counted(here, number) >= Counter(sign=1, answer=1)
    assert counted(here, number)["sign"] == counted(here, number)["answer"] == 1


def a_tampered_message_does_nothing(here: Station, there: Station) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex((here.town / ".signing-key").read_text().strip()))
    path, before = "/partners/pinghu/messages", len(there.rows(CAME))
    message = {
        "id": str(uuid.uuid4()), "from": "pinghu", "to": "jinshan", "kind": "case", "service": "crossing",
        "number": "KS2024-TAMPER", "task": 1, "fields": {"matter": "other", "consent": "no"},
        "words": {"subject": "真的"},
    }  # fmt: skip
    body = json.dumps(message).encode()

    def headers() -> dict[str, str]:
        return signed(f"/api/v1{path}", body, by="pinghu", at=moved_to(here), key=key)

    changed = body.replace(b"TAMPER", b"FORGED")
    assert call(there, path, changed, headers=headers()).status == 401
    other = Ed25519PrivateKey.generate()
    forged = signed(f"/api/v1{path}", body, by="pinghu", at=moved_to(here), key=other)
    assert call(there, path, body, headers=forged).status == 401
    assert len(there.rows(CAME)) == before, "nothing was done"
    away = json.loads(there.run("partner", "--json"))["partners"][0]["turned_away"]
    assert {row["why"]: row["count"] for row in away} == {"body": 1, "signature": 1}

    caught = headers()
    first, again = (call(there, path, body, headers=caught) for _ in range(2))
    assert (first.status, first.body) == (again.status, again.body), "sent again by somebody it does nothing"
    assert len(there.rows(CAME)) == before + 1
    assert call(here, path, body, headers=caught).status == 404, "nor in the town that signed it"
