"""What a service publishes case by case: as many questions for a long list as for a short one."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import City
from tests.scenarios.border import Border
from tests.scenarios.test_2_1 import Hall, start_of
from tests.scenarios.test_5_5 import entered
from tests.statements import statements
from wolaiban.promises.models import Promise
from wolaiban.promises.town import town
from wolaiban.statistics.scope import published_promises


def asked(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(statements(captured))


def test_a_list_of_many_firms_costs_as_many_questions_as_one_of_few(city: City, client: Client):
    border = Border(city.clock("2026-04-10 10:00"))
    entered(border)
    few = asked(client, "/published/credit_repair/")
    for _ in range(6):
        entered(border)
    assert asked(client, "/published/credit_repair/") == few <= 10


def test_the_page_of_a_unit_costs_as_many_questions_for_many_reminders_as_for_few(city: City, client: Client):
    hall = Hall(city)
    hall.replied(hall.handed_over(), start_of("科学图书馆"))
    city.clock("2023-12-01 09:00").tick()
    client.force_login(hall.unit.officer)
    few = asked(client, "/desk/unit/group/")
    for name in ("会议中心", "产业集群"):
        hall.replied(hall.handed_over(), start_of(name))
    city.clock("2023-12-01 09:10").tick()
    page = client.get("/desk/unit/group/").content.decode()
    assert "会议中心开工" in page and "产业集群开工" in page
    assert asked(client, "/desk/unit/group/") == few


def test_a_promise_that_another_service_publishes_under_the_same_code_is_not_public(city: City):
    city.clock("2024-09-13 10:00")
    asked = {city.firm.asks("pingfu365", "停水").pk: True}
    asked[city.firm.asks("energy", "余热回收", expected="800", stage="reserve").pk] = False
    rows = Promise.objects.filter(case__in=asked, code="respond")
    told = set(rows.filter(published_promises(town())).values_list("case", flat=True))
    assert rows.count() == 2 and told == {key for key, public in asked.items() if public}
