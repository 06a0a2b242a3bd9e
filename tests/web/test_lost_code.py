"""A lost tracking code goes to the contact on record, and nowhere else."""

from __future__ import annotations

import re

from django.test import Client

from tests.cast import FIRM, City
from tests.web.conftest import FIRMS
from wolaiban.promises.models import Delivery


def reply(visitor: Client, **said: str) -> tuple[int, str]:
    answer = visitor.post("/track/lost/", said)
    # Each page has its own secret against forged forms.
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def resent() -> list[str]:
    return list(Delivery.objects.filter(template="resend_code").values_list("to", flat=True))


def test_the_code_is_sent_to_the_contact_on_record_and_never_shown(city: City, visitor: Client) -> None:
    case = city.firm.asks(FIRMS, "用水")
    status, page = reply(visitor, number=case.number.lower(), contact="+86 138-0000-1234")
    assert status == 200 and "请看手机短信或电子邮箱" in page
    assert resent() == ["asker"] and case.tracking_code not in page
    reply(visitor, number=case.number, contact=FIRM["phone"])
    assert len(resent()) == 1, "asked again at once it is the same message"


def test_whoever_does_not_know_the_contact_learns_nothing(city: City, visitor: Client) -> None:
    case = city.firm.asks(FIRMS, "用水")
    wrong = reply(visitor, number=case.number, contact="13900000000")
    unknown = reply(visitor, number="PF2024-000000", contact=FIRM["phone"])
    nothing = reply(visitor, number="a\x00b", contact="@")
    right = reply(visitor, number=case.number, contact=FIRM["phone"])
    assert wrong == unknown == nothing == right, "the reply does not tell whether a case is there"
    assert len(resent()) == 1


def test_what_was_left_out_is_asked_for(city: City, visitor: Client) -> None:
    status, page = reply(visitor, number="PF2024-000000")
    assert status == 422 and 'href="#contact"' in page and "PF2024-000000" in page
    assert "/track/lost/?number=PF2024-A" in visitor.get("/track/?number=PF2024-A").content.decode()
