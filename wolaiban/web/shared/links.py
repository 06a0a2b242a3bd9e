"""Addresses that open a case for whoever asked. 「诉求人链接」"""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from wolaiban.promises.models import Case


def with_code(page: str, case: Case) -> str:
    """The path of a page of the hall about a case, with the tracking code that opens it."""
    return f"{reverse(page, args=[case.number])}?{urlencode({'code': case.tracking_code})}"
