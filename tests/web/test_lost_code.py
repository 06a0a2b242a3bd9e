"""A lost tracking code goes to the contact on record, and nowhere else."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.cast import FIRM, OTHER_FIRM, City
from tests.web.conftest import FIRMS
from wolaiban.promises.models import Delivery


def reply(visitor: Client, **said: str) -> tuple[int, str]:
    answer = visitor.post("/track/lost/", said)
    # Each page has its own secret against forged forms, and in a demonstration its own instant.
    own = r'name="csrfmiddlewaretoken" value="\w+"|data-now="[^"]+"|<time .+?</time>'
    return answer.status_code, re.sub(own, "", answer.content.decode())


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


def test_who_asks_for_codes_again_and_again_waits_whether_they_fit_or_not(
    city: City, visitor: Client, settings: Any
) -> None:
    settings.LIMITS_AN_HOUR = settings.LIMITS_AN_HOUR | {"resend": {"address": 2}}
    case = city.firm.asks(FIRMS, "用水")
    assert reply(visitor, number=case.number)[0] == 422, "what was left out counts for nothing"
    assert reply(visitor, number="PF2024-000000", contact="13900000000")[0] == 200
    assert reply(visitor, number=case.number, contact=FIRM["phone"])[0] == 200
    told = []
    for number, contact in ((case.number, FIRM["phone"]), ("PF2024-000000", "13900000000")):
        answer = visitor.post("/track/lost/", {"number": number, "contact": contact})
        assert answer.status_code == 429 and 0 < int(answer["Retry-After"]) <= 3600
        assert "分钟后再试" in answer.content.decode() and f'value="{number}"' in answer.content.decode()
        told.append(reply(visitor, number=number, contact=contact)[1].replace(number, "").replace(contact, ""))
    assert told[0] == told[1] and len(resent()) == 1
    city.later(hours=1)
    assert reply(visitor, number=case.number, contact=FIRM["phone"])[0] == 200 and len(resent()) == 2


def test_looking_at_the_page_counts_for_nothing(city: City, visitor: Client, settings: Any) -> None:
    settings.LIMITS_AN_HOUR = settings.LIMITS_AN_HOUR | {"resend": {"address": 1}}
    assert {visitor.get("/track/lost/").status_code for _ in range(3)} == {200}
    assert reply(visitor, number="PF2024-000000", contact="13900000000")[0] == 200


def test_a_telephone_gets_three_codes_a_day_of_one_case_and_nobody_is_told(city: City, visitor: Client) -> None:
    case, other = city.firm.asks(FIRMS, "用水"), city.other_firm.asks(FIRMS, "用电")
    pages = set()
    for _ in range(5):
        pages.add(reply(visitor, number=case.number, contact=FIRM["phone"]))
        city.later(minutes=10)
    assert len(resent()) == 3 and len(pages) == 1
    reply(visitor, number=other.number, contact=OTHER_FIRM["phone"])
    assert len(resent()) == 4, "another case has its own three"
    city.later(hours=24)
    reply(visitor, number=case.number, contact=FIRM["phone"])
    assert len(resent()) == 5
