"""Who may act for which unit, on which day, and for whom."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from wolaiban.people.models import Area, Deputy, Officer, Organisation, Post

pytestmark = pytest.mark.django_db
TOWN = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def housing() -> Organisation:
    return Organisation.objects.create(code="housing", name="住建局", kind="department")


@pytest.fixture
def lin() -> Officer:
    return Officer.objects.add("lin", "林小满")


@pytest.fixture
def mo() -> Officer:
    return Officer.objects.add("mo", "莫一舟")


def post(officer: Officer, organisation: Organisation, role: str = "unit", **more) -> Post:
    return Post.objects.create(
        officer=officer, organisation=organisation, role=role, **{"from_on": date(2020, 1, 1), **more}
    )


def test_the_successor_owns_the_post_from_the_day_of_the_election(lin, mo, housing):
    election = date(2020, 11, 29)
    post(lin, housing, to_on=election)
    post(mo, housing, from_on=election)
    assert lin.roles_in(housing, date(2020, 11, 28)) == {"unit"}
    assert mo.roles_in(housing, date(2020, 11, 28)) == frozenset()
    assert lin.roles_in(housing, election) == frozenset()
    assert mo.roles_in(housing, election) == {"unit"}
    assert [p.officer for p in Post.objects.of(housing, "unit")] == [lin, mo], "the predecessor stays in the history"


def test_the_day_is_the_towns_day(lin, housing):
    post(lin, housing, from_on=date(2024, 9, 14))
    assert lin.may_act("unit", housing, datetime(2024, 9, 13, 23, 59, tzinfo=TOWN)) is None
    assert lin.may_act("unit", housing, datetime(2024, 9, 14, 0, 0, tzinfo=TOWN)) is not None


def test_a_deputy_acts_on_behalf_of_the_holder_to_the_last_day(lin, mo, housing):
    held = post(lin, housing)
    Deputy.objects.create(post=held, officer=mo, from_on=date(2024, 10, 1), until_on=date(2024, 10, 7))
    last, after = datetime(2024, 10, 7, 23, 0, tzinfo=TOWN), datetime(2024, 10, 8, 0, 0, tzinfo=TOWN)
    answer = mo.may_act("unit", housing, last)
    assert (answer.post, answer.on_behalf_of) == (held, lin)
    assert mo.may_act("unit", housing, after) is None
    assert lin.may_act("unit", housing, last).on_behalf_of is None, "the holder may still act"


def test_who_lost_the_post_leaves_nothing_to_deputise_for(lin, mo, housing):
    held = post(lin, housing, to_on=date(2024, 10, 3))
    Deputy.objects.create(post=held, officer=mo, from_on=date(2024, 10, 1), until_on=date(2024, 10, 7))
    assert mo.roles_in(housing, date(2024, 10, 2)) == {"unit"}
    assert mo.roles_in(housing, date(2024, 10, 3)) == frozenset()


def test_a_deputys_deputy_may_not_act(lin, mo, housing):
    ke = Officer.objects.add("ke", "柯青")
    held = post(lin, housing)
    Deputy.objects.create(post=held, officer=mo, from_on=date(2024, 10, 1), until_on=date(2024, 10, 7))
    Deputy.objects.create(
        post=post(mo, housing, "desk"), officer=ke, from_on=date(2024, 10, 1), until_on=date(2024, 10, 7)
    )
    assert ke.roles_in(housing, date(2024, 10, 2)) == {"desk"}


def test_a_post_reaches_its_area_and_the_parts_of_it(lin, housing):
    town = Area.objects.create(code="330482101", name="乍浦镇", kind="town")
    community = Area.objects.create(code="330482101901", name="示例社区", kind="community", parent=town)
    other = Area.objects.create(code="330482102", name="新埭镇", kind="town")
    post(lin, housing, area=town)
    noon = datetime(2024, 9, 13, 12, tzinfo=TOWN)
    assert lin.may_act("unit", housing, noon, town)
    assert lin.may_act("unit", housing, noon, community)
    assert not lin.may_act("unit", housing, noon, other)
    assert not lin.may_act("unit", housing, noon), "a post in one area is not one for the whole unit"


def test_another_role_or_unit_is_not_held(lin, housing):
    stranger = Organisation.objects.create(code="archives", name="档案馆", kind="department")
    post(lin, housing)
    noon = datetime(2024, 9, 13, 12, tzinfo=TOWN)
    assert lin.may_act("leader", housing, noon) is None
    assert lin.may_act("unit", stranger, noon) is None


@pytest.mark.parametrize("with_area", [True, False])
def test_the_same_post_is_held_once(lin, housing, with_area):
    area = Area.objects.create(code="330482101", name="乍浦镇", kind="town") if with_area else None
    post(lin, housing, area=area)
    with pytest.raises(IntegrityError), transaction.atomic():
        post(lin, housing, area=area)


def test_no_post_ends_before_it_begins(lin, housing):
    with pytest.raises(IntegrityError), transaction.atomic():
        post(lin, housing, to_on=date(2019, 12, 31))
