"""What one town says is what the other takes: a case there and its answer back, in the messages themselves.

Both towns are served by this process in turn, over one database; two processes with two databases are the long run's
(`test_two_instances.py`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from tests.cast import City, playing, shipped
from tests.partners.conftest import KEY
from tests.partners.pair import JINSHAN
from wolaiban.catalogue import Town, read_town
from wolaiban.lib import clock
from wolaiban.partners.saying import said
from wolaiban.partners.signatures import signed
from wolaiban.partners.taking import note_answer
from wolaiban.people.models import Organisation
from wolaiban.promises.models import Case, Delivery
from wolaiban.promises.reading import said_at_first
from wolaiban.promises.town import serve, town

pytestmark = pytest.mark.django_db


def connected(one: Town) -> Town:
    """A town whose neighbours sign with the key of the tests."""
    key = KEY.public_key().public_bytes_raw()
    return replace(one, partners={code: replace(p, key=key) for code, p in one.partners.items()}, _timetables={})


@pytest.fixture
def here() -> Town:
    return connected(shipped())


@pytest.fixture
def there() -> Town:
    found = read_town(JINSHAN)
    # It meets the other town's case in the one database, and must know by whose hours that promises.
    return connected(replace(found, hours={**found.hours, "jinshan": found.hours["office"]}))


@pytest.fixture
def city(here: Town) -> Iterator[City]:
    with playing(here) as city:
        Organisation.objects.create(
            code="js_window", name="金山窗口", kind="centre", hours="jinshan", partner="jinshan"
        )
        yield city.clock("2024-09-13 10:00")


def sends(sender: Town, taker: Town, case: Case) -> dict[str, str]:
    """Everything that waits at one town for the other, in order, as it would go over the wire; the last answer."""
    answer: dict[str, str] = {}
    for row in Delivery.objects.filter(case=case, to=f"partner:{taker.code}", state="waiting").order_by("seq"):
        serve(sender)
        message = said(row)
        body = json.dumps({"id": str(uuid.uuid4()), **message}, default=str).encode()
        serve(taker)
        path = f"/api/v1/partners/{sender.code}/messages"
        headers = signed(path, body, by=sender.code, at=clock.now(), key=KEY)
        found = Client().post(path, body, content_type=headers["Content-Type"], headers=headers)
        assert found.status_code == 200, found.content
        answer = found.json()
        serve(sender)
        note_answer(taker.code, message, answer)
        row.state = "sent"
        row.save()
    return answer


def test_a_case_goes_there_and_its_answer_comes_back(city: City, here: Town, there: Town) -> None:
    case = city.firm.asks("crossing", "在金山设立分公司", matter="registration", consent="yes")
    city.lin.dispatches(case, "js_window")
    number = sends(here, there, case)["number"]
    theirs = Case.objects.get(number=number)
    assert number.startswith("JK") and theirs.external_number == case.number
    assert said_at_first(theirs)["requester"]["organisation"] == "平湖晨光包装有限公司"

    serve(there)
    city.lin.dispatches(theirs, "water")
    city.water_handler.does("sign", theirs, task=1)
    city.water_handler.does("pause", theirs, task=1, reason="asker")
    sends(there, here, theirs)
    assert town().code == "jinshan"
    serve(here)
    assert city.due(case, "handle", 1) == "none", "what they wait for stops the clock here"
    city.later(hours=1)
    city.firm.does("resume", case, task=1, text="已补")
    sends(here, there, case)
    serve(there)
    assert city.due(theirs, "handle", 1) != "none", "and the asker's answer sets theirs going"
    city.water_handler.does("answer", theirs, task=1, answer="已设立")
    sends(there, here, theirs)
    case.refresh_from_db()
    assert (case.state, Case.objects.count()) == ("answered", 2)
    assert {one.number for one in case.counterparts.all()} == {number}
