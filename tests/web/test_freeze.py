"""The public account says what of it is frozen, what is late, and what changed since (field book 11.6)."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.cast import City
from tests.scenarios.test_11_6 import handled
from tests.statistics.crowd import store
from wolaiban.lib import clock
from wolaiban.statistics.freezing import freeze


def page(client: Client, lang: str = "zh") -> str:
    return client.get(reverse("figures") + "?from=2024-06-01&to=2024-06-30", HTTP_ACCEPT_LANGUAGE=lang).content.decode()


def test_the_page_warns_while_a_month_is_due_and_not_frozen_and_then_says_it_is(city: City, client: Client):
    store(handled("water", "2024-06-03", 12))
    city.clock("2024-07-20 09:00")
    assert "2024-06 应已冻结而尚未冻结" in page(client)
    freeze(clock.now())
    assert "2024-06 已冻结，此后不再改动。" in page(client)
    assert "尚未冻结" not in page(client) and "冻结后的变化" not in page(client)
    assert "2024-06 is frozen and changes no more." in page(client, "en")


def test_a_later_case_stands_beside_the_frozen_month_on_page_and_in_the_data(city: City, client: Client):
    store(handled("water", "2024-06-03", 12))
    city.clock("2024-07-20 09:00")
    freeze(clock.now())
    store(handled("water", "2024-06-04", 1))
    assert "受理量：12 → 13（+1）" in page(client)
    told = client.get("/api/v1/figures?service=pingfu365&from=2024-06-01&to=2024-06-30").json()
    received = next(one for one in told["figures"] if one["code"] == "received")
    assert received["value"] == 12
    assert {"code": "received", "frozen": 12, "now": 13} in [
        {"code": one["code"], "frozen": one["frozen"]["value"], "now": one["now"]["value"]}
        for one in told["frozen"]["since"]
    ]
    assert [month["month"] for month in told["frozen"]["months"]] == ["2024-06"] and told["frozen"]["missing"] == []
