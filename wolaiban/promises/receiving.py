"""A file comes in: counted if it is from the public, measured before anybody reads it, and kept. 「收取附件」"""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from . import limits
from .files import check_size, take_in
from .models import File


def receive(sent: UploadedFile, *, by: str, address: str | None, at: datetime) -> File:
    """Keep what somebody sent until a verb takes it. Raises TooOften, TooLarge or NotTaken; what is refused counts not.

    `by` as `take_in` has it; `address` as `limits.address_of_caller` gives it, None for officers, who are not limited.
    """
    size = sent.size or 0
    if address is not None:
        limits.may_upload(address, size, at)
    check_size(size)
    file = take_in(sent.name or "", sent.read(), by=by, at=at)
    if address is not None:
        limits.uploaded(address, size, at)
    return file
