"""Asking on a phone: few fields, a notice made of them, a receipt to keep, and no flood of cases."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import City
from tests.web.conftest import ASKED, FIRMS, RESIDENTS
from wolaiban.promises.models import Case


def page_of(visitor: Client, service: str = FIRMS) -> str:
    return visitor.get(f"/ask/{service}/").content.decode()


def test_only_what_is_needed_at_once_stands_open(visitor: Client) -> None:
    page = page_of(visitor)
    form = page[page.index('<form method="post" enctype') :]
    at_once, _, later = form.partition('<details class="more"')
    names = re.findall(r'name="([a-z._]+)"', at_once)
    typed = [name for name in names if name not in ("csrfmiddlewaretoken", "once", "website")]
    assert typed[:2] == ["subject", "text"] and len(set(typed)) <= 7, typed
    later = later.partition("</details>")[0]
    assert 'name="confidential"' in later and 'name="about_unit"' in later and 'name="board"' in later


def test_what_is_to_be_mended_among_the_further_fields_stands_open(visitor: Client) -> None:
    page = visitor.post(f"/ask/{FIRMS}/", ASKED | {"about_unit": "watr"}).content.decode()
    assert '<details class="more" open' in page and "没有单位“watr”" in page


def test_the_notice_is_made_of_the_fields_that_are_asked(visitor: Client) -> None:
    firms, residents = page_of(visitor), page_of(visitor, RESIDENTS)
    for page in (firms, residents):
        notice = page[page.index('class="notice"') :]
        for text in (
            "用途",
            "结案五年后匿名",
            "收集哪些",
            "谁看得到",
            "您的权利",
            "联系人姓名" if page is firms else "姓名",
        ):
            assert text in notice, text
    assert "统一社会信用代码" in firms[firms.index('class="notice"') :]
    assert "统一社会信用代码" not in residents, "a resident is not asked for it, so the notice does not tell of it"


def test_a_quiet_field_that_only_a_program_fills_in_files_nothing(visitor: Client) -> None:
    answer = visitor.post(f"/ask/{FIRMS}/", ASKED | {"website": "http://example.com"})
    assert answer.status_code == 422 and not Case.objects.exists()
    assert "请把“网址”一栏清空" in answer.content.decode() and ASKED["subject"] in answer.content.decode()


def test_the_receipt_can_be_kept_as_a_file_and_names_the_link(city: City, visitor: Client) -> None:
    page = visitor.post(f"/ask/{FIRMS}/", ASKED, follow=True).content.decode()
    case = Case.objects.get()
    link = f"http://testserver/track/{case.number}/?code={case.tracking_code}"
    saved = f"/asked/{case.number}/receipt.txt?code={case.tracking_code}"
    assert link in page and saved in page
    answer = visitor.get(saved)
    kept = answer.content.decode()
    assert f'filename="{case.number}.txt"' in answer["Content-Disposition"]
    for text in (case.number, case.tracking_code, link, ASKED["subject"], "2024年9月13日 周五 17:20"):
        assert text in kept
    assert "13800001234" not in kept and answer["Cache-Control"].count("no-store")
    assert visitor.get(f"/asked/{case.number}/receipt.txt?code=WRONG").status_code == 404


def test_a_file_comes_with_the_case_and_is_not_lost_with_a_form_to_be_mended(visitor: Client) -> None:
    file = SimpleUploadedFile("管线图.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    answer = visitor.post(f"/ask/{FIRMS}/", ASKED | {"subject": "", "attachment": file})
    page = answer.content.decode()
    assert answer.status_code == 422 and "管线图.pdf" in page
    kept = re.findall(r'name="attachment" value="([^"]+)"', page)
    assert len(kept) == 1, "what was sent once need not be sent again"
    after = visitor.post(f"/ask/{FIRMS}/", ASKED | {"attachment": kept}, follow=True)
    assert after.status_code == 200
    case = Case.objects.get()
    shown = visitor.get(f"/track/{case.number}/", {"code": case.tracking_code}).content.decode()
    assert "管线图.pdf" in shown


def test_what_is_wrong_with_a_file_is_told_with_all_else(visitor: Client) -> None:
    program = SimpleUploadedFile("a.exe", b"MZ\x90\x00" + b"\x00" * 200)
    answer = visitor.post(f"/ask/{FIRMS}/", ASKED | {"subject": "", "attachment": program})
    told = re.findall(r'<li><a href="#([^"]+)">', answer.content.decode())
    assert answer.status_code == 422 and told == ["subject", "attachment"] and not Case.objects.exists()


def test_a_flood_from_one_telephone_waits_and_is_told_how_long(visitor: Client, settings: Any) -> None:
    settings.LIMITS_AN_HOUR = settings.LIMITS_AN_HOUR | {"filing": {"phone": 2}}
    for _ in range(2):
        assert visitor.post(f"/ask/{FIRMS}/", ASKED).status_code == 302
    answer = visitor.post(f"/ask/{FIRMS}/", ASKED)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0 and Case.objects.count() == 2
    assert "分钟后再试" in answer.content.decode() and ASKED["subject"] in answer.content.decode()
