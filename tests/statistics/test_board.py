"""The board of a ledger: order, what anybody sees of it, earlier days, pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import City, Person, playing
from tests.scenarios.ledgers import proof
from tests.statements import statements
from wolaiban.catalogue import Town
from wolaiban.lib import clock
from wolaiban.lib.words import Refusal
from wolaiban.promises.models import Case
from wolaiban.promises.recording import life_of
from wolaiban.promises.verbs import register
from wolaiban.statistics.board import PAGE, Board, board, case_figures, has_board
from wolaiban.web.shared.boards import day_asked


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The shipped town as new leaderships are elected."""
    with playing() as city:
        city.adds("fenghe", "枫荷社区")
        yield city.clock("2020-11-30 09:00")


@pytest.fixture
def fenghe(city: City) -> Person:
    return city.joins("fenghe", "冯和里", "fenghe", "unit")


def elected(city: City, subject: str = "新班子") -> Case:
    fields = {"subject": subject, "owner": "fenghe", "elected_on": "2020-11-29"}
    return register("pledge", by=city.qian.actor, requester={}, **fields)


def declares(who: Person, case: Case) -> None:
    who.does("declare", case, thing="放长椅", need="没有地方坐", due_on="2021-03-08", goal="80")


def now(**more: bool) -> Board:
    return board("pledge", clock.now(), **more)


def test_what_is_overdue_stands_before_what_has_come_less_far(city: City, fenghe: Person):
    first, second = elected(city, "甲"), elected(city, "乙")
    declares(fenghe, first)
    assert [row.number for row in now().rows] == [second.number, first.number]
    city.clock("2020-12-14 09:00")
    late = now().rows[0]
    assert (late.number, late.overdue, late.days_left) == (second.number, True, -3)


def test_a_board_of_an_earlier_day_is_as_it_was(city: City, fenghe: Person):
    case = elected(city)
    city.clock("2020-12-07 10:00")
    declares(fenghe, case)
    at, wrong = day_asked("2020-12-06")
    assert at is not None and not wrong
    assert (now().states, board("pledge", at).states) == ({"declared": 1}, {"undeclared": 1})
    assert board("pledge", city.t("2020-11-29 12:00")).rows == ()
    assert day_asked("2020-12-07") == (None, "") and day_asked("yesterday")[1]


def test_what_few_residents_said_is_told_to_officers_alone(city: City, fenghe: Person):
    case = elected(city)
    declares(fenghe, case)
    fenghe.does("report", case, text="已放 80 条", reached="80")
    fenghe.does("finish", case, evidence=proof())
    fenghe.does("poll", case, asked="9", content="3")
    assert set(dict(now().rows[0].figures)) == {"progress", "content"}
    assert set(dict(now(public=True).rows[0].figures)) == {"progress"}


def test_a_sum_over_the_number_of_cases_is_no_figure_of_one(city: City):
    city.clock("2024-09-13 10:00")
    case = city.firm.asks("crossing", "异地购房提取公积金", matter="fund_house", consent="yes")
    city.lin.does("settle", case, answer="已办", trips="1", saved="2")
    assert [code for code, _ in case_figures(life_of(case))] == ["trips_made", "trips_saved"]


def test_withdrawn_cases_have_no_line_and_others_are_seen_as_far_as_one_may(city: City):
    gone, kept = elected(city), elected(city)
    city.qian.does("withdraw", gone, ground="并村")
    assert [row.case.pk for row in now().rows] == [kept.pk]
    assert now().cases == 1
    assert board("pledge", clock.now(), seen=Q(pk=gone.pk)).rows == ()


def test_only_what_declares_figures_has_a_board_and_anybody_sees_those_published(city: City, client: Client):
    services: Town = city.town
    with_board = {code for code in services.services if has_board(services.services[code][-1])}
    public = {code for code in with_board if has_board(services.services[code][-1], public=True)}
    assert "pingfu365" not in with_board and {"pledge", "integrity"} <= with_board
    assert "integrity" not in public and "pledge" in public
    assert client.get("/figures/integrity/board/").status_code == 404
    assert client.get("/figures/pingfu365/board/").status_code == 404
    assert "这一天看板上还没有件" in client.get("/figures/pledge/board/").content.decode()


def test_a_long_board_comes_page_by_page_now_and_then(city: City):
    for number in range(PAGE + 2):
        elected(city, f"第{number}社区")
    city.clock("2020-12-20 09:00")  # all are late
    for at in (None, city.t("2020-12-19 09:00")):
        first = board("pledge", at)
        second = board("pledge", at, after=first.onward)
        assert (len(first.rows), len(second.rows), second.onward) == (PAGE, 2, "")
        assert len({row.number for row in (*first.rows, *second.rows)}) == first.total == PAGE + 2


def test_the_order_of_now_is_the_order_of_that_instant_lived_again(city: City, fenghe: Person):
    cases = [elected(city, f"第{number}社区") for number in range(6)]
    for number, case in enumerate(cases[:4]):
        fields = {"thing": "放长椅", "need": "没有地方坐", "due_on": f"2021-0{4 - number}-08"}
        fenghe.does("declare", case, **fields)
    fenghe.does("finish", cases[0], evidence=proof())
    city.clock("2021-02-10 09:00")
    stored = [board("pledge", after=after, size=1).rows[0].number for after in ("", *_all()[:-1])]
    city.later(minutes=1)
    then = board("pledge", city.t("2021-02-10 09:00"))
    assert stored == _all() == [row.number for row in then.rows]
    assert [row.overdue for row in then.rows] == [True] * 5 + [False]


def _all() -> list[str]:
    return [row.number for row in board("pledge").rows]


def test_a_board_of_many_costs_what_a_page_costs(city: City, client: Client):
    counted = []
    for more in (3, 30):
        for number in range(more):
            elected(city, f"第{more}-{number}社区")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/figures/pledge/board/").status_code == 200
        counted.append(len(statements(captured)))
    assert counted[0] == counted[1] < 20


def test_the_list_of_boards_says_how_many_cases_each_has(city: City, client: Client):
    client.force_login(city.qian.officer)
    elected(city, "甲")
    elected(city, "乙")
    city.clock("2023-12-01 09:00")  # by then other ledgers are in force as well
    page = client.get("/office/services/").content.decode()
    said = [page.partition(f"/office/services/{code}/")[2].partition("</li>")[0] for code in ("pledge", "key_project")]
    assert ["共 2 件" in said[0], "共 0 件" in said[1]] == [True, True]


def test_an_earlier_day_of_too_many_cases_is_not_lived(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
):  # fmt: skip
    for number in range(3):
        elected(city, f"第{number}社区")
    monkeypatch.setattr("wolaiban.statistics.board.LIVED_AT_MOST", 2)
    city.later(days=2)
    with pytest.raises(Refusal, match="earlier day"):
        board("pledge", city.t("2020-11-30 12:00"))
    page = client.get("/figures/pledge/board/", {"on": "2020-11-30"}).content.decode()
    assert "逐件重算" in page and "第0社区" in page
