"""What a file is, is judged by its bytes; a name says only how it is shown."""

from __future__ import annotations

import io
import zipfile

import pytest

from wolaiban.lib.media import LONGEST_NAME, fitting_name, media_type_of

OFFICE = "application/vnd.openxmlformats-officedocument."


def packed(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", ""),
        (b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom\x00", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/x-ole-storage"),
        (packed("[Content_Types].xml", "word/document.xml"), OFFICE + "wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), OFFICE + "spreadsheetml.sheet"),
        (packed("OFD.xml"), "application/ofd"),
        (packed("图.dwg"), "application/zip"),
        (packed("word/document.xml", "word/vbaProject.bin"), ""),
        (b"PK\x03\x04 and then nothing", ""),
        ("已等两周".encode(), "text/plain"),
        ("已等两周".encode("gb18030"), "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),
        (b"MZ\x90\x00\x03\x00", ""),
        (b"\x80\x81\xff\xff", ""),
    ],
)
def test_the_bytes_say_what_it_is(content: bytes, kind: str):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("管线图.PDF", "application/pdf", "管线图.PDF"),
        ("..\\..\\etc/passwd", "text/plain", "passwd.txt"),
        ("发票.exe", "text/plain", "发票.exe.txt"),
        ("a\r\nSet-Cookie: x.pdf", "application/pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "application/pdf", "fdp.exe.pdf"),
        ("", "image/png", "file.png"),
        ("...", "image/png", "file.png"),
    ],
)
def test_a_name_cannot_mislead(name: str, kind: str, shown: str):
    assert fitting_name(name, kind) == shown


def test_a_long_name_keeps_its_ending():
    name = fitting_name("长" * 300 + ".docx", OFFICE + "wordprocessingml.document")
    assert len(name) == LONGEST_NAME and name.endswith(".docx")
