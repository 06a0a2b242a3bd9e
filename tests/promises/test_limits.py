"""Floods of filings wait, people do not: counted by address and by telephone, for an hour, as digests only."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.lib.addresses import address_of
from wolaiban.promises.files import MB, reference
from wolaiban.promises.limits import TooOften, filed, may_file, may_upload, uploaded
from wolaiban.promises.models import Attempt, File
from wolaiban.promises.receiving import receive

HOME, OFFICE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.LIMITS_AN_HOUR = {"filing": {"address": 3, "phone": 2}, "upload": {"address": 2}}


def files(address: str, phone: str) -> None:
    may_file(address, phone, clock.now())
    Attempt.objects.bulk_create(filed(address, phone, clock.now()))


def test_a_telephone_waits_until_the_first_filing_is_an_hour_old(city: City):
    files(HOME, "138 0000 1234")
    city.later(minutes=20)
    files(OFFICE, "+86 13800001234")
    city.later(minutes=10)
    with pytest.raises(TooOften) as refused:
        files("", "13800001234")
    assert refused.value.seconds == 30 * 60
    assert "30 分钟后" in refused.value.zh and "30 minutes" in refused.value.en
    city.later(minutes=30)
    files("", "13800001234")


def test_an_address_waits_whatever_the_telephone(city: City):
    for phone in ("13800000001", "13800000002", "13800000003"):
        files(HOME, phone)
    with pytest.raises(TooOften, match="3 were sent from this network address"):
        files(HOME, "13800000004")
    files(OFFICE, "13800000004")


def test_asking_whether_one_may_counts_nothing(city: City):
    for _ in range(5):
        may_file(HOME, "13800001234", clock.now())
    assert not Attempt.objects.exists()


def test_who_is_not_known_by_address_or_telephone_is_not_limited(city: City):
    for _ in range(5):
        files("", "")


def test_nothing_is_limited_where_the_settings_say_0(city: City, settings: Any):
    settings.LIMITS_AN_HOUR = {"filing": {"address": 0, "phone": 0}, "upload": {"address": 0}}
    for _ in range(5):
        files(HOME, "13800001234")
    assert not Attempt.objects.exists()


def test_uploads_are_counted_apart_from_filings(city: City):
    for _ in range(2):
        uploaded(HOME, 1, clock.now())
    with pytest.raises(TooOften):
        may_upload(HOME, 1, clock.now())
    may_file(HOME, "13800001234", clock.now())


def sends(address: str, megabytes: float) -> File:
    """A file that somebody without an account sends, and that no verb has taken yet."""
    content = b"%PDF-1.7" + bytes(int(megabytes * MB) - 8)
    return receive(SimpleUploadedFile("图.pdf", content), by="asker", address=address, at=clock.now())


def test_bytes_of_one_address_are_counted_for_an_hour(city: City, settings: Any):
    settings.LIMITS_AN_HOUR = {"filing": {}, "upload": {"megabytes": 5}}
    sends(HOME, 2)
    city.later(minutes=10)
    sends(HOME, 2.5)
    city.later(minutes=10)
    with pytest.raises(TooOften) as refused:
        sends(HOME, 1)
    assert refused.value.seconds == 40 * 60
    assert "5 MB" in refused.value.zh and "不带附件" in refused.value.zh and "without the file" in refused.value.en
    sends(OFFICE, 1)
    city.later(minutes=40)
    sends(HOME, 1)


def test_one_file_alone_is_never_too_many_bytes(city: City, settings: Any):
    settings.LIMITS_AN_HOUR, settings.FILES_MB_WAITING = {"filing": {}, "upload": {"megabytes": 1}}, 1
    sends(HOME, 2)


def test_files_that_no_verb_took_fill_so_much_of_the_town_and_no_more(city: City, settings: Any):
    settings.LIMITS_AN_HOUR, settings.FILES_MB_WAITING = {"filing": {}, "upload": {}}, 3
    kept = sends(HOME, 1)
    city.later(minutes=30)
    sends(OFFICE, 2)
    with pytest.raises(TooOften) as refused:
        sends("", 0.1)
    assert refused.value.seconds == 90 * 60, "the oldest goes after two hours"
    assert "3 MB" in refused.value.zh and "不带附件" in refused.value.zh and "without the file" in refused.value.en
    city.firm.asks("pingfu365", "用水", attachment=[reference(kept)])
    sends("", 0.1)
    city.later(hours=2, seconds=1)
    sends("", 2.9)


def test_what_is_kept_names_nobody_and_is_swept_after_an_hour(city: City):
    files(HOME, "13800001234")
    assert not [row for row in Attempt.objects.all() if HOME in row.key or "1380000" in row.key]
    city.later(minutes=59)
    uploaded(OFFICE, 1, clock.now())
    assert Attempt.objects.count() == 3
    city.later(minutes=1)
    uploaded(OFFICE, 1, clock.now())
    assert Attempt.objects.count() == 2, "the two of the filing are an hour old"


@pytest.mark.parametrize(
    ("meta", "proxies", "address"),
    [
        ({"REMOTE_ADDR": HOME}, 0, HOME),
        ({"REMOTE_ADDR": HOME, "HTTP_X_FORWARDED_FOR": OFFICE}, 0, HOME),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"1.1.1.1, {OFFICE}"}, 1, OFFICE),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": ""}, 1, "10.0.0.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, 0, "2001:db8:1:2::"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.7"}, 0, HOME),
        ({"REMOTE_ADDR": "unix"}, 0, ""),
        ({}, 1, ""),
    ],
)
def test_the_address_is_the_callers_not_what_the_caller_says(meta: dict[str, str], proxies: int, address: str):
    assert address_of(meta, proxies) == address
