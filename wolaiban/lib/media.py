"""What a file is, judged by its bytes and never by its name. 「文件类型」"""

from __future__ import annotations

import io
import re
import zipfile
from zipfile import BadZipFile

PLAIN, ZIP = "text/plain", "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# Media type, and the endings a name of that type may have; the first is added to a name that has none of them.
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    _OFFICE + "wordprocessingml.document": (".docx",),
    _OFFICE + "spreadsheetml.sheet": (".xlsx",),
    "application/ofd": (".ofd",),  # GB/T 33190: the layout format of Chinese official documents
    "application/x-ole-storage": (".doc", ".xls", ".wps", ".et"),
    ZIP: (".zip",),
    PLAIN: (".txt", ".csv", ".md", ".log"),
}
SHOWN_IN_PLACE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
"""Types that a browser may show itself; everything else is only handed over for saving."""

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
# Names inside the archive by which a document is known.
_PACKED = (
    ("word/document.xml", _OFFICE + "wordprocessingml.document"),
    ("xl/workbook.xml", _OFFICE + "spreadsheetml.sheet"),
    ("OFD.xml", "application/ofd"),
)
LONGEST_NAME = 120


def media_type_of(content: bytes) -> str:
    """The media type of the bytes; "" for what is none of `ENDINGS`, and for documents that carry programs (macros)."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return "image/heic"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content)
    return PLAIN if _is_text(content) else ""


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return next((kind for name, kind in _PACKED if name in names), ZIP)


def _is_text(content: bytes) -> bool:
    """Text of the usual encodings of China, without control characters: programs and pictures have some."""
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def fitting_name(name: str, media_type: str, unnamed: str = "file") -> str:
    """The name without folders and invisible characters, with an ending that says what the file is."""
    base = re.split(r"[\\/]", name)[-1]
    base = "".join(mark for mark in base if mark.isprintable()).strip(" .") or unnamed
    endings = ENDINGS[media_type]
    if not base.lower().endswith(endings):
        base += endings[0]
    stem, dot, ending = base.rpartition(".")
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
