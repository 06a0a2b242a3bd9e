"""The town for demonstration: its stories come true through the verbs; entering by a click exists nowhere else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from django.test import Client, TestCase

from tests.cast import City
from tests.opened import opened
from wolaiban.promises.models import Case, Promise
from wolaiban.promises.town import serve, town
from wolaiban.promises.verifying import verify


@pytest.mark.full
class TestDemo(TestCase):
    """The stories are played once for all: what a test does to the rows is undone after it."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.played = len(opened(cls).numbers)

    def test_the_past_of_the_demo_shows_every_way_a_case_can_go(self) -> None:
        cases = list(Case.objects.all())
        assert len(cases) == self.played >= 20
        states = Counter(case.contract_state for case in cases)
        assert set(states) >= {"registered", "responded", "handling", "answered", "closed", "withdrawn", "declined"}
        promises = Counter(Promise.objects.filter(counts=True).values_list("state", flat=True))
        assert set(promises) >= {"running", "paused", "kept", "broken", "kept_late", "released"}
        assert Promise.objects.filter(extensions__gt=0).exists() and Case.objects.filter(returns=1).exists()
        assert Case.objects.filter(handling=2, contract_state="closed").exists(), "redone after a bad rating"
        assert len({case.rating for case in cases if case.rating}) >= 3
        assert verify().clean

    def test_every_service_of_the_town_has_a_case_to_look_at(self) -> None:
        told = Counter(Case.objects.values_list("service", flat=True))
        assert set(told) == set(town().services), "a service nobody has seen at work"

    def test_a_breach_of_the_demo_stands_at_its_due_instant(self) -> None:
        for promise in Promise.objects.exclude(broken_at=None):
            assert promise.broken_at == promise.due_at

    def test_anybody_enters_as_any_officer_in_the_demo(self) -> None:
        client = Client(headers={"accept-language": "zh-CN"})
        page = client.get("/demo/").content.decode()
        assert "林溪窗" in page and "水长清" in page
        assert client.post("/demo/lin/")["Location"] == "/desk/"
        assert "待办" in client.get("/desk/").content.decode()
        assert client.post("/demo/nobody/").status_code == 404
        assert client.get("/demo/lin/").status_code == 405


def test_a_real_town_has_no_such_page(city: City) -> None:
    serve(replace(city.town, demo=False))
    client = Client(headers={"accept-language": "zh-CN"})
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/lin/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert "/demo/" not in client.get("/").content.decode()
