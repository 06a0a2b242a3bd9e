"""Files come with the forms of hall and desk, without JavaScript, and are read through each one's door."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import City
from tests.web.conftest import ASKED, FIRMS
from wolaiban.lib import clock
from wolaiban.promises.files import sweep, take_in
from wolaiban.promises.models import Case, File

PDF = b"%PDF-1.7\n1 0 obj\n"


def pdf(name: str = "管线图.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def files_in(page: str) -> list[str]:
    """The addresses of files that stand on a page."""
    return [text.replace("&amp;", "&") for text in re.findall(r'href="([^"]*/file/[0-9a-f]{8}-[^"]*)"', page)]


@pytest.fixture
def case(city: City, visitor: Client) -> Case:
    """A case that was asked with a file."""
    visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": pdf()})
    return Case.objects.get()


def test_a_visitor_asks_with_two_files(city: City, visitor: Client):
    answer = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": [pdf(), pdf("../现场情况.exe", "已断水".encode())]})
    assert answer.status_code == 302
    assert [file.name for file in Case.objects.get().files.order_by("name")] == ["现场情况.exe.txt", "管线图.pdf"]


def test_every_form_that_takes_files_is_sent_in_parts(city: City, visitor: Client, officer: Callable[..., Client]):
    for page in (visitor.get(f"/ask/{FIRMS}/"), officer(city.lin).get(f"/desk/file/{FIRMS}/")):
        assert re.search(r'<form method="post"[^>]*enctype="multipart/form-data"', page.content.decode())
        assert 'type="file" name="attachment"' in page.content.decode()


def test_a_form_to_be_mended_keeps_its_files(city: City, visitor: Client):
    page = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "subject": "", "attachment": pdf()})
    assert page.status_code == 422
    (kept,) = re.findall(r'type="checkbox" name="attachment" value="([^"]+)" checked', page.content.decode())
    visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": kept})
    assert Case.objects.get().files.get().name == "管线图.pdf"


def refused_with_a_file(visitor: Client) -> str:
    """What names the file of a form that was refused and is shown again."""
    page = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "subject": "", "attachment": pdf()})
    (kept,) = re.findall(r'type="checkbox" name="attachment" value="([^"]+)" checked', page.content.decode())
    return kept


def test_the_files_of_a_form_to_be_mended_are_kept_for_two_hours(city: City, visitor: Client):
    kept = refused_with_a_file(visitor)
    city.later(hours=1, minutes=59)
    sweep(clock.now())
    visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": kept})
    assert Case.objects.get().files.get().name == "管线图.pdf"


def test_after_two_hours_nobody_loses_a_file_without_being_told(city: City, visitor: Client):
    kept = refused_with_a_file(visitor)
    city.later(hours=2, seconds=1)
    sweep(clock.now())
    page = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": kept})
    assert page.status_code == 422 and not Case.objects.exists()
    assert "请重新选择" in page.content.decode()
    assert visitor.post(f"/ask/{FIRMS}/", ASKED).status_code == 302


def test_when_the_town_holds_enough_files_a_visitor_is_told_how_to_go_on(city: City, visitor: Client, settings: Any):
    settings.FILES_MB_WAITING = 1
    take_in("大.pdf", PDF + bytes(1024 * 1024), by="asker", at=clock.now())
    page = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": pdf()})
    assert page.status_code == 422 and "可先不带附件提交" in page.content.decode()
    assert visitor.post(f"/ask/{FIRMS}/", ASKED).status_code == 302


def test_a_file_that_is_not_taken_is_named_beside_its_field_and_the_others_are_kept(city: City, visitor: Client):
    page = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": [pdf(), pdf("程序.pdf", b"MZ\x90\x00\x03")]})
    text = page.content.decode()
    assert page.status_code == 422 and not Case.objects.exists()
    assert "程序.pdf：文件为空，或类型不符" in text and "已上传" in text
    assert File.objects.get().name == "管线图.pdf"


def test_files_from_one_address_are_limited(city: City, visitor: Client, settings: Any):
    settings.LIMITS_AN_HOUR = {"filing": {}, "upload": {"address": 1}}
    page = visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": [pdf(), pdf("二.pdf")]})
    assert page.status_code == 422 and "二.pdf：这个网络地址" in page.content.decode()


def test_asker_and_officer_open_it_from_the_history_a_stranger_does_not(
    city: City, visitor: Client, officer: Callable[..., Client], case: Case
):
    track = visitor.get(f"/track/{case.number}/?code={case.tracking_code}").content.decode()
    (asker_path,) = files_in(track)
    (desk_path,) = files_in(officer(city.lin).get(f"/desk/case/{case.number}/").content.decode())
    for answer in (visitor.get(asker_path), officer(city.lin).get(desk_path)):
        assert answer.content == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''%E7%AE%A1")
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert visitor.get(asker_path.partition("?")[0]).status_code == 404
    assert officer(city.stranger).get(desk_path).status_code == 404


def test_what_is_no_picture_or_pdf_is_only_handed_over(city: City, visitor: Client):
    visitor.post(f"/ask/{FIRMS}/", {**ASKED, "attachment": pdf("页.html", b"<script>alert(1)</script>")})
    case = Case.objects.get()
    (path,) = files_in(visitor.get(f"/track/{case.number}/?code={case.tracking_code}").content.decode())
    answer = visitor.get(path)
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E9%A1%B5.html.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_an_officer_files_on_behalf_and_answers_with_files(city: City, officer: Callable[..., Client], visitor: Client):
    lin = officer(city.lin)
    lin.post(f"/desk/file/{FIRMS}/", {**ASKED, "channel": "phone", "attachment": pdf("来函.pdf")})
    case = Case.objects.get()
    lin.post(f"/desk/case/{case.number}/respond/", {"text": "明早回话", "attachment": pdf("回复.pdf")})
    page = visitor.get(f"/track/{case.number}/?code={case.tracking_code}").content.decode()
    assert len(files_in(page)) == 2 and "回复.pdf" in page and "来函.pdf" in page


def test_a_request_longer_than_all_that_one_may_send_is_not_read(city: City, visitor: Client):
    answer = visitor.post(
        f"/ask/{FIRMS}/", b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(200 * 1024 * 1024)
    )
    assert answer.status_code == 400 and not Case.objects.exists()
