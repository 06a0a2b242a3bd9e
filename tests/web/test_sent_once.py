"""One tap is one case: the same form sent again, even at the same instant, leads to the case that it filed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.at_once import at_once
from tests.cast import City
from tests.web.conftest import ASKED, FIRMS
from wolaiban.promises import once
from wolaiban.promises.models import Case, File, Sent

ASK, FILE = f"/ask/{FIRMS}/", f"/desk/file/{FIRMS}/"
TOLD = ASKED | {"channel": "visit"}


def secret_in(page: Any) -> str:
    """What a form carries so that it is one form."""
    found: list[str] = re.findall(r'type="hidden" name="once" value="([^"]+)"', page.content.decode())
    assert len(found) == 1
    return found[0]


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("管线图.pdf", b"%PDF-1.7\n1 0 obj\n")


def test_a_visitor_who_taps_twice_has_one_case_and_is_led_to_it(visitor: Client) -> None:
    form = ASKED | {"once": secret_in(visitor.get(ASK))}
    first, again = visitor.post(ASK, form), visitor.post(ASK, form)
    case = Case.objects.get()
    assert first.status_code == 302 and again["Location"] == first["Location"]
    assert first["Location"] == f"/asked/{case.number}/?code={case.tracking_code}"


def test_an_officer_who_taps_twice_has_one_case_and_sees_its_code(city: City, officer: Callable[..., Client]) -> None:
    client = officer(city.lin)
    form = TOLD | {"once": secret_in(client.get(FILE))}
    client.post(FILE, form | {"written_at": "2024-09-13T16:49:00Z"})
    again = client.post(FILE, form | {"written_at": "2024-09-13T16:49:01Z"})
    case = Case.objects.get()
    assert again["Location"] == f"/desk/filed/{case.number}/"
    assert case.tracking_code in client.get(again["Location"]).content.decode()


def test_a_file_sent_twice_with_one_form_is_taken_in_once(visitor: Client) -> None:
    form = ASKED | {"once": secret_in(visitor.get(ASK))}
    places = {visitor.post(ASK, form | {"attachment": pdf()})["Location"] for _ in range(2)}
    assert len(places) == 1 and Case.objects.get().files.count() == File.objects.count() == 1


def test_a_form_to_be_mended_stays_the_same_form(visitor: Client) -> None:
    secret = secret_in(visitor.get(ASK))
    refused = visitor.post(ASK, ASKED | {"subject": "", "once": secret})
    assert refused.status_code == 422 and secret_in(refused) == secret
    places = {visitor.post(ASK, ASKED | {"once": secret})["Location"] for _ in range(2)}
    assert len(places) == 1 and Case.objects.count() == 1


def test_who_goes_back_and_asks_something_else_has_another_case(visitor: Client) -> None:
    form = ASKED | {"once": secret_in(visitor.get(ASK))}
    visitor.post(ASK, form)
    visitor.post(ASK, form | {"subject": "另一件：厂门口路灯不亮"})
    assert Case.objects.count() == 2, "a form that was filled in anew is not lost in the first case"


def test_each_form_that_is_opened_is_one_of_its_own(visitor: Client) -> None:
    for _ in range(2):
        visitor.post(ASK, ASKED | {"once": secret_in(visitor.get(ASK))})
    assert Case.objects.count() == 2
    assert "no-store" in visitor.get(ASK)["Cache-Control"], "nobody gets the form of somebody else"


@pytest.mark.parametrize("forged", ["", "1", "6f1f:6f1f", "a\x00b:" + "x" * 43])
def test_a_form_without_a_secret_of_ours_files_as_before(visitor: Client, forged: str) -> None:
    for _ in range(2):
        assert visitor.post(ASK, ASKED | {"once": forged}).status_code == 302
    assert Case.objects.count() == 2 and not Sent.objects.exists()
    refused = visitor.post(ASK, ASKED | {"subject": "", "once": forged})
    assert secret_in(refused) != forged


def test_another_officer_with_the_same_form_files_a_case_of_their_own(
    city: City, officer: Callable[..., Client]
) -> None:
    form = TOLD | {"once": secret_in(officer(city.lin).get(FILE))}
    for person in (city.lin, city.planning_handler):
        officer(person).post(FILE, form)
    assert Case.objects.count() == 2


def test_who_taps_twice_is_not_told_to_wait(visitor: Client, settings: Any) -> None:
    settings.LIMITS_AN_HOUR = settings.LIMITS_AN_HOUR | {"filing": {"phone": 1}}
    form = ASKED | {"once": secret_in(visitor.get(ASK))}
    assert [visitor.post(ASK, form).status_code for _ in range(2)] == [302, 302]


def test_what_is_kept_of_a_form_tells_nothing_and_is_swept_after_a_week(
    city: City, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "SWEPT_EVERY", 1)
    secret = secret_in(visitor.get(ASK))
    visitor.post(ASK, ASKED | {"once": secret})
    kept = Sent.objects.get()
    assert secret.partition(":")[0] not in kept.key and len(kept.key) == 64
    city.later(days=7, seconds=1)
    visitor.post(ASK, ASKED | {"once": secret_in(visitor.get(ASK))})
    assert Sent.objects.count() == 1 and not Sent.objects.filter(pk=kept.pk).exists()


def test_a_form_that_is_remembered_takes_no_statement_more_on_postgresql(visitor: Client) -> None:
    form = ASKED | {"once": secret_in(visitor.get(ASK))}
    with CaptureQueriesContext(connection) as asked:
        visitor.post(ASK, form)
    inserts = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "WITH"))]
    ours = [sql for sql in inserts if "promises_sent" in sql]
    assert len(ours) == 1
    if connection.vendor == "postgresql":
        assert inserts == ours, "the case and what remembers its form are one statement"


@pytest.mark.parametrize("with_file", [False, True])
def test_of_six_equal_forms_at_once_one_is_filed_and_all_lead_to_it(real_city: City, with_file: bool) -> None:
    secret = secret_in(Client().get(ASK))

    def send() -> tuple[int, str | None]:
        form = ASKED | {"once": secret} | ({"attachment": pdf()} if with_file else {})
        answer = Client(headers={"accept-language": "zh-CN"}).post(ASK, form)
        return answer.status_code, answer.get("Location")

    places = at_once(6, send)
    case = Case.objects.get()
    assert places == [(302, f"/asked/{case.number}/?code={case.tracking_code}")] * 6
    assert case.files.count() == with_file
