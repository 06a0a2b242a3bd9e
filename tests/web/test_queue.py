"""The queue of an officer: tabs, words to find a case by, and what it asks of the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import City
from tests.web.conftest import FIRMS
from wolaiban.clockwork.pulse import Ticking
from wolaiban.promises.models import Case

Officers = Callable[..., Client]


def listed(client: Client, query: str) -> list[str]:
    page = client.get(f"/desk/?{query}").content.decode()
    return re.findall(r"/desk/case/(PF2024-\w+)/", page)


def count(client: Client, label: str) -> int | None:
    page = client.get("/desk/?show=all").content.decode()
    found = re.search(rf'>{label} <span class="count">(\d+)<', page)
    return int(found[1]) if found else None


def responded(city: City, subject: str = "厂区用水接入卡住了") -> Case:
    case = city.firm.asks(FIRMS, subject)
    city.lin.does("respond", case, text="我来办")
    return case


def answered(city: City) -> Case:
    case = responded(city)
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("answer", case, answer="已接通")
    return case


def test_what_is_to_be_signed_stands_in_its_own_tab_for_the_unit_and_for_the_desk(
    city: City, officer: Officers
) -> None:
    case, other = responded(city), responded(city, "另一件")
    city.lin.dispatches(case, "water", co=("planning",))
    for person in (city.water_handler, city.planning_handler, city.lin):
        assert listed(officer(person), "show=sign") == [case.number]
    assert listed(officer(city.ecology_handler), "show=sign") == []
    city.water_handler.does("sign", case, task=1)
    assert listed(officer(city.water_handler), "show=sign") == []
    assert other.number in listed(officer(city.lin), "show=mine")


def test_a_unit_signs_for_nothing_where_the_service_has_no_signing(city: City, officer: Officers) -> None:
    city.lin.files("commitment", "水果店", unit="water", copy_to="planning", scope="both", delivery="sms")
    assert count(officer(city.water_handler), "全部在办") == 1
    assert count(officer(city.water_handler), "待签收") is None, "leads, and is asked for no signature"


def test_what_a_unit_returned_is_in_a_tab_until_another_unit_has_it(city: City, officer: Officers) -> None:
    case, desk = responded(city), officer(city.lin)
    city.lin.dispatches(case, "water")
    city.water_handler.does("return_back", case, task=1, ground="不属供水范围")
    assert listed(desk, "show=returned") == [case.number] and count(desk, "已退回") == 1
    city.lin.dispatches(case, "planning", verb="redispatch")
    assert listed(desk, "show=returned") == [] and count(desk, "已退回") is None


def test_an_extension_asked_for_waits_in_the_tab_of_who_decides(city: City, officer: Officers) -> None:
    case = responded(city)
    city.lin.dispatches(case, "water", grade="ordinary")
    city.water_handler.does("sign", case, task=1)
    city.water_handler.does("extend", case, promise="done", until="2024-09-23", ground="管材到货晚")
    assert listed(officer(city.chen), "show=extension") == [case.number]
    city.chen.does("refuse_extension", case, promise="done", ground="材料已到")
    assert listed(officer(city.chen), "show=extension") == []


def test_the_caller_sees_whom_to_call_how_often_it_was_tried_and_that_another_day_is_due(
    city: City, officer: Officers
) -> None:
    case, caller = answered(city), officer(city.he)
    assert listed(caller, "show=call_back") == listed(caller, "show=mine") == [case.number]
    assert "还没有拨过" in caller.get("/desk/?show=call_back").content.decode()
    city.he.does("call_back", case, reached="no")
    page = caller.get("/desk/?show=call_back").content.decode()
    assert "已拨 1 次未接通：9月13日 周五" in page and "今天已经拨过，请换一天再拨" in page
    city.clock("2024-09-14 10:00")
    city.he.does("call_back", case, reached="no")
    city.clock("2024-09-18 10:00")
    page = caller.get("/desk/?show=call_back").content.decode()
    assert "9月13日 周五、9月14日 周六" in page and "这次仍未接通，就按“未联系上”归档" in page
    city.he.does("call_back", case, reached="yes", resolved="yes", rating="satisfied")
    assert listed(caller, "show=call_back") == []


def test_a_paused_case_is_in_its_tab_and_what_i_filed_stays_when_it_is_finished(city: City, officer: Officers) -> None:
    case = city.lin.files(FIRMS, "走访时听到")
    city.lin.does("respond", case, text="我来办")
    city.lin.does("pause", case, reason="asker")
    desk = officer(city.lin)
    assert listed(desk, "show=waiting") == [case.number]
    city.lin.does("resume", case)
    city.lin.does("close", case, answer="办好了")
    assert listed(desk, "show=waiting") == [] and listed(desk, "show=filed") == [case.number]


@pytest.mark.parametrize("words", ["{number}", "用水", "晨光", "王经理", "1380000", "138 0000 1234"])
def test_a_case_is_found_by_number_subject_firm_name_and_telephone(city: City, officer: Officers, words: str) -> None:
    case = responded(city)
    city.lin.does("close", case, answer="办好了")  # what is finished is found as well
    city.other_firm.asks(FIRMS, "停电了")
    sought = words.format(number=case.number)
    assert listed(officer(city.lin), f"q={sought}") == [case.number]


def test_a_search_finds_neither_what_one_may_not_see_nor_who_a_confidential_asker_is(
    city: City, officer: Officers
) -> None:
    masked = city.firm.asks(FIRMS, "反映邻厂噪音", confidential=True)
    city.lin.does("respond", masked, text="已安排")
    city.lin.dispatches(masked, "ecology")
    handler = officer(city.ecology_handler)
    assert listed(handler, "q=噪音") == [masked.number]
    for words in ("晨光", "王经理", "13800001234"):
        assert listed(handler, f"q={words}") == [], words
        assert listed(officer(city.lin), f"q={words}") == [masked.number]
    assert listed(officer(city.stranger), "q=噪音") == []
    assert "没有找到" in handler.get("/desk/?q=晨光").content.decode()


def test_a_corrected_subject_is_the_one_that_is_listed(city: City, officer: Officers) -> None:
    case = responded(city)
    city.lin.does("correct", case, subject="厂区用水接入：二期")
    assert "厂区用水接入：二期" in officer(city.lin).get("/desk/?show=all").content.decode()


def asked_of_the_database(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    of_signing_in = ("django_session", "people_officer")
    return [q["sql"] for q in captured if not re.search(rf'FROM "({"|".join(of_signing_in)})"', q["sql"])]


def test_the_queue_asks_at_most_eight_questions_however_many_cases_there_are(
    city: City, officer: Officers, monkeypatch: Any
) -> None:
    """Beside session and officer: their posts (two), the clock's pulse, tabs, page, promises, rooms, calls."""
    monkeypatch.setattr("wolaiban.web.shared.context.ticking", lambda at: Ticking(None, late=False))
    client, counts, shown = officer(city.lin), [], ("mine", "all", "call_back")
    for _ in range(2):
        for n in range(4):
            city.later(seconds=1)
            case = city.firm.asks(FIRMS, f"第 {n} 件")
            city.lin.does("respond", case, text="我来办")
            if n % 2:
                city.lin.dispatches(case, "water", co=("planning", "ecology"))
        answered(city)
        counts.append([len(asked_of_the_database(client, f"/desk/?show={tab}")) for tab in shown])
    assert counts[0] == counts[1], "the number does not grow"
    assert max(counts[0]) <= 7, "and the clock's pulse is the eighth"
