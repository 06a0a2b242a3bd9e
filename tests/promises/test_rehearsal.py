"""The situations beside the shipped services hold, and one that does not is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import SHIPPED
from wolaiban.catalogue import Situation, Town, read_situations, read_town
from wolaiban.promises.rehearsal import rehearse

TOWN: Town = read_town(SHIPPED)
SITUATIONS = [
    (code, situation) for code in TOWN.services for situation in read_situations(SHIPPED / "services" / code, TOWN.zone)
]


@pytest.mark.parametrize(
    ("code", "situation"), SITUATIONS, ids=[f"{code}-{situation.name['en'][:40]}" for code, situation in SITUATIONS]
)
def test_every_situation_of_the_shipped_services_holds(code: str, situation: Situation):
    service = TOWN.service(code, situation.start.date())
    assert service is not None
    assert rehearse(situation, service, TOWN) == []


def test_a_situation_that_says_something_else_is_named_step_by_step():
    code, situation = next((c, s) for c, s in SITUATIONS if c == "pingfu365")
    service = TOWN.service(code)
    assert service is not None
    first, second, *rest = situation.steps
    other = replace(situation, steps=(first, replace(second, expect=replace(second.expect, state="archived")), *rest))
    assert rehearse(other, service, TOWN) == ["step 2: state is closed, not archived"]
    refused = replace(situation, steps=(first, replace(second, refused="role"), *rest))
    assert rehearse(refused, service, TOWN) == ["step 2: close should be refused for role, was allowed"]
