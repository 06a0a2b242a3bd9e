"""Addresses that open a case for whoever asked. 「诉求人链接」"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from wolaiban.promises.models import Case


def with_code(page: str, case: Case) -> str:
    """The path of a page of the hall about a case, with the tracking code that opens it."""
    return f"{reverse(page, args=[case.number])}?{urlencode({'code': case.tracking_code})}"


def to_file(case: Case, key: Any, *, staff: bool) -> str:
    """The path of a file of a case: at the desk, or in the hall with the code that opens it."""
    if staff:
        return reverse("desk-case-file", args=[case.number, key])
    return f"{reverse('track-file', args=[case.number, key])}?{urlencode({'code': case.tracking_code})}"
