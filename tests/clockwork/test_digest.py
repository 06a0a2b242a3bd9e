"""At the opening of a working day every post hears what it owes; who owes nothing hears nothing."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.cast import City
from tests.clockwork.conftest import Mails
from wolaiban.clockwork.delivering import deliver_due
from wolaiban.clockwork.digesting import digest_daily
from wolaiban.clockwork.models import Digest
from wolaiban.clockwork.today import Today
from wolaiban.lib import clock
from wolaiban.people.models import Area
from wolaiban.promises.models import Delivery


def digests() -> set[int]:
    return {int(to.partition(":")[2]) for to in Delivery.objects.filter(template="digest").values_list("to", flat=True)}


def key(city: City, name: str) -> int:
    return getattr(city, name).officer.pk


@pytest.fixture
def dispatched(city: City) -> City:
    """One case with the water company, answered in three working days."""
    case = city.firm.asks("pingfu365", "用水")
    city.lin.does("respond", case, text="已联系")
    city.lin.dispatches(case, "water")
    city.water_handler.does("sign", case, task=1)
    return city


def test_it_comes_at_the_opening_of_a_working_day_once(dispatched: City):
    city = dispatched
    for early in ("2024-09-16 09:00", "2024-09-19 08:29"):  # a holiday, and before the opening
        assert digest_daily(city.clock(early).t(early)) == 0
    now = city.t("2024-09-19 08:30")
    assert digest_daily(now) > 0
    assert digest_daily(now) == 0
    assert Digest.objects.count() == 1
    assert digest_daily(city.t("2024-09-19 18:00")) == 0, "after the closing bell it is of no use"


def test_only_posts_that_owe_something_get_one(dispatched: City):
    digest_daily(dispatched.t("2024-09-19 08:30"))
    assert key(dispatched, "water_handler") in digests()
    assert not {key(dispatched, name) for name in ("lin", "planning_handler", "stranger", "he")} & digests()


def test_it_counts_due_today_overdue_and_to_be_called_back(dispatched: City, mails: Mails):
    city = dispatched
    for name in ("water_handler", "he"):
        officer = getattr(city, name).officer
        officer.email = f"{name}@pinghu.example"
        officer.save()
    closed = city.other_firm.asks("pingfu365", "问政策")
    city.lin.does("close", closed, answer="当场解答")
    city.clock("2024-09-19 08:30")
    Delivery.objects.all().delete()
    digest_daily(clock.now())
    deliver_due(clock.now())
    by_address = {mail["To"]: mail for mail in mails.taken}
    water = by_address["water_handler@pinghu.example"]
    assert water["Subject"] == "今日待办：到期 1，逾期 0"
    assert "待回访 1 件" in by_address["he@pinghu.example"].get_content()
    mails.taken.clear()
    city.clock("2024-09-20 08:30")
    digest_daily(clock.now())
    deliver_due(clock.now())
    (water,) = [mail for mail in mails.taken if mail["To"] == "water_handler@pinghu.example"]
    assert water["Subject"] == "今日待办：到期 0，逾期 1"


def test_a_post_for_one_area_counts_that_area(city: City):
    Area.objects.create(code="330482001", name="当湖街道", kind="sub_district")
    other = Area.objects.create(code="330482002", name="钟埭街道", kind="sub_district")
    city.firm.asks("pingfu365", "用水", area="330482001")
    city.sun.officer.posts.update(area=other)
    digest_daily(city.t("2024-09-14 08:30"))
    assert key(city, "lin") in digests() and key(city, "sun") not in digests()


def test_those_who_watch_hear_how_many_things_deserve_a_look(city: City, mails: Mails):
    city.qian.officer.email = "qian@pinghu.example"
    city.qian.officer.save()
    case = city.lin.files("pingfu365", "走访时反映")
    city.clock("2024-09-19 08:30")
    Delivery.objects.all().delete()
    digest_daily(clock.now())
    deliver_due(clock.now())
    (mail,) = [mail for mail in mails.taken if mail["To"] == "qian@pinghu.example"]
    assert "需关注 1 条" in mail.get_content(), f"the firm of {case.number} was not reached in one working day"


def test_nobody_waits_to_file_while_it_is_counted_who_owes_what(dispatched: City, monkeypatch: pytest.MonkeyPatch):
    real, held = Today.of, list[int]()
    monkeypatch.setattr(Today, "of", lambda *given: held.append(len(connection.savepoint_ids)) or real(*given))
    assert digest_daily(dispatched.clock("2024-09-19 08:30").t("2024-09-19 08:30")) > 0
    assert held and not any(held), "no transaction is open"
