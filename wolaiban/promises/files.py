"""Files are taken in before the verb that carries them, and named to it by a reference. 「附件上传」

No virus scan is made: what a file is, is judged by its bytes, programs are refused, and nothing is run or opened here.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.core.signing import BadSignature, Signer

from wolaiban.lib.ids import uuid7
from wolaiban.lib.media import SHOWN_IN_PLACE, fitting_name, media_type_of
from wolaiban.lib.words import Refusal

from .models import File

MB = 1024 * 1024
LARGEST = 10 * MB
"""Bytes of one file."""
MOST = 10
"""Files of one verb."""
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""For a file in a tab of its own: the browser's viewer of pictures and PDF works, and nothing in it runs or asks."""
UNTAKEN = timedelta(hours=2)
"""How long a file waits for the verb that takes it: as long as somebody may take to mend a form."""


class TooLarge(Refusal):
    """A file of more bytes than one may have: HTTP 413. 「文件过大」"""


class NotTaken(Refusal):
    """A file that is empty, or of a type that is not taken: HTTP 415. 「文件类型不符」"""


def take_in(name: str, content: bytes, *, by: str, at: datetime) -> File:
    """Keep a file that somebody sent, until a verb takes it. Raises TooLarge or NotTaken.

    `by` as events have it: "officer:<key>", "asker:<case>", or "asker" for who is not known yet.
    """
    check_size(len(content))
    kind = media_type_of(content) if content else ""
    if not kind:
        raise NotTaken(
            "文件为空，或类型不符。请上传 PDF、JPG、PNG、WebP、HEIC、Word、Excel、OFD、文本或 ZIP，不含宏。",
            "The file is empty, or of a type that is not taken. Send PDF, JPG, PNG, WebP, HEIC, Word, Excel, OFD, text "
            "or ZIP, without macros.",
        )
    sweep(at)
    file = File(
        id=uuid7(at), name=fitting_name(name, kind), media_type=kind, size=len(content), salt=secrets.token_hex(16),
        content=content, uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    file.digest = file.sealed()
    file.save(force_insert=True)
    return file


def sweep(at: datetime) -> int:
    """Remove what no verb took in time; returns how many files."""
    return File.objects.filter(case=None, uploaded_at__lt=at - UNTAKEN).delete()[0]


def check_size(size: int) -> None:
    """Raise TooLarge for more bytes than a file may have, before anybody reads them."""
    if size > LARGEST:
        most = LARGEST // MB
        raise TooLarge(
            f"文件超过 {most} MB。请压缩或拆分后再上传。",
            f"The file has more than {most} MB. Make it smaller, or split it.",
        )


def reference(file: File) -> str:
    """What names a file to a verb: only who sent it can know it."""
    return _signer().sign(str(file.id))


def key_of(text: str) -> UUID | None:
    """The key of the file that a reference names; None if it is no reference of ours."""
    try:
        return UUID(_signer().unsign(text))
    except (BadSignature, ValueError):
        return None


def headers_of(file: File) -> Mapping[str, str]:
    """How a file is handed out: shown in place only where that is harmless, never guessed at, never kept by a cache."""
    how = "inline" if file.media_type in SHOWN_IN_PLACE else "attachment"
    kind = f"{file.media_type}; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    return {
        "Content-Type": kind,
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _signer() -> Signer:
    return Signer(salt="wolaiban.file")
