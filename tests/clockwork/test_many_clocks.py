"""Many clocks at once: each letter goes out once, whoever sends it, and each day is summed up once."""

from __future__ import annotations

from collections import Counter

from tests.at_once import at_once
from tests.cast import City
from tests.clockwork.conftest import Gateway
from wolaiban.clockwork.delivering import deliver_due
from wolaiban.clockwork.digesting import digest_daily
from wolaiban.clockwork.models import Digest, Instance
from wolaiban.clockwork.sealing import seal_daily
from wolaiban.lib import clock
from wolaiban.promises.models import Delivery, Head

CLOCKS = 4


def test_each_letter_is_sent_by_one_clock(real_city: City, gateway: Gateway):
    officer = real_city.lin.officer
    officer.phone = "13700000000"
    officer.save()
    cases = [real_city.firm.asks("pingfu365", f"事项 {n}") for n in range(5)]
    gateway.waits_seconds = 0.01
    sent = sum(at_once(CLOCKS, lambda: deliver_due(clock.now())))
    assert sent == len(gateway.posted)
    assert max(Counter(posted["id"] for posted in gateway.posted).values()) == 1
    told = [posted["text"] for posted in gateway.posted if posted["to"] == "13800001234"]
    assert sorted(case.number for case in cases if sum(case.number in text for text in told) == 1) == sorted(
        case.number for case in cases
    )
    assert set(Delivery.objects.filter(to__startswith="officer:").values_list("state", flat=True)) <= {
        "sent",
        "dropped",
    }
    assert not Delivery.objects.live().exists()
    assert Instance.objects.count() == 1


def test_a_day_is_summed_up_by_one_clock(real_city: City):
    real_city.firm.asks("pingfu365", "事项")
    real_city.clock("2024-09-14 08:30")
    counts = sorted(at_once(CLOCKS, lambda: digest_daily(clock.now())))
    assert counts[:-1] == [0] * (CLOCKS - 1) and counts[-1] > 0
    assert Digest.objects.count() == 1
    assert Delivery.objects.filter(template="digest").count() == counts[-1]


def test_a_day_is_sealed_by_one_clock(real_city: City, head_key: object):
    real_city.firm.asks("pingfu365", "事项")
    assert sorted(at_once(CLOCKS, lambda: seal_daily(clock.now()))) == [0] * (CLOCKS - 1) + [1]
    assert Head.objects.count() == 1
