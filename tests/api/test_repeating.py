"""A filing sent twice with one key is filed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from tests.api.conftest import ASKED, Program
from tests.at_once import at_once
from tests.cast import City
from wolaiban.api import repeating
from wolaiban.api.models import Receipt
from wolaiban.api.sent import NewCase
from wolaiban.promises.models import Case

KEY = "Idempotency-Key"


def test_the_same_filing_gets_the_same_answer_even_when_the_case_went_on(
    city: City, anybody: Program, program_of: Callable[..., Program]
):
    first = anybody.post("/cases", ASKED, **{KEY: "6f1f"})
    city.later(minutes=5)
    program_of(city.lin).post(f"/cases/{first.json()['number']}/respond", {"text": "明早回话"})
    again = anybody.post("/cases", dict(reversed(ASKED.items())), **{KEY: "6f1f"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (first["Idempotency-Replayed"], again["Idempotency-Replayed"]) == ("false", "true")
    assert Case.objects.count() == 1


def test_a_key_with_another_content_is_refused(city: City, anybody: Program):
    anybody.post("/cases", ASKED, **{KEY: "6f1f"})
    reply = anybody.post("/cases", {**ASKED, "subject": "另一件事"}, **{KEY: "6f1f"})
    assert reply.status_code == 422 and reply.json()["errors"][0]["field"] == KEY
    assert Case.objects.count() == 1


def test_a_strangers_key_tells_nothing_of_what_was_filed_with_it(city: City, anybody: Program):
    """Keys sent without a token share one namespace: only who repeats word for word gets the answer again."""
    first = anybody.post("/cases", ASKED, **{KEY: "1"}).json()
    for change in (
        {"subject": "另一件事"},
        {"requester": {"name": "李", "phone": "13900005678"}},
        {"text": "已等两周 "},
    ):
        reply = anybody.post("/cases", {**ASKED, **change}, **{KEY: "1"})
        if change.get("text"):
            assert reply.json() == first, "spaces at the ends are no difference"
            continue
        told = reply.content.decode()
        assert reply.status_code == 422 and "Idempotency-Replayed" not in reply.headers
        assert not any(str(first[name]) in told for name in ("number", "tracking_code", "url"))
    assert Case.objects.count() == 1


def test_a_key_belongs_to_its_call(city: City, anybody: Program):
    """An answer is given again only where method, path and content are the same."""
    anybody.post("/cases", ASKED, **{KEY: "1"})
    same, other = Receipt.objects.get(), NewCase(**ASKED)
    digests = {
        repeating.digest_of(method, path, other)
        for method, path in (("POST", "/api/v1/cases"), ("POST", "/api/v1/other"), ("PUT", "/api/v1/cases"))
    }
    assert len(digests) == 3 and same.asked in digests


def test_another_program_may_use_the_same_key(city: City, anybody: Program, program_of: Callable[..., Program]):
    numbers = {
        program.post("/cases", ASKED, **{KEY: "1"}).json()["number"]
        for program in (anybody, program_of(city.lin), program_of(city.lin))
    }
    assert len(numbers) == 3


def test_a_refused_filing_does_not_use_its_key_up(city: City, anybody: Program):
    assert anybody.post("/cases", {**ASKED, "board": "x"}, **{KEY: "6f1f"}).status_code == 422
    assert anybody.post("/cases", ASKED, **{KEY: "6f1f"}).status_code == 201


def test_a_key_works_for_a_week_and_is_forgotten_some_time_after(
    city: City, anybody: Program, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(repeating, "SWEPT_EVERY", 1)
    first = anybody.post("/cases", ASKED, **{KEY: "old"}).json()["number"]
    city.later(days=7)
    anybody.post("/cases", ASKED, **{KEY: "new"})
    assert anybody.post("/cases", ASKED, **{KEY: "old"}).json()["number"] == first
    city.later(seconds=1)
    anybody.post("/cases", ASKED, **{KEY: "newer"})
    assert set(Receipt.objects.values_list("key", flat=True)) == {"new", "newer"}


def test_without_a_key_each_filing_is_one_of_its_own(city: City, anybody: Program):
    assert anybody.post("/cases", ASKED).json()["number"] != anybody.post("/cases", ASKED).json()["number"]


def test_a_key_has_its_limits(city: City, anybody: Program):
    assert anybody.post("/cases", ASKED, **{KEY: "k" * 201}).status_code == 422
    assert anybody.post("/cases", ASKED, **{KEY: "k" * 200}).status_code == 201


def test_of_eight_equal_filings_at_once_one_is_filed_and_all_get_its_answer(real_city: City):
    def send() -> tuple[int, str, bytes]:
        reply = Program().post("/cases", ASKED, **{KEY: "at once"})
        return reply.status_code, reply["Idempotency-Replayed"], reply.content

    answers = at_once(8, send)
    assert {(status, content) for status, _, content in answers} == {(201, answers[0][2])}
    assert sorted(replayed for _, replayed, _ in answers) == ["false", *["true"] * 7]
    assert Case.objects.count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
