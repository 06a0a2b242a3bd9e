"""The first thing after the election (field book 3.1)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import City, Person
from tests.scenarios.ledgers import listed, proof, row, shown, unit
from wolaiban.people.models import Organisation
from wolaiban.promises.models import Case
from wolaiban.promises.refused import Refused

COMMUNITIES = 27


@pytest.fixture
def fenghe(city: City) -> Person:
    city.clock("2020-11-30 09:00")
    return unit(city, "fenghe", "枫荷社区")


def elected(city: City, owner: str) -> Case:
    return listed(city, "pledge", f"{owner}新班子", owner=owner, elected_on="2020-11-29")


def declares(who: Person, case: Case, **more: str) -> None:
    who.does("declare", case, thing="放 80 条连心椅", need="老人没有地方坐", due_on="2021-03-08", **more)


def test_of_27_communities_4_have_declared_and_the_23_without_stand_on_top(city: City, fenghe: Person, client: Client):
    others = [Organisation(code=f"c{n}", name=f"第{n}社区") for n in range(COMMUNITIES - 1)]
    Organisation.objects.bulk_create(others)
    cases = [elected(city, code) for code in ("fenghe", *(one.code for one in others))]
    city.clock("2020-12-07 10:00")
    for n, case in enumerate(cases[:4]):
        city.units[case.fields["owner"]] = Organisation.objects.get(code=case.fields["owner"])
        declares(fenghe if not n else city.joins(f"clerk{n}", f"经办{n}", case.fields["owner"], "unit"), case)
    found = shown("pledge", public=True)
    head = {one.code: one for one in found.figures}
    assert (head["declared"].numerator, head["declared"].denominator) == (4, 27)
    assert found.states == {"undeclared": 23, "declared": 4}
    assert [one.life.state for one in found.rows] == ["undeclared"] * 23 + ["declared"] * 4
    page = client.get("/figures/pledge/board/").content.decode()
    assert "14.8%（4/27）" in page and "未公布" in page
    assert city.due(cases[10], "declare") == "2020-12-11 17:00"


def test_62_of_80_benches_are_77_5_percent_and_not_done(city: City, fenghe: Person, client: Client):
    case = elected(city, "fenghe")
    declares(fenghe, case, goal="80")
    fenghe.does("report", case, text="已放置 62 条", reached="62")
    line = row(shown("pledge", public=True), case)
    assert dict(line.figures)["progress"].value == 77.5
    assert (line.life.state, city.promise(case, "do").state) == ("declared", "running")
    assert "77.5%（62/80）" in client.get("/figures/pledge/board/").content.decode()


def test_9_of_10_residents_content_stand_beside_it_with_their_number(city: City, fenghe: Person, client: Client):
    case = elected(city, "fenghe")
    declares(fenghe, case)
    fenghe.does("finish", case, evidence=proof("办后.pdf"))
    fenghe.does("poll", case, asked="10", content="9")
    case.refresh_from_db()
    assert case.state == "closed"
    assert "90.0%（9/10）" in client.get("/figures/pledge/board/").content.decode()


def test_what_is_below_its_own_goal_stays_under_way_whatever_is_reported(city: City, fenghe: Person):
    case = elected(city, "fenghe")
    declares(fenghe, case, goal="80")
    fenghe.does("finish", case, evidence=proof(), reached="62")
    assert (case.state, city.promise(case, "do").state) == ("declared", "running")
    fenghe.does("finish", case, evidence=proof("全部.pdf"), reached="80")
    assert (case.state, city.promise(case, "do").state) == ("done", "kept")


@pytest.mark.parametrize(
    ("said", "why"),
    [({"asked": "10", "content": "90"}, "too_large"), ({"asked": "10", "content": "-1"}, "too_small"),
     ({"asked": "0", "content": "0"}, "too_small")],
)  # fmt: skip
def test_no_more_residents_are_content_than_were_asked(city: City, fenghe: Person, said: dict[str, str], why: str):
    case = elected(city, "fenghe")
    declares(fenghe, case)
    fenghe.does("finish", case, evidence=proof())
    with pytest.raises(Refused) as told:
        fenghe.does("poll", case, **said)
    assert [one.code for one in told.value.wrong] == [why]
