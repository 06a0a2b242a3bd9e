"""Everyone is an informant and a helper: cases filed on behalf of a firm (field book 1.3)."""

from __future__ import annotations

import pytest

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import register


def test_the_clock_of_a_case_entered_on_behalf_starts_at_the_conversation(city: City):
    """Entered by phone: the clock starts at the conversation, at most 24 hours ago, never in the future."""
    city.clock("2024-09-14 09:00")
    case = city.stranger.files("pingfu365", "企业电话反映用工难", asked_at=city.t("2024-09-13 16:50"))
    assert case.registered_at == city.t("2024-09-13 16:50")
    assert case.recorded_at == clock.now()
    assert city.due(case, "done") == "2024-09-19 17:00"
    assert case.number.startswith("PF2024-")
    assert len(case.tracking_code) == 12
    assert case.deliveries.filter(template="received", to="asker").count() == 1, "the firm gets number and link"
    for wrong in ("2024-09-13 08:59", "2024-09-14 09:01"):
        with pytest.raises(Refused) as refused:
            city.lin.files("pingfu365", "企业电话反映用工难", asked_at=city.t(wrong))
        assert "24 小时" in refused.value.message("zh")


def test_a_form_sent_late_keeps_the_conversation_the_writing_and_the_arrival(city: City):
    """No network at the visit: the stated conversation starts the clock; writing and arrival are kept."""
    city.clock("2024-09-13 18:30")
    case = city.lin.files(
        "pingfu365",
        "走访时反映",
        asked_at=city.t("2024-09-13 16:50"),
        written_at=city.t("2024-09-13 16:55"),
        channel="visit",
    )
    event = case.events.get()
    assert (case.registered_at, case.written_at, case.recorded_at) == (
        city.t("2024-09-13 16:50"),
        city.t("2024-09-13 16:55"),
        city.t("2024-09-13 18:30"),
    )
    assert (event.at, event.recorded_at) == (case.registered_at, case.recorded_at)
    city.tick()
    assert city.promise(case, "respond").broken_at == city.t("2024-09-13 17:20")


def test_the_asker_alone_cannot_date_a_case_back(city: City):
    with pytest.raises(Refused):
        register(
            "pingfu365", by=Actor.asker(), requester={"name": "王", "phone": "13800001234"}, subject="补登",
            asked_at=city.t("2024-09-13 10:00"),
        )  # fmt: skip


def test_a_case_without_any_way_to_reach_the_asker_is_refused_with_what_to_do(city: City):
    with pytest.raises(Refused) as refused:
        register("pingfu365", by=Actor.asker(), requester={"name": "王"}, subject="补登")
    assert set(refused.value.by_field("zh")) == {"requester.phone"}
    with pytest.raises(Refused) as refused:
        register("pingfu365", by=Actor.asker(), requester={"name": "王", "phone": "1380000"}, subject="补登")
    assert "requester.phone" in refused.value.by_field("zh")
